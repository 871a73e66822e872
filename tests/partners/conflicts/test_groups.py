"""Who is of one group, and the way that explains it."""

import itertools
import random
from dataclasses import replace

import pytest
from sqlalchemy import event, literal, select

from core.text import Text
from partners.conflicts import TieKind
from partners.conflicts.errors import RegisterTieUnfit
from partners.conflicts.explaining import ends_of, explain, path
from partners.conflicts.identity import Party
from partners.conflicts.models import GroupMember, OrganisationTie, TieKey
from partners.conflicts.queries import group_of, in_one_group
from partners.conflicts.rulebook import rulebook
from partners.conflicts.services.record import end_tie
from partners.conflicts.services.regroup import rebuild
from tests.factories import make_officer, make_organisation, make_register_tie, person
from tests.factories.partners import EARLY


@pytest.fixture
def abc(session):
    return [make_organisation(session, name=name) for name in "ABC"]


def are_one(session, one, other) -> bool:
    return bool(
        session.scalar(select(in_one_group(literal(one.id), literal(other.id))))
    )


def share_officer(session, one, other, name="Budi Santoso"):
    return [make_officer(session, each, name) for each in (one, other)]


def test_those_who_share_an_officer_are_one_group(session, abc):
    a, b, c = abc
    share_officer(session, a, b)

    assert are_one(session, a, b)
    assert not are_one(session, a, c)
    assert explain(session, a.id, b.id) == Text(
        "Somebody who is an officer of A is an officer of B.",
        "Seseorang yang adalah pengurus A juga adalah pengurus B.",
    )


def test_the_way_leads_over_others(session, abc):
    """A owns 30 % of B, and an officer of B is one of C."""
    a, b, c = abc
    make_register_tie(session, b, TieKind.OWNER, other=a.code, share_bps=3_000)
    share_officer(session, b, c)

    assert group_of(session, a.id) == {a.id, b.id, c.id}
    assert explain(session, a.id, c.id).en == (
        "A owns 30 % of B. Somebody who is an officer of B is an officer of C."
    )
    assert explain(session, c.id, a.id).en == (
        "Somebody who is an officer of C is an officer of B. A owns 30 % of B."
    )


def _account(session, one, other):
    for each in (one, other):
        make_register_tie(
            session,
            each,
            TieKind.BANK_ACCOUNT,
            label="BNI",
            party=Party(number="0123456789"),
        )


def _domain(session, one, other):
    for each, domain in ((one, "https://www.kursus.co.id"), (other, "a@kursus.co.id")):
        make_register_tie(session, each, TieKind.DOMAIN, label=domain)


def _company(session, one, other):
    party = Party(name="PT Induk Jaya")
    make_register_tie(session, one, TieKind.OWNER, party=party, share_bps=5_150)
    make_register_tie(
        session, other, TieKind.PARENT, party=Party(name="Induk Jaya, PT")
    )


def _owner_and_officer(session, one, other):
    make_register_tie(
        session,
        one,
        TieKind.OWNER,
        party=Party(True, "Ani Lestari", "3273015705980001"),
        share_bps=2_500,
    )
    make_register_tie(
        session, other, TieKind.OFFICER, party=person("Ani L", "1998-05-17")
    )
    make_register_tie(
        session, other, TieKind.OFFICER, party=person("Ani Lestari", "1998-05-17")
    )


def _controls(session, one, other):
    make_register_tie(session, other, TieKind.PARENT, other=one.code)


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        (_account, "A and B use the same bank account."),
        (_domain, "A and B use the domain kursus.co.id."),
        (_company, "A company that owns 51.5 % of A controls B."),
        (_owner_and_officer, "Somebody who owns 25 % of A is an officer of B."),
        (_controls, "A controls B."),
    ],
)
def test_each_kind_of_tie_binds_and_is_said(session, abc, tie, said):
    a, b, _ = abc

    tie(session, a, b)

    assert are_one(session, a, b)
    text = explain(session, a.id, b.id)
    assert text.en == said
    for secret in ("0123456789", "Ani", "Induk", "1998", "3273"):
        assert secret not in text.en + text.id


def test_an_owner_below_the_threshold_does_not_bind(session, abc):
    a, b, _ = abc

    make_register_tie(session, b, TieKind.OWNER, other=a.code, share_bps=2_499)

    assert not are_one(session, a, b)


@pytest.mark.parametrize("kind", [TieKind.TRAINER, TieKind.ASSESSOR])
def test_a_trainer_of_both_makes_no_group(session, abc, kind):
    a, b, _ = abc

    for each in (a, b):
        make_register_tie(session, each, kind, party=person("Budi Santoso"))

    assert not are_one(session, a, b)


def test_a_group_falls_apart_when_its_tie_ends(session, abc, at):
    a, b, c = abc
    share_officer(session, a, b)
    _, at_c = share_officer(session, b, c, name="Citra Dewi")
    assert are_one(session, a, c)

    end_tie(session, at_c, reason="left", by=None, at=at)

    assert not are_one(session, a, c)
    assert are_one(session, a, b)
    assert group_of(session, c.id) == {c.id}


def test_an_organisation_is_of_its_own_group(session, abc):
    a, _, _ = abc

    assert are_one(session, a, a)
    assert explain(session, a.id, a.id).en == "Both are A."


def test_who_shares_nothing_has_no_explanation(session, abc):
    a, b, _ = abc

    assert explain(session, a.id, b.id) == Text("", "")


def test_a_circle_ends(session, abc):
    for (number, one), other in zip(enumerate(abc), [*abc[1:], abc[0]], strict=True):
        share_officer(session, one, other, name=f"Orang Ke{number}")

    assert group_of(session, abc[0].id) == {each.id for each in abc}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (TieKind.OFFICER, {"party": Party(True, "Budi Santoso")}),
        (TieKind.OWNER, {"party": person("Budi Santoso")}),
        (TieKind.OFFICER, {"party": person("Budi Santoso"), "share_bps": 100}),
        (TieKind.PARENT, {}),
        (TieKind.PARENT, {"other": "nobody"}),
        (TieKind.BANK_ACCOUNT, {"label": "BNI", "party": Party(number="12")}),
        (TieKind.DOMAIN, {"label": "gmail.com"}),
        (TieKind.DOMAIN, {}),
    ],
)
def test_what_recognises_nothing_is_refused(session, abc, kind, changes):
    with pytest.raises(RegisterTieUnfit):
        make_register_tie(session, abc[0], kind, **changes)


def test_a_register_of_500_organisations_is_right_with_few_statements(
    session, engine, at
):
    """Random ties; groups are compared with a plain search, and every way is checked
    step by step against what its ends share."""
    draw = random.Random(2026)
    partners = [make_organisation(session, name=f"Mitra {n}") for n in range(500)]
    shared = [draw.sample(partners, draw.choice([2, 2, 2, 3, 4])) for _ in range(220)]
    for number, ends in enumerate(shared):
        _write_officer(session, number, ends)
    rebuild(session, at=at)
    expected = _plain_groups(partners, shared)

    stored: dict = {}
    for row in session.scalars(select(GroupMember)):
        stored.setdefault(row.group_id, set()).add(row.organisation_id)

    assert {frozenset(group) for group in stored.values()} == expected
    largest = max(expected, key=len)
    assert len(largest) > 20
    one, other = sorted(largest)[0], sorted(largest)[-1]
    statements = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    text = explain(session, one, other)
    event.remove(engine, "before_cursor_execute", listen)
    assert len(statements) <= 4
    assert text.en.startswith("Somebody who is an officer of Mitra")
    _check_ways(session, largest, shared)


def test_rebuilding_finds_the_same_groups(session, abc, at):
    share_officer(session, *abc[:2])
    before = group_of(session, abc[0].id)

    assert rebuild(session, at=at) == 1
    assert group_of(session, abc[0].id) == before


def test_another_threshold_is_applied_by_rebuilding(app, session, abc, at, monkeypatch):
    a, b, _ = abc
    make_register_tie(session, b, TieKind.OWNER, other=a.code, share_bps=2_000)
    assert not are_one(session, a, b)

    lower = replace(rulebook(), ownership_bps=2_000)
    monkeypatch.setattr("partners.conflicts.services.regroup.rulebook", lambda: lower)
    result = app.test_cli_runner().invoke(args=["conflicts", "rebuild"])

    assert result.exit_code == 0, result.output
    assert result.output.strip() == "1 groups of organisations are tied."
    assert are_one(session, a, b)


def test_a_change_costs_the_same_however_large_the_register(session, engine, abc):
    def statements_of_a_tie(organisation, name) -> int:
        counted = []
        listen = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        make_officer(session, organisation, name)
        event.remove(engine, "before_cursor_execute", listen)
        return len(counted)

    a, b, c = abc
    make_officer(session, a, "Budi Santoso")
    small = statements_of_a_tie(b, "Budi Santoso")
    for number in range(30):
        make_officer(session, make_organisation(session), f"Lain {_letters(number)}")
        make_officer(session, make_organisation(session), "Budi Santoso")
    large = statements_of_a_tie(c, "Budi Santoso")

    assert large == small


def _write_officer(session, number, ends):
    """Somebody who is an officer of them all, without what `add_tie` does each time."""
    for each in ends:
        tie = OrganisationTie(
            organisation_id=each.id,
            kind=TieKind.OFFICER,
            is_person=True,
            binds=True,
            source="declared",
            added_at=EARLY,
        )
        session.add(tie)
        session.flush()
        session.add(
            TieKey(
                tie_id=tie.id,
                key=f"officer {number}".encode(),
                organisation_id=each.id,
                binds=True,
            )
        )
    session.flush()


def _letters(number: int) -> str:
    """Digits are no letters of a name."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def _plain_groups(partners, shared):
    """Connected sets by repeated merging, as one would do on paper."""
    groups = [{each.id} for each in partners]
    for ends in shared:
        ids = {each.id for each in ends}
        touched = [group for group in groups if group & ids]
        groups = [group for group in groups if not group & ids]
        groups.append(set().union(*touched))
    return {frozenset(group) for group in groups if len(group) > 1}


def _check_ways(session, group, shared):
    together = {
        frozenset(pair)
        for ends in shared
        for pair in itertools.combinations([each.id for each in ends], 2)
    }
    ends = ends_of(session, group)
    first = min(group)
    for member in sorted(group)[1:]:
        steps = path(ends, first, member)
        assert steps[0].one.organisation_id == first
        assert steps[-1].other.organisation_id == member
        for before, after in itertools.pairwise(steps):
            assert before.other.organisation_id == after.one.organisation_id
        for step in steps:
            pair = {step.one.organisation_id, step.other.organisation_id}
            assert frozenset(pair) in together

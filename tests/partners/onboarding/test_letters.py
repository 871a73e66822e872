"""Who is written to about an application, in both languages, and when nobody is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from core.mail import Letter
from partners.accounts.services.tell import email_of
from partners.agreements.shipped import agreements_in_force
from partners.onboarding import letters as texts
from partners.onboarding.models import PartnerApplication
from partners.onboarding.services.sweep import tell_overdue
from partners.organisations import Organisation
from partners.staff import Role
from tests.factories import make_account, make_seat
from tests.factories.mail import kinds_of_letters, letters, link_in
from tests.partners.onboarding.walking import act, check, complete, path_of, send

ZONE = ZoneInfo("Asia/Jakarta")
OURS = {each.kind for each in vars(texts).values() if isinstance(each, Letter)}
NAME = "Kursus Maju Bersama"


@pytest.fixture(autouse=True)
def colleagues(session, draft):
    """A second owner, who reads English (the first reads Indonesian), and somebody who
    cannot apply in the organisation's name."""
    organisation = session.get_one(Organisation, draft["organisation_id"])
    for email, role in (("second@", Role.OWNER), ("finance@", Role.FINANCE)):
        account = make_account(session, email=f"{email}example.org", locale="en")
        make_seat(session, organisation, role, account_id=account.id)


def written(session: Session, letter: Letter) -> dict[str, tuple[str, str]]:
    """Subject and text of a letter by its reader, who has it once."""
    found = letters(session, letter.kind)
    assert len({to for to, *_ in found}) == len(found)
    return {to: (subject, body) for to, subject, body in found}


def to_both_owners(session, applicant, letter: Letter, draft) -> tuple[str, str]:
    """The texts in English and Indonesian; nobody else has one, and both lead to the
    application."""
    by_reader = written(session, letter)
    first = email_of(session, applicant.account)
    assert set(by_reader) == {first, "second@example.org"}
    for subject, body in by_reader.values():
        assert subject.startswith(f"{NAME}: ")
        assert link_in(body) == f"/partner/kursus-maju/applications/{draft['id']}"
    return by_reader["second@example.org"][1], by_reader[first][1]


def to_reviewers(session, letter: Letter, draft, *reviewers) -> list[str]:
    by_reader = written(session, letter)
    assert set(by_reader) == {email_of(session, each.account) for each in reviewers}
    for subject, body in by_reader.values():
        assert NAME in subject
        assert link_in(body) == f"/operator/applications/{draft['id']}"
    return [body for _, body in by_reader.values()]


def ours(session) -> list[str]:
    return [kind for kind in kinds_of_letters(session) if kind in OURS]


def refuse(draft, first, second) -> None:
    check(first, draft)
    check(first, draft, "not_met", "real-vacancies")
    act(first, draft, "recommendation", outcome="refuse", reason="No vacancies.")
    act(second, draft, "decision", confirm=True)


def test_what_is_sent_is_told_to_those_who_review(
    session, operator, applicant, draft, first, second
):
    first.account.locale = "en"
    support = make_account(session)
    make_seat(session, operator, Role.SUPPORT, account_id=support.id)

    complete(applicant, draft)
    sent = send(applicant, draft)

    bodies = to_reviewers(session, texts.REVIEW_WAITS, draft, first, second)
    assert f"as “Job portal”. It has to be decided by {sent['due_on']}:" in bodies[0]
    assert "sebagai “Portal lowongan”" in bodies[1]
    assert set(ours(session)) == {texts.REVIEW_WAITS.kind}


def test_changes_are_asked_for_by_letter_too(session, applicant, draft, sent, first):
    check(first, draft)
    check(first, draft, "question", "asks-for-consent")

    act(first, draft, "changes-request", reason="Ask Ms Rahmawati.")

    english, indonesian = to_both_owners(
        session, applicant, texts.CHANGES_WANTED, draft
    )
    assert "You have to act" in english
    assert "Giliran Anda" in indonesian
    assert "Rahmawati" not in english + indonesian


def test_an_approval_is_written(session, applicant, draft, sent, first, second):
    check(first, draft)
    act(first, draft, "recommendation", outcome="approve")
    assert texts.APPROVED.kind not in ours(session)

    act(second, draft, "decision", confirm=True)

    english, indonesian = to_both_owners(session, applicant, texts.APPROVED, draft)
    assert f"{NAME} takes part from now on as “Job portal”" in english
    assert f"{NAME} mulai sekarang ikut serta sebagai “Portal lowongan”" in indonesian
    assert texts.AGREEMENT_WANTED.kind not in ours(session)


def test_a_refusal_is_written_with_the_way_to_appeal(
    session, applicant, draft, sent, first, second
):
    refuse(draft, first, second)

    english, indonesian = to_both_owners(session, applicant, texts.REFUSED, draft)
    assert "You may appeal once, within 30 days." in english
    assert "keberatan satu kali, dalam 30 hari" in indonesian
    assert "No vacancies." not in english + indonesian


@pytest.mark.parametrize(
    ("outcome", "letter", "words"),
    [
        ("approve", texts.APPEAL_GRANTED, ("was granted", "Keberatan Anda diterima")),
        ("refuse", texts.APPEAL_DISMISSED, ("it stands", "tetap berlaku")),
    ],
)
def test_an_appeal_is_told_to_the_reviewers_and_its_end_to_the_applicant(
    session, applicant, draft, sent, first, second, reviewer, outcome, letter, words
):
    refuse(draft, first, second)
    third = reviewer()
    appealed = applicant.post(f"{path_of(draft)}/appeal", {"reason": "There are."}).json
    bodies = to_reviewers(session, texts.APPEAL_WAITS, draft, first, second, third)
    assert all(appealed["due_on"] in body for body in bodies)

    act(third, draft, "appeal-decision", outcome=outcome)

    english, indonesian = to_both_owners(session, applicant, letter, draft)
    assert words[0] in english
    assert words[1] in indonesian
    # The first decision's letters, and no more of them.
    assert len(written(session, texts.REFUSED)) == 2
    assert texts.APPROVED.kind not in ours(session)


def test_an_agreement_that_came_meanwhile_is_asked_for(
    session, applicant, draft, sent, first, monkeypatch
):
    check(first, draft)
    newer = [replace(each, version=99) for each in agreements_in_force(on=today())]
    monkeypatch.setattr(
        "partners.agreements.queries.agreements_in_force", lambda on: newer
    )

    act(first, draft, "recommendation", outcome="approve")

    by_reader = written(session, texts.AGREEMENT_WANTED)
    assert set(by_reader) == {
        email_of(session, applicant.account),
        "second@example.org",
    }
    for subject, body in by_reader.values():
        assert NAME in subject
        assert link_in(body) == "/partner/kursus-maju/agreements"
    assert "An owner reads and accepts it here" in by_reader["second@example.org"][1]


def test_a_late_review_is_written_to_both_sides_once(
    session, applicant, draft, sent, first
):
    application = session.get_one(PartnerApplication, UUID(draft["id"]))
    session.refresh(application)
    due_on = application.due_on
    late = datetime.combine(due_on, datetime.min.time(), tzinfo=UTC)
    late += timedelta(days=1, hours=3)

    for _ in range(2):
        tell_overdue(session, zone=ZONE, at=late)
        session.flush()

    english, indonesian = to_both_owners(session, applicant, texts.OVERDUE, draft)
    assert f"ended on {due_on}, and it is not decided" in english
    assert f"berakhir pada {due_on}, dan belum ada keputusan" in indonesian
    (body,) = to_reviewers(session, texts.REVIEW_OVERDUE, draft, first)
    assert "Pemohon sudah diberi tahu" in body


def test_a_step_that_is_refused_writes_nothing(
    session, applicant, draft, sent, first, second
):
    before = ours(session)

    incomplete = act(first, draft, "recommendation", outcome="approve")
    not_open = act(second, draft, "decision", confirm=True)
    unfounded = act(first, draft, "changes-request")
    again = applicant.post(f"{path_of(draft)}/submission")

    answers = (incomplete, not_open, unfounded, again)
    assert [each.status_code for each in answers] == [409] * 4
    assert ours(session) == before


def today():
    return datetime.now(ZONE).date()

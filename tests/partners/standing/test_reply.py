"""The right of reply: seen, filed once in time, answered on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.audit.models import AuditEntry
from core.clock import now
from partners.organisations import Standing
from partners.staff import Role
from partners.standing import Sanction
from partners.standing.models import SanctionReply
from tests.factories import make_organisation, make_sanction
from tests.factories.mail import kinds_of_letters, letters
from tests.partners.standing.deciding import decide, slug_of


@pytest.fixture
def sanction(first, second, partner):
    return decide(first, second, partner, "suspended", evidence=["Case 2026-118"])


@pytest.fixture
def place(partner):
    return f"/v1/organisations/{partner.id}/sanctions"


def test_the_owner_of_a_suspended_organisation_sees_why_and_until_when(
    owner, sanction, place
):
    shown = owner.get(place).json["items"][0]

    assert shown["id"] == sanction["id"]
    assert shown["reason"] == "Three courses were sold above their list price."
    for member in ("scope", "ends_at", "reply_due_at", "legal_ground", "stops"):
        assert shown[member]
    assert "evidence" not in shown


def test_a_proposal_is_not_told(first, partner, owner, place):
    proposed = first.propose(partner, "suspended").json

    reply = owner.post(f"{place}/{proposed['id']}/reply", text="What?")

    assert owner.get(place).json["items"] == []
    assert (reply.status_code, slug_of(reply)) == (404, "sanction-not-found")


def test_the_owner_replies_once_while_suspended(session, owner, sanction, place):
    reply = owner.post(f"{place}/{sanction['id']}/reply", text="See the annex.")
    again = owner.post(f"{place}/{sanction['id']}/reply", text="And one more.")

    assert reply.status_code == 201
    assert (again.status_code, slug_of(again)) == (409, "sanction-reply-filed")
    stored = session.scalars(select(SanctionReply)).one()
    assert (stored.text, stored.filed_by) == ("See the annex.", owner.id)


def test_a_reply_after_its_clock_is_too_late(session, owner, sanction, place):
    session.execute(update(Sanction).values(reply_due_at=now() - timedelta(seconds=2)))
    session.expire_all()

    response = owner.post(f"{place}/{sanction['id']}/reply", text="Too late?")

    assert (response.status_code, slug_of(response)) == (409, "sanction-reply-too-late")
    assert session.scalars(select(SanctionReply)).all() == []


def test_a_colleague_who_is_no_owner_does_not_reply(desk, partner, sanction, place):
    reader = desk.hire(Role.READ_ONLY, at=partner)

    assert reader.get(place).status_code == 200
    response = reader.post(f"{place}/{sanction['id']}/reply", text="Me too.")
    assert slug_of(response) == "staff-permission-missing"


def test_another_organisations_sanction_looks_like_none(
    session, owner, sanction, place
):
    foreign = make_sanction(session, make_organisation(session))

    response = owner.post(f"{place}/{foreign.id}/reply", text="Not mine.")

    assert (response.status_code, slug_of(response)) == (404, "sanction-not-found")


def test_the_operator_upholds_and_the_owner_reads_why(
    session, first, owner, sanction, place
):
    owner.post(f"{place}/{sanction['id']}/reply", text="See the annex.")
    answer = {"outcome": "upheld", "text": "The lists confirm it."}

    answered = first.post(f"/v1/sanctions/{sanction['id']}/answer", **answer)
    again = first.post(f"/v1/sanctions/{sanction['id']}/answer", **answer)

    assert answered.json["reply"]["outcome"] == "upheld"
    assert slug_of(again) == "sanction-no-reply"
    shown = owner.get(place).json["items"][0]["reply"]
    assert shown["answer"] == "The lists confirm it."
    actions = session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.contains("reply"))
    ).all()
    assert actions == ["sanction.reply_filed", "sanction.reply_answered"]


def test_an_answer_that_lifts_waits_for_the_second_person(
    session, first, second, partner, owner, sanction, place
):
    owner.post(f"{place}/{sanction['id']}/reply", text="It was a mistake of yours.")

    answered = first.post(
        f"/v1/sanctions/{sanction['id']}/answer", outcome="lift", text="Indeed."
    )
    session.refresh(partner)
    assert partner.standing == Standing.SUSPENDED
    change = answered.json["open_change"]
    second.post(
        f"/v1/sanctions/{sanction['id']}/changes/{change['id']}/decision", agrees=True
    )

    session.refresh(partner)
    assert partner.standing == Standing.APPROVED
    assert owner.get(place).json["items"][0]["state"] == "lifted"


def test_without_a_reply_there_is_nothing_to_answer(first, sanction):
    response = first.post(
        f"/v1/sanctions/{sanction['id']}/answer", outcome="upheld", text="Well."
    )

    assert (response.status_code, slug_of(response)) == (409, "sanction-no-reply")


def test_its_owners_are_written_to_at_each_step_and_reasons_stay_on_the_page(
    session, first, second, partner, owner, place
):
    sanction = decide(first, second, partner, "suspended")
    path = f"/v1/sanctions/{sanction['id']}"
    owner.post(f"{place}/{sanction['id']}/reply", text="See the annex.")
    answered = first.post(f"{path}/answer", outcome="lift", text="Indeed.")
    change = answered.json["open_change"]
    lifted = second.post(f"{path}/changes/{change['id']}/decision", agrees=True)

    assert lifted.status_code == 200, lifted.text
    written = letters(session)
    assert [kind for kind in kinds_of_letters(session) if "sanction" in kind] == [
        "sanction-begun",
        "sanction-reply-answered",
        "sanction-over",
    ]
    begun = next(body for _, subject, body in written if "in force" in subject)
    assert f"/partner/{partner.code}/standing" in begun
    assert not any("list price" in body for _, _, body in written)

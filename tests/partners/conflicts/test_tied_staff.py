"""Staff of the operator's that is tied to a partner decides nothing about it."""

from datetime import date

import pytest

from core.clock import now
from core.privacy import vault_of
from partners.accounts import Account
from partners.conflicts import TieKind
from partners.conflicts.services.guard import staff_tie
from partners.conflicts.services.staff import give_identity
from partners.staff import Role
from partners.standing import Sanction
from tests.factories import (
    make_account,
    make_register_tie,
    make_sanction,
    make_seat,
    person,
)
from tests.factories.conflicts import JAKARTA
from tests.partners.conflicts.acting import SOON, assign
from tests.partners.standing.deciding import slug_of


def _by_a_seat(session, who, partner):
    make_seat(session, partner, Role.READ_ONLY, account_id=who.id)
    return "You work for Kursus Maju."


def _by_a_declared_interest(session, who, partner):
    who.post(
        "/v1/staff-interests",
        organisation_id=str(partner.id),
        note="My brother teaches there.",
    )
    return "You have declared an interest in Kursus Maju."


def _by_being_known(session, who, partner):
    account = session.get_one(Account, who.id)
    name = vault_of(session).open(
        account.full_name_sealed, row=account.id, field="full_name"
    )
    make_register_tie(
        session, partner, TieKind.TRAINER, party=person(f"Dr. {name}", "1990-02-03")
    )
    kept = who.desk.http.put(
        "/v1/staff-identity",
        json={"birth_date": "1990-02-03"},
        headers={"Authorization": f"Bearer {who.token}"},
    )
    assert kept.json == {"keys": 1}
    return "The register knows you as somebody of Kursus Maju."


TIED = [_by_a_seat, _by_a_declared_interest, _by_being_known]


@pytest.mark.parametrize("tie", TIED)
def test_staff_that_is_tied_decides_nothing_about_the_partner(
    session, first, second, partner, assessor, tie
):
    said = tie(session, second, partner)
    proposed = first.propose(partner, "suspended").json
    in_force = make_sanction(session, partner)
    place = f"/v1/sanctions/{proposed['id']}"

    tries = [
        second.propose(partner, "warning"),
        second.agree(proposed["id"]),
        second.post(f"{place}/decision", agrees=False),
        second.post(
            f"/v1/sanctions/{in_force.id}/changes", act="lift", reason="Friend."
        ),
        assign(second, partner, assessor),
        second.post(
            "/v1/ties",
            organisation_id=str(partner.id),
            kind="domain",
            label="kursus.example",
            source="I know.",
        ),
        second.post(
            "/v1/conflict-waivers",
            purpose="sale",
            organisation_id=str(partner.id),
            other_organisation_id=str(assessor.id),
            reason="Please.",
            ends_on=SOON,
        ),
    ]

    for refused in tries:
        assert (refused.status_code, slug_of(refused)) == (403, "staff-tied")
        assert refused.json["tie"] == said
    assert session.get_one(Sanction, proposed["id"]).state == "proposed"


def test_a_tie_to_one_of_the_group_is_one_to_all(session, first, partner, platform):
    make_register_tie(session, partner, TieKind.PARENT, other=platform.code)
    make_seat(session, platform, account_id=first.id)

    response = first.propose(partner, "warning")

    assert slug_of(response) == "staff-tied"
    assert response.json["tie"] == "You work for Pasar Pelatihan."


def test_somebody_without_a_birth_date_cannot_be_recognised(first):
    response = first.desk.http.put(
        "/v1/staff-identity",
        json={},
        headers={"Authorization": f"Bearer {first.token}"},
    )

    assert (response.status_code, slug_of(response)) == (422, "register-tie-unfit")


def test_a_namesake_is_nobody_that_the_register_knows(session, partner):
    """Names alone do not make somebody tied."""
    account = make_account(session, full_name="Budi Santoso")
    make_register_tie(
        session, partner, TieKind.TRAINER, party=person("Budi Santoso", "1970-01-01")
    )

    give_identity(
        session,
        account.id,
        birth_date=date(1971, 1, 1),
        national_id=None,
        at=now(),
        zone=JAKARTA,
    )

    assert staff_tie(session, account.id, partner.id) is None

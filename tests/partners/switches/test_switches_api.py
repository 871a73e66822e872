"""Switches over the API, for the operator's console."""

import pytest

from partners.staff import Role
from tests.partners.standing.deciding import Desk

PATH = "/v1/switch-closures"
BODY = {
    "switch": "payouts",
    "reason_en": "A partner reports doubled payments.",
    "reason_id": "Mitra melaporkan pembayaran ganda.",
}


@pytest.fixture
def desk(client, session) -> Desk:
    return Desk(session, client)


def test_one_closes_and_another_opens(desk):
    one, two = desk.hire(Role.TREASURY), desk.hire(Role.PROGRAMME)

    closed = one.post(PATH, **BODY)

    assert closed.status_code == 201
    assert closed.json["closed_by"] == str(one.id)
    place = f"{PATH}/{closed.json['id']}"
    assert one.post(f"{place}/opening-proposal", note="Mended.").status_code == 200
    alone = one.post(f"{place}/opening-decision", agrees=True)
    assert alone.json["type"] == "/problems/second-person-needed"
    opened = two.post(f"{place}/opening-decision", agrees=True)
    assert opened.json["opened_by"] == str(two.id)
    assert one.get(PATH, state="closed").json["items"] == []
    (listed,) = one.get(PATH, switch="payouts").json["items"]
    assert listed == opened.json
    assert one.get(PATH, switch="programme").json["items"] == []


def test_what_is_closed_is_not_closed_again(desk):
    one = desk.hire(Role.TREASURY)
    one.post(PATH, **BODY)

    again = one.post(PATH, **BODY)

    assert (again.status_code, again.json["type"]) == (
        409,
        "/problems/switch-already-closed",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"switch": "everything"},
        {"reason_id": ""},
        {"reason_en": "   "},
        {"scheme_code": "normal"},
    ],
)
def test_what_does_not_fit_is_refused(desk, changes):
    one = desk.hire(Role.TREASURY)

    assert one.post(PATH, **(BODY | changes)).status_code == 422
    assert one.get(PATH).json["items"] == []


def test_others_at_the_operator_may_not(desk):
    support = desk.hire(Role.SUPPORT)

    assert support.post(PATH, **BODY).status_code == 403
    assert support.get(PATH).status_code == 403

"""The operator's page of switches."""

import pytest
from sqlalchemy import select

from partners.accounts.proof import Method
from partners.organisations import Kind
from partners.staff import Role
from partners.switches import Closure, Switch
from tests.factories import (
    make_account,
    make_closure,
    make_organisation,
    make_sanction,
    make_scheme,
    make_seat,
)
from tests.partners.browsing import submit

PAGE = "/operator/switches"
FORM = {
    "switch": "participant_sign_up",
    "scheme_code": "",
    "reason_en": "Numbers are being checked.",
    "reason_id": "Data sedang diperiksa.",
}


@pytest.fixture
def operator(session):
    return make_organisation(session, Kind.OPERATOR)


@pytest.fixture
def hire(session, operator, browser_of):
    """A browser of a new member of the operator's staff, in English."""

    def sign_in(*roles, name="Ratna Wulandari", **options):
        account = make_account(session, full_name=name)
        seat = make_seat(session, operator, *roles, account_id=account.id)
        browser = browser_of(seat, **options)
        submit(browser, "/language", locale="en", next="/")
        return browser

    return sign_in


def test_one_closes_and_two_open_on_the_page(session, hire):
    one, two = hire(Role.PROGRAMME), hire(Role.TREASURY, name="Budi Santoso")
    assert "Nothing is closed." in one.get(PAGE).text

    closed = submit(one, PAGE, **FORM)

    assert (closed.status_code, closed.location) == (303, PAGE)
    page = two.get(PAGE).text
    assert "Ratna Wulandari" in page
    assert "Numbers are being checked." in page
    closure = session.scalars(select(Closure)).one()
    place = f"{PAGE}/{closure.id}"
    assert submit(one, f"{place}/opening-proposal", note="Mended.").status_code == 303
    assert "A colleague has to agree." in one.get(PAGE).text
    alone = submit(one, f"{place}/opening-decision", agrees="yes")
    assert alone.status_code == 403
    assert "A second person decides this" in alone.text
    assert submit(two, f"{place}/opening-decision", agrees="yes").status_code == 303

    session.refresh(closure)
    assert closure.opened_at is not None
    page = two.get(PAGE).text
    assert "Nothing is closed." in page
    assert "(Ratna Wulandari, Budi Santoso)" in page


def test_closing_asks_for_a_second_factor_of_a_moment_ago(session, hire):
    """Feature 60: looking is free, acting is not."""
    browser = hire(Role.PROGRAMME, methods=(Method.PASSWORD,))

    assert browser.get(PAGE).status_code == 200
    answer = submit(browser, PAGE, **FORM)

    assert answer.status_code == 403
    assert session.scalars(select(Closure)).all() == []


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.AUDITOR, Role.OWNER])
def test_not_everybody_at_the_operator_may(session, hire, role):
    browser = hire(role)

    assert browser.get(PAGE).status_code == 403
    assert submit(browser, PAGE, **FORM).status_code == 403
    assert session.scalars(select(Closure)).all() == []


def test_a_partner_finds_no_such_page(session, browser_of, operator):
    seat = make_seat(session, make_organisation(session))

    assert browser_of(seat).get(PAGE).status_code in (403, 404)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason_id": ""}, 422),
        ({"reason_en": "x" * 1001}, 422),
        ({"reason_en": "a\0b"}, 422),
        ({"switch": "everything"}, 422),
        ({"scheme_code": "unknown"}, 422),
        ({"scheme_code": "normal"}, 422),
    ],
)
def test_what_does_not_fit_closes_nothing(session, hire, changes, status):
    make_scheme(session, code="normal")

    answer = submit(hire(Role.PROGRAMME), PAGE, **(FORM | changes))

    assert answer.status_code == status
    assert session.scalars(select(Closure)).all() == []


def test_a_proposal_needs_words(session, hire):
    closure = make_closure(session, Switch.PAYOUTS)
    browser = hire(Role.TREASURY)

    answer = submit(browser, f"{PAGE}/{closure.id}/opening-proposal", note="")

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert closure.opening_proposed_by is None


def test_a_proposal_is_turned_down(session, hire):
    closure = make_closure(session, Switch.PAYOUTS, proposed=True)
    browser = hire(Role.TREASURY)

    answer = submit(browser, f"{PAGE}/{closure.id}/opening-decision", agrees="no")

    assert answer.status_code == 303
    session.refresh(closure)
    assert (closure.opening_proposed_by, closure.opened_at) == (None, None)


def test_partners_that_are_stopped_stand_on_the_same_page(session, hire):
    partner = make_organisation(session, Kind.DIGITAL_PLATFORM, name="Pasar Kursus")
    make_sanction(session, partner)

    assert "Pasar Kursus" in hire(Role.ONBOARDING).get(PAGE).text


def test_an_unknown_closure_is_none(session, hire, operator):
    browser = hire(Role.PROGRAMME)

    answer = submit(browser, f"{PAGE}/{operator.id}/opening-decision", agrees="yes")

    assert answer.status_code == 404
    assert browser.get(f"{PAGE}/{operator.id}/opening-decision").location == PAGE

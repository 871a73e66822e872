"""What moves money, keys or rules asks again who sits there (feature 60)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask, request

from marketplace.app import create_app
from partners.accounts import Account
from partners.accounts.proof import Method
from partners.accounts.web import PageBlueprint
from partners.organisations import Kind
from partners.staff import Permission, Role
from partners.staff.web import current_staff, for_operator, for_staff
from tests.conftest import make_settings
from tests.factories import code_at, make_authenticator, make_organisation, make_seat
from tests.partners.browsing import hidden_fields, submit

LONG_AGO = timedelta(minutes=11)


@pytest.fixture(scope="module")
def probe(settings) -> Iterator[Flask]:
    """The application with three pages more, which only say what they were sent."""
    pages = PageBlueprint("probe", __name__)
    sent: list[dict[str, list[str]]] = []

    @pages.route("/partner/<code>/probe-staff", methods=["GET", "POST"])
    @for_staff(Permission.STAFF_MANAGE)
    def staff() -> str:
        sent.append(request.form.to_dict(flat=False))
        return current_staff().organisation.code

    @pages.route("/partner/<code>/probe-catalogue", methods=["GET", "POST"])
    @for_staff(Permission.CATALOGUE_WRITE)
    def catalogue() -> str:
        return current_staff().organisation.code

    @pages.route("/operator/probe-money", methods=["GET", "POST"])
    @for_operator(Permission.MONEY_APPROVE)
    def money() -> str:
        return current_staff().organisation.code

    made = create_app(settings)
    made.extensions["sent"] = sent
    made.register_blueprint(pages)
    yield made
    made.extensions["platform"].engine.dispose()


@pytest.fixture
def owner(session):
    return make_seat(session, make_organisation(session, code="kursus-maju"))


@pytest.fixture
def browser(probe, browser_of):
    """A browser of somebody's in the application with those pages."""
    return partial(browser_of, pages=probe)


def ago() -> datetime:
    return datetime.now(UTC) - LONG_AGO


STAFF = "/partner/kursus-maju/probe-staff"
CATALOGUE = "/partner/kursus-maju/probe-catalogue"


def test_a_fresh_second_factor_is_let_through(browser, owner):
    response = submit(browser(owner), STAFF, roles="owner")

    assert (response.status_code, response.text) == (200, "kursus-maju")


def test_looking_is_not_changing(browser, owner):
    old = browser(owner, methods=[Method.PASSWORD], at=ago())

    assert old.get(STAFF).status_code == 200


def test_what_is_not_step_up_asks_for_nothing(browser, owner):
    old = browser(owner, methods=[Method.PASSWORD], at=ago())

    assert submit(old, CATALOGUE).status_code == 200


def test_without_a_second_factor_it_says_how_to_get_one(probe, browser, owner):
    signed_in = browser(owner, methods=[Method.PASSWORD])
    before = len(probe.extensions["sent"])

    response = submit(signed_in, STAFF, roles="owner")

    assert response.status_code == 403
    assert 'href="/me/security"' in response.text
    assert len(probe.extensions["sent"]) == before


def test_the_operator_s_staff_has_no_grace(session, browser):
    seat = make_seat(session, make_organisation(session, Kind.OPERATOR), Role.TREASURY)

    response = submit(browser(seat, methods=[Method.PASSWORD]), "/operator/probe-money")

    assert response.status_code == 403
    assert 'href="/me/security"' in response.text


def test_the_form_waits_and_is_sent_by_her_own_press(probe, session, browser, owner):
    signed_in = browser(owner, at=ago())
    sent = probe.extensions["sent"]
    sent.clear()

    fields = {"roles": ["owner", "finance"], "note": "a & b"}
    asked = submit(signed_in, f"{STAFF}?tab=2", **fields)
    assert asked.status_code == 403
    carried = hidden_fields(asked)
    form = {
        name: [value for each, value in carried if each == name]
        for name in ("action", "carried_name", "carried_value")
    }
    form["code"] = [code_at(datetime.now(UTC))]
    confirmed = submit(signed_in, "/me/confirm", **form)

    assert sent == []
    assert f'action="{STAFF}?tab=2"' in confirmed.text
    assert hidden_fields(confirmed) == [
        ("roles", "owner"),
        ("roles", "finance"),
        ("note", "a & b"),
    ]
    done = submit(signed_in, f"{STAFF}?tab=2", **fields)
    assert done.status_code == 200
    assert {name: sent[0][name] for name in ("roles", "note")} == {
        "roles": ["owner", "finance"],
        "note": ["a & b"],
    }


def test_who_may_not_do_it_at_all_is_not_asked_for_a_code(session, browser, owner):
    organisation = make_organisation(session)
    seat = make_seat(session, organisation, Role.CATALOGUE)

    response = submit(
        browser(seat, at=ago()), f"/partner/{organisation.code}/probe-staff"
    )

    assert response.status_code == 403
    assert 'name="code"' not in response.text
    assert submit(browser(seat), STAFF).status_code == 404


def test_the_portal_says_in_time_that_a_second_factor_is_missing(
    session, browser, owner
):
    without = browser(owner, methods=[Method.PASSWORD])
    assert "/me/security" in _section(without.get("/partner/kursus-maju"))

    make_authenticator(session, session.get_one(Account, owner.account_id))
    assert "/me/security" not in _section(without.get("/partner/kursus-maju"))


def _section(page) -> str:
    return page.text.partition("<main")[2]


def test_how_long_it_counts_is_a_setting(make_database):
    settings = make_settings("postgresql://x@127.0.0.1/x", STEP_UP_MINUTES="3")

    assert settings.step_up_minutes == 3

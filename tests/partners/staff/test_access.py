"""Operations for staff: what a token of a person with a seat may do."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.views import MethodView
from werkzeug.http import parse_dict_header

from core.errors import Refusal
from openapi.problems import problem_response
from partners.accounts.proof import MULTI_FACTOR
from partners.organisations import Kind
from partners.staff import Permission, Role
from partners.staff.access import require_operator, require_staff
from partners.staff.web import current_staff
from tests.factories import (
    authorization,
    make_account,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)


@pytest.fixture(scope="module")
def probe(app: Flask) -> Flask:
    """An application with two operations that only say who acts."""
    probe = Flask("probe")
    probe.extensions.update(app.extensions)
    probe.register_error_handler(Refusal, problem_response)

    class OfAnOrganisation(MethodView):
        @require_staff(Permission.CLIENTS_MANAGE)
        def get(self, organisation_id):
            return current_staff().organisation.code

        @require_staff(Permission.CLIENTS_MANAGE)
        def post(self, organisation_id):
            return current_staff().organisation.code

    class OfTheOperator(MethodView):
        @require_operator(Permission.ONBOARDING_REVIEW)
        def get(self):
            return current_staff().organisation.code

    probe.add_url_rule(
        "/organisations/<uuid:organisation_id>",
        view_func=OfAnOrganisation.as_view("one"),
    )
    probe.add_url_rule("/operator", view_func=OfTheOperator.as_view("two"))
    return probe


@pytest.fixture
def ask(probe, session):
    operator = make_organisation(session, Kind.OPERATOR)

    def ask(path, account, method="GET", **changes):
        console = make_client(session, operator, ["staff:act"])
        bearer = make_token(session, console, account, **changes)
        return probe.test_client().open(
            path, method=method, headers=authorization(bearer)
        )

    return ask


def test_a_person_with_the_role_acts_for_her_organisation(session, ask):
    organisation, account = make_organisation(session), make_account(session)
    make_seat(session, organisation, Role.DEVELOPER, account_id=account.id)

    answer = ask(f"/organisations/{organisation.id}", account)

    assert (answer.status_code, answer.text) == (200, organisation.code)


def test_another_role_is_told_what_is_missing(session, ask):
    organisation, account = make_organisation(session), make_account(session)
    make_seat(session, organisation, Role.FINANCE, account_id=account.id)

    answer = ask(f"/organisations/{organisation.id}", account)

    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/staff-permission-missing"
    assert answer.json["permission"] == "clients:manage"


def test_another_organisation_looks_like_none(session, ask):
    account = make_account(session)
    make_seat(session, make_organisation(session), account_id=account.id)
    other = make_organisation(session)

    foreign = ask(f"/organisations/{other.id}", account)
    invented = ask(f"/organisations/{account.id}", account)

    assert foreign.status_code == invented.status_code == 404
    assert foreign.json["detail"] == invented.json["detail"]


def test_only_the_operators_staff_does_what_the_operator_does(session, ask):
    account = make_account(session)
    make_seat(session, make_organisation(session), account_id=account.id)
    assert ask("/operator", account).status_code == 404

    operator = make_organisation(session, Kind.OPERATOR)
    make_seat(session, operator, Role.ONBOARDING, account_id=account.id)

    assert ask("/operator", account).text == operator.code


@pytest.mark.parametrize("ago", [None, timedelta(minutes=10, seconds=1)])
def test_what_is_weighty_needs_a_token_given_after_a_second_factor(session, ask, ago):
    """RFC 9470."""
    organisation, account = make_organisation(session), make_account(session)
    make_seat(session, organisation, Role.DEVELOPER, account_id=account.id)
    shown_at = ago and datetime.now(UTC) - ago
    path = f"/organisations/{organisation.id}"

    answer = ask(path, account, method="POST", second_factor_at=shown_at)

    assert answer.status_code == 401
    assert answer.json["type"] == "/problems/insufficient-user-authentication"
    challenge = parse_dict_header(
        answer.headers["WWW-Authenticate"].removeprefix("Bearer ")
    )
    assert challenge["error"] == "insufficient_user_authentication"
    assert challenge["acr_values"] == MULTI_FACTOR
    assert challenge["max_age"] == "600"
    # Looking is free.
    assert ask(path, account, second_factor_at=shown_at).status_code == 200


def test_with_a_second_factor_of_a_moment_ago_it_is_done(session, ask):
    organisation, account = make_organisation(session), make_account(session)
    make_seat(session, organisation, Role.DEVELOPER, account_id=account.id)
    shown_at = datetime.now(UTC) - timedelta(minutes=9)

    answer = ask(
        f"/organisations/{organisation.id}",
        account,
        method="POST",
        second_factor_at=shown_at,
    )

    assert (answer.status_code, answer.text) == (200, organisation.code)

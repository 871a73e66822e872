"""What support finds when somebody says that it does not work."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from partners.denials import Denial
from partners.denials.rules import KEEP, DenialKind
from partners.denials.services.note import Refused, forget_denials, note_denial
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import (
    authorization,
    make_account,
    make_alert,
    make_client,
    make_organisation,
    make_seat,
    make_token,
)
from tests.partners.limits.test_guessing import ask_for_token, guess
from tests.partners.oauth.flow import make_platform


@pytest.fixture
def support(session):
    """Headers of somebody who helps people at the operator."""
    operator = make_organisation(session, Kind.OPERATOR)
    person = make_account(session)
    make_seat(session, operator, Role.SUPPORT, account_id=person.id)
    console = make_client(session, operator, ["staff:act"])
    return authorization(make_token(session, console, person))


def refused(**changes) -> Refused:
    values = {
        "kind": DenialKind.SIGN_IN,
        "reason": "wrong-credentials",
        "route": "/sign-in",
        "address": "198.51.100.7",
    }
    return Refused(**(values | changes))


def denials(client, support, **query):
    answer = client.get("/v1/denials", query_string=query, headers=support)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def test_a_failed_sign_in_is_found_by_the_e_mail_that_was_typed(
    client, session, support
):
    guess(client, "Ani@example.org")
    guess(client, "other@example.org")

    [found] = denials(client, support, email="ani@example.org")

    assert found["reason"] == "wrong-credentials"
    assert found["kind"] == "sign_in"
    assert found["route"] == "/sign-in"
    assert found["network"] == "198.51.100.0/24"
    assert "example" not in str(found)
    searched = select(func.count()).where(
        AuditEntry.action == "denials.searched_by_person"
    )
    assert session.scalar(searched) == 1


def test_a_wrong_client_secret_is_found_by_the_client(client, session, support):
    platform = make_platform(session)
    ask_for_token(client, platform.client.client_id, "guess")

    [found] = denials(client, support, client_id=platform.client.client_id)

    assert (found["kind"], found["reason"]) == ("client", "invalid_client")


def test_a_refusal_of_the_api_is_found_by_its_trace_id(client, session, support):
    organisation = make_organisation(session)
    bearer = make_token(session, make_client(session, organisation, ["catalog:read"]))
    problem = client.get("/v1/events", headers=authorization(bearer)).json

    [found] = denials(client, support, request_id=problem["trace_id"])

    assert found["reason"] == "scope-missing"
    assert found["organisation_id"] == str(organisation.id)
    assert denials(client, support, organisation_id=organisation.id) == [found]


def test_what_is_no_denial_is_not_written_down(client, session, support):
    client.get("/v1/courses")
    client.get("/no-such-page")

    assert denials(client, support) == []


def test_repetitions_are_counted_and_fill_no_disk(session, at):
    for second in range(500):
        note_denial(session, refused(), at=at + timedelta(seconds=second / 10))

    row = session.scalars(select(Denial)).one()
    assert row.tries == 500
    assert row.last_at > row.first_at == at


def test_a_try_that_was_repeated_is_found_by_its_own_trace_id(client, session, support):
    organisation = make_organisation(session)
    bearer = make_token(session, make_client(session, organisation, ["catalog:read"]))
    traces = [
        client.get("/v1/events", headers=authorization(bearer)).json["trace_id"]
        for _ in range(25)
    ]

    [found] = denials(client, support, request_id=traces[-1])

    assert found["tries"] == 25
    assert found["request_id"] == traces[0]
    assert found["request_ids"] == traces[:4:-1]
    assert denials(client, support, request_id=traces[0]) == [found]


def test_whoever_changes_names_from_one_network_fills_no_disk(session, at):
    for number in range(300):
        names = {"client_id": f"stranger-{number}", "email": f"{number}@example.org"}
        note_denial(session, refused(**names), at=at + timedelta(seconds=number))
    note_denial(session, refused(address="203.0.113.9"), at=at)

    rows = session.scalars(select(Denial).where(Denial.network == "198.51.100.0/24"))
    rest = [row for row in rows if row.route == "many"]
    assert len(rest) == 1
    assert (rest[0].tries, rest[0].client_id, rest[0].email_index) == (200, None, None)
    assert session.scalar(select(func.count(Denial.id))) == 102


def test_a_partner_in_a_crowd_of_strangers_is_told_apart(session, at):
    for number in range(150):
        note_denial(session, refused(client_id=f"stranger-{number}"), at=at)
    organisation = make_organisation(session)
    note_denial(
        session, refused(client_id="ours", organisation_id=organisation.id), at=at
    )

    found = select(Denial.route).where(Denial.organisation_id == organisation.id)
    assert session.scalar(found) == "/sign-in"


def test_a_token_that_nobody_was_given_is_written_down(client, support):
    client.get("/v1/events", headers=authorization("guessed"))

    [found] = denials(client, support, kind="access")

    assert (found["reason"], found["client_id"]) == ("token-unknown", None)


def test_a_token_that_was_withdrawn_is_found_by_its_client(client, session, support):
    organisation = make_organisation(session)
    partner = make_client(session, organisation, ["events:read"])
    bearer = make_token(session, partner, revoked_at=datetime.now(UTC))
    client.get("/v1/events", headers=authorization(bearer))

    [found] = denials(client, support, client_id=partner.client_id)

    assert found["reason"] == "token-withdrawn"
    assert found["organisation_id"] == str(organisation.id)


def test_a_token_that_expired_is_nothing_to_write_down(client, session, support):
    partner = make_client(session, make_organisation(session), ["events:read"])
    over = datetime.now(UTC) - timedelta(seconds=1)
    bearer = make_token(session, partner, access_expires_at=over)

    assert client.get("/v1/events", headers=authorization(bearer)).status_code == 401
    assert denials(client, support) == []


def test_a_client_may_call_itself_anything(session, at):
    note_denial(session, refused(client_id="x\0\n<b>" + "y" * 5_000), at=at)

    assert session.scalar(select(Denial.client_id)) == "x<b>" + "y" * 94


def test_denials_are_forgotten_after_90_days(session, at):
    note_denial(session, refused(), at=at)

    assert forget_denials(session, at=at + KEEP) == 0
    assert forget_denials(session, at=at + KEEP + timedelta(seconds=1)) == 1


def test_pages_of_denials_follow_one_another(client, session, support):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for number in range(5):
        note_denial(session, refused(reason=f"reason-{number}"), at=at)

    first = client.get("/v1/denials?limit=3", headers=support).json
    query = {"limit": 3, "cursor": first["next_cursor"]}
    second = client.get("/v1/denials", query_string=query, headers=support).json

    reasons = [item["reason"] for item in first["items"] + second["items"]]
    assert sorted(reasons) == [f"reason-{number}" for number in range(5)]
    assert second["next_cursor"] is None


def test_an_unusable_e_mail_is_named(client, support):
    answer = client.get("/v1/denials?email=nobody", headers=support)

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/email-unusable"


def test_an_alert_is_closed_once_with_what_came_of_it(client, session, support):
    alert = make_alert(session)
    address = f"/v1/security-alerts/{alert.id}/acknowledgement"
    body = {"note": "The network's owner was told."}

    first = client.post(address, json=body, headers=support)
    again = client.post(address, json=body, headers=support)
    waiting = client.get("/v1/security-alerts?state=open", headers=support).json

    assert first.status_code == 200
    assert first.json["note"] == body["note"]
    assert again.status_code == 409
    assert again.json["type"] == "/problems/security-alert-acknowledged"
    assert waiting["items"] == []


def test_other_staff_do_not_read_denials(client, session):
    operator, person = make_organisation(session, Kind.OPERATOR), make_account(session)
    make_seat(session, operator, Role.TREASURY, account_id=person.id)
    console = make_client(session, operator, ["staff:act"])
    headers = authorization(make_token(session, console, person))

    assert client.get("/v1/denials", headers=headers).status_code == 403

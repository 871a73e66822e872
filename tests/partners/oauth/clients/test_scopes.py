"""Scopes are asked for by developers, and the sensitive ones given by the operator."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from core.events import StoredEvent
from core.ids import new_id
from partners.oauth.clients.rules import SCOPE_RULES, sort_scopes
from partners.oauth.clients.wording import SCOPE_NAMES
from partners.oauth.errors import ScopeNotForOrganisation
from partners.oauth.scopes import HIGH_VALUE_SCOPES, OPERATOR_SCOPES, SCOPES
from partners.organisations import Kind
from partners.staff import Role
from tests.factories import make_organisation
from tests.partners.oauth.clients.calling import get_token, read_events
from tests.partners.oauth.clients.test_clients_api import slug

WHY = {"reason": "The contract covers it."}


def test_every_scope_says_whose_it_can_be():
    assert set(SCOPE_RULES) == set(SCOPE_NAMES) == set(SCOPES)
    for scope, rule in SCOPE_RULES.items():
        assert rule.kinds, scope
        if scope in HIGH_VALUE_SCOPES:
            assert rule.sensitive, scope
        if scope in OPERATOR_SCOPES:
            assert rule.kinds == {Kind.OPERATOR}
            assert rule.sensitive


def test_scopes_are_sorted_by_what_they_can_do():
    given, asked = sort_scopes(
        ["orders:write", "catalog:read", "orders:read"], [Kind.DIGITAL_PLATFORM]
    )

    assert given == ["catalog:read", "orders:read"]
    assert asked == ["orders:write"]


@pytest.mark.parametrize("scope", ["vouchers:verify", "programme:manage", "admin", ""])
def test_a_platform_cannot_ask_for_what_is_not_a_platforms(scope):
    with pytest.raises(ScopeNotForOrganisation):
        sort_scopes(["catalog:read", scope], [Kind.DIGITAL_PLATFORM])


def test_a_sensitive_scope_waits_for_the_operator(client, developer, reviewer):
    made = developer.create(scopes=["catalog:read", "orders:write"])

    waiting = reviewer.send("GET", "/v1/scope-requests").json["items"]

    assert made["scopes"] == ["catalog:read"]
    assert [one["state"] for one in made["scope_requests"]] == ["requested"]
    [asked] = waiting
    assert asked["scope"] == "orders:write"
    assert asked["purpose"] == "We sell courses."
    assert asked["organisation"] == developer.organisation.name
    refused = get_token(client, made["client_id"], made["secret"], scope="orders:write")
    assert refused.json["error"] == "invalid_scope"


def decide(reviewer, request_id, *, grant, **changes):
    return reviewer.send(
        "POST",
        f"/v1/scope-requests/{request_id}/decision",
        {"grant": grant} | WHY | changes,
    )


def test_a_granted_scope_works_and_both_see_why(session, developer, reviewer):
    made = developer.create(scopes=["balance:read"])
    [asked] = made["scope_requests"]

    decided = decide(reviewer, asked["id"], grant=True)

    shown = developer.send("GET", f"/{made['client_id']}").json
    assert decided.json["state"] == "granted"
    assert shown["scopes"] == ["balance:read"]
    assert shown["scope_requests"][0]["reason"] == WHY["reason"]
    events = session.scalars(
        select(StoredEvent).where(StoredEvent.topic == "client.scope_decided")
    ).all()
    assert [event.data["granted"] for event in events] == [True]
    assert events[0].audience == [developer.organisation.id]
    assert reviewer.send("GET", "/v1/scope-requests").json["items"] == []


def test_a_refused_scope_is_not_given_and_can_be_asked_for_again(developer, reviewer):
    made = developer.create(scopes=["balance:read"])
    path = f"/{made['client_id']}/scope-requests"
    again = {"scopes": ["balance:read"], "purpose": "Here is the contract."}

    refused = decide(reviewer, made["scope_requests"][0]["id"], grant=False)
    asked = developer.send("POST", path, again)

    assert refused.json["state"] == "refused"
    assert asked.json["scopes"] == []
    assert [one["state"] for one in asked.json["scope_requests"]] == ["requested"]


@pytest.mark.parametrize("waiver", [None, "A pilot of one class until March."])
def test_oa_11_in_production_a_scope_of_high_value_needs_the_profile_or_a_waiver(
    app, monkeypatch, developer, reviewer, waiver
):
    production = replace(app.extensions["settings"], environment="production")
    monkeypatch.setitem(app.extensions, "settings", production)
    made = developer.create(scopes=["orders:write"])

    decided = decide(
        reviewer, made["scope_requests"][0]["id"], grant=True, profile_waiver=waiver
    )

    shown = developer.send("GET", f"/{made['client_id']}").json
    if waiver:
        assert shown["scopes"] == ["orders:write"]
    else:
        assert slug(decided) == "high-security-needed"
        assert shown["scopes"] == []
        assert shown["scope_requests"][0]["state"] == "requested"


def test_a_request_is_decided_once(developer, reviewer):
    made = developer.create(scopes=["balance:read"])
    [asked] = made["scope_requests"]
    decide(reviewer, asked["id"], grant=False)

    second = decide(reviewer, asked["id"], grant=True)
    invented = decide(reviewer, new_id(), grant=True)

    assert (second.status_code, slug(second)) == (409, "scope-request-closed")
    assert second.json["state"] == "refused"
    assert (invented.status_code, slug(invented)) == (404, "scope-request-not-found")
    assert developer.send("GET", f"/{made['client_id']}").json["scopes"] == []


def test_whoever_asked_does_not_decide(operator, person_at):
    both = person_at(operator, Role.DEVELOPER, Role.ONBOARDING)
    made = both.create(
        scopes=["registrations:write"],
        grant_types=["client_credentials"],
        redirect_uris=[],
    )

    decided = decide(both, made["scope_requests"][0]["id"], grant=True)

    assert (decided.status_code, slug(decided)) == (
        403,
        "decision-needs-another-person",
    )


def test_only_the_operators_reviewers_decide(session, developer, person_at, operator):
    made = developer.create(scopes=["balance:read"])
    [asked] = made["scope_requests"]
    support = person_at(operator, Role.SUPPORT)

    assert decide(developer, asked["id"], grant=True).status_code == 404
    assert decide(support, asked["id"], grant=True).status_code == 403
    assert developer.send("GET", f"/{made['client_id']}").json["scopes"] == []


def test_an_organisation_that_changed_its_kind_is_not_given_what_it_asked_for(
    session, developer, reviewer
):
    made = developer.create(scopes=["balance:read"])
    developer.organisation.kinds = [Kind.MONITOR]
    session.flush()

    decided = decide(reviewer, made["scope_requests"][0]["id"], grant=True)

    assert (decided.status_code, slug(decided)) == (422, "scope-not-for-organisation")


def test_asking_for_what_it_has_or_waits_for_changes_nothing(developer):
    made = developer.create(scopes=["catalog:read", "balance:read"])
    path = f"/{made['client_id']}/scope-requests"
    body = {"scopes": ["catalog:read", "balance:read"], "purpose": "Again."}

    asked = developer.send("POST", path, body)

    assert asked.json["scope_requests"] == made["scope_requests"]
    assert asked.json["version"] == made["version"]


def test_a_scope_that_is_given_up_is_gone_with_the_next_request(client, developer):
    made = developer.create()
    path = f"/{made['client_id']}/scopes"
    token = get_token(client, made["client_id"], made["secret"]).json["access_token"]

    given_up = developer.send("DELETE", f"{path}/events:read")

    assert given_up.status_code == 204
    refused = read_events(client, token)
    assert (refused.status_code, slug(refused)) == (403, "scope-missing")
    again = developer.send("DELETE", f"{path}/events:read")
    assert (again.status_code, slug(again)) == (404, "scope-not-held")


def test_a_request_can_be_withdrawn(developer, reviewer):
    made = developer.create(scopes=["balance:read"])
    [asked] = made["scope_requests"]

    developer.send("DELETE", f"/{made['client_id']}/scopes/balance:read")

    late = decide(reviewer, asked["id"], grant=True)
    assert (late.status_code, late.json["state"]) == (409, "withdrawn")


def test_the_operator_stops_a_client_and_only_the_operator_lets_it_go_on(
    client, developer, reviewer
):
    """Feature 117: a switch for one client."""
    made = developer.create()
    token = get_token(client, made["client_id"], made["secret"]).json["access_token"]
    path = f"/v1/clients/{made['client_id']}"

    stopped = reviewer.send("POST", f"{path}/suspension", {"reason": "It floods us."})
    own = developer.send("POST", f"/{made['client_id']}/enabling", {"reason": "Please"})

    assert stopped.json["disabled_by"] == "operator"
    assert read_events(client, token).status_code == 401
    assert (own.status_code, slug(own)) == (403, "client-disabled-by-operator")
    assert own.json["reason"] == "It floods us."
    back = reviewer.send("POST", f"{path}/reinstatement", {"reason": "Mended."})
    assert back.json["disabled_at"] is None
    fresh = get_token(client, made["client_id"], made["secret"])
    assert read_events(client, fresh.json["access_token"]).status_code == 200


def test_the_list_of_requests_is_paged(session, developer, reviewer):
    other = make_organisation(session, Kind.DIGITAL_PLATFORM)
    developer.create(scopes=["balance:read", "orders:write"])

    first = reviewer.send("GET", "/v1/scope-requests?limit=1").json
    rest = reviewer.send(
        "GET", f"/v1/scope-requests?limit=1&cursor={first['next_cursor']}"
    ).json

    assert [one["scope"] for one in first["items"] + rest["items"]] == [
        "balance:read",
        "orders:write",
    ]
    assert rest["next_cursor"] is None
    assert other.name not in str(first)

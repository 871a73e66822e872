"""Every member of the metadata is tried out; one without a trial here fails (OA-08)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from authlib.oidc import discovery, rpinitiated
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.ids import new_id
from partners.oauth.metadata import metadata_of
from partners.oauth.scopes import PERSON_SCOPES, SCOPES
from partners.organisations import Kind
from tests.factories import make_organisation
from tests.partners.oauth.dpop.holder import Holder
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    exchange,
    get_code,
    make_platform,
    question,
    refresh,
    sign_in,
    tokens_for,
    userinfo,
)
from tests.partners.oauth.oidc.browsing import ask, asked_of
from tests.partners.oauth.oidc.relying import (
    ISSUER,
    header_of,
    key_set,
    sign_in_at,
    verified,
)
from tests.partners.oauth.signing import asserted, assertion, jwk_set, key_for

EVERY_KIND = [Kind.DIGITAL_PLATFORM, Kind.TRAINING_INSTITUTION, Kind.OPERATOR]


@dataclass
class Trial:
    """What a trial works with: the browser of a person who is signed in."""

    http: FlaskClient
    session: Session

    def platform(self, *args: Any, **changes: Any) -> Any:
        return make_platform(self.session, *args, **changes)


def answers(*methods: str) -> Callable[[Trial, str], None]:
    """The address is of ours, and there for the methods."""

    def check(trial: Trial, address: str) -> None:
        assert address.startswith(ISSUER + "/")
        for method in methods:
            with trial.http.open(address.removeprefix(ISSUER), method=method) as seen:
                assert seen.status_code not in (404, 405), (method, seen.status_code)

    return check


def is_exactly(expected: Any) -> Callable[[Trial, Any], None]:
    def check(trial: Trial, value: Any) -> None:
        assert value == expected

    return check


def publishes_keys(trial: Trial, address: str) -> None:
    answers("GET")(trial, address)
    assert len(key_set(trial.http).keys) >= 2


def every_scope_is_given(trial: Trial, scopes: list[str]) -> None:
    assert "openid" in scopes
    operator = make_organisation(trial.session, kinds=EVERY_KIND)
    platform = trial.platform(organisation=operator, scopes=list(SCOPES))
    for scope in scopes:
        if scope in PERSON_SCOPES:
            page = ask(trial.http, asked_of(platform, scope=scope))
            assert page.status_code == 200, scope
        else:
            assert own_token(trial, platform, scope=scope).json["scope"] == scope
    unknown = ask(trial.http, asked_of(platform, scope="profile"))
    assert answer(unknown)["error"] == "invalid_scope"


def own_token(trial: Trial, platform: Any, **changes: str) -> Any:
    form = {"grant_type": "client_credentials", **platform.body(), **changes}
    return trial.http.post("/oauth/token", data=form, headers=platform.authentication())


def only_these_response_types(trial: Trial, types: list[str]) -> None:
    assert types == ["code"]
    platform = trial.platform()
    for wanted in ("token", "id_token", "code id_token", "none"):
        back = answer(ask(trial.http, asked_of(platform, response_type=wanted)))
        assert back["error"] == "unsupported_response_type"


def only_these_response_modes(trial: Trial, modes: list[str]) -> None:
    assert modes == ["query"]
    platform = trial.platform()
    good = decide(trial.http, asked_of(platform, response_mode="query"))
    assert "?code=" in good.location
    for wanted in ("fragment", "form_post", "query.jwt", ""):
        back = answer(ask(trial.http, asked_of(platform, response_mode=wanted)))
        assert back["error"] == "invalid_request"


def every_grant_works(trial: Trial, grants: list[str]) -> None:
    platform, pkce = trial.platform(), Pkce()
    code = get_code(trial.http, platform, pkce)
    first = exchange(trial.http, platform, code, pkce.verifier)
    worked = {
        "authorization_code": first,
        "refresh_token": refresh(trial.http, platform, first.json["refresh_token"]),
        "client_credentials": own_token(trial, platform),
    }
    assert set(grants) == set(worked)
    assert {one.status_code for one in worked.values()} == {200}
    other = own_token(trial, platform, grant_type="password")
    assert other.json["error"] == "unsupported_grant_type"


def every_client_method_works(trial: Trial, methods: list[str]) -> None:
    for method in methods:
        assert tokens_for(trial.http, trial.platform(method))["access_token"]


def lets_clients_in(path: str) -> Callable[[Trial, list[str]], None]:
    def check(trial: Trial, methods: list[str]) -> None:
        for method in methods:
            platform = trial.platform(method)
            seen = trial.http.post(
                path,
                data={"token": "unknown", **platform.body()},
                headers=platform.authentication(),
            )
            assert seen.status_code == 200, method

    return check


def clients_sign_with_each(trial: Trial, algorithms: list[str]) -> None:
    for algorithm in algorithms:
        key = key_for(algorithm)
        platform = trial.platform("private_key_jwt", key_set=jwk_set(key))
        signed = assertion(platform.client.client_id, key, algorithm)
        seen = trial.http.post(
            "/oauth/token",
            data={"grant_type": "client_credentials", **asserted(signed)},
        )
        assert seen.status_code == 200, (algorithm, seen.text)


def keys_are_proved_with_each(trial: Trial, algorithms: list[str]) -> None:
    for algorithm in algorithms:
        holder, platform = Holder(algorithm=algorithm), trial.platform()
        for _ in range(2):
            seen = trial.http.post(
                "/oauth/token",
                data={"grant_type": "client_credentials"},
                headers={
                    **platform.authentication(),
                    "DPoP": holder.proof("POST", "/oauth/token"),
                },
            )
            holder.nonce = seen.headers.get("DPoP-Nonce", holder.nonce)
        assert seen.json["token_type"] == "DPoP", (algorithm, seen.text)


def id_tokens_are_signed_with_each(trial: Trial, algorithms: list[str]) -> None:
    assert "none" not in algorithms
    for algorithm in algorithms:
        platform = trial.platform(id_token_alg=algorithm)
        granted = sign_in_at(trial.http, platform)
        assert header_of(granted["id_token"])["alg"] == algorithm
        assert verified(trial.http, platform, granted)["sub"]


def every_claim_is_told(trial: Trial, claims: list[str]) -> None:
    platform = trial.platform()
    granted = sign_in_at(trial.http, platform, nonce="n")
    told = {
        *verified(trial.http, platform, granted, nonce="n"),
        *userinfo(trial.http, granted["access_token"]).json,
    }
    assert set(claims) == told


def only_s256(trial: Trial, methods: list[str]) -> None:
    assert methods == ["S256"]
    back = answer(
        ask(trial.http, asked_of(trial.platform(), code_challenge_method="plain"))
    )
    assert back["error"] == "invalid_request"


def is_refused(name: str) -> Callable[[Trial, bool], None]:
    def check(trial: Trial, supported: bool) -> None:
        assert supported is False
        asked = asked_of(trial.platform(), **{name: "https://rp.example/request"})
        assert answer(ask(trial.http, asked))["error"] == f"{name}_not_supported"

    return check


def claims_do_nothing(trial: Trial, supported: bool) -> None:
    assert supported is False
    platform = trial.platform()
    wanted = json.dumps({"userinfo": {"given_name": {"essential": True}}})
    granted = sign_in_at(trial.http, platform, scope="openid", claims=wanted)
    assert set(userinfo(trial.http, granted["access_token"]).json) == {"sub"}


def names_the_issuer(trial: Trial, supported: bool) -> None:
    assert supported is True
    platform = trial.platform()
    good = answer(decide(trial.http, asked_of(platform)))
    bad = answer(ask(trial.http, asked_of(platform, scope="admin")))
    assert good["iss"] == bad["iss"] == ISSUER


def asks_plainly_too(trial: Trial, required: bool) -> None:
    assert required is False
    assert ask(trial.http, asked_of(trial.platform())).status_code == 200


def subjects_differ(trial: Trial, types: list[str]) -> None:
    assert types == ["pairwise"]
    subs = {
        userinfo(
            trial.http, sign_in_at(trial.http, trial.platform())["access_token"]
        ).json["sub"]
        for _ in range(2)
    }
    assert len(subs) == 2


def acr_is_one_of_them(trial: Trial, values: list[str]) -> None:
    platform = trial.platform()
    granted = sign_in_at(trial.http, platform, acr_values=" ".join(values))
    assert verified(trial.http, platform, granted)["acr"] in values


def every_prompt_is_known(trial: Trial, prompts: list[str]) -> None:
    platform = trial.platform()
    link_by_session(trial, platform)
    seen = {one: ask(trial.http, asked_of(platform, prompt=one)) for one in prompts}
    assert "code=" in seen["none"].location
    assert seen["login"].location.startswith("/sign-in?")
    assert seen["consent"].status_code == seen["select_account"].status_code == 200


def link_by_session(trial: Trial, platform: Any) -> None:
    answer(decide(trial.http, asked_of(platform)))


def every_language_is_spoken(trial: Trial, languages: list[str]) -> None:
    stranger = trial.http.application.test_client()
    for language in languages:
        page = ask(stranger, asked_of(trial.platform(), ui_locales=language))
        assert f'<html lang="{language}">' in stranger.get(page.location).text


def every_type_is_understood(trial: Trial, types: list[str]) -> None:
    """Each is refused for its contents, an unknown one for its type."""
    institution = make_organisation(trial.session, kinds=EVERY_KIND)
    platform = trial.platform(organisation=institution)
    refused = {}
    for one in [*types, "unknown"]:
        detail = json.dumps([{"type": one, "offering_id": str(new_id())}])
        asked = question(platform, Pkce(), scope=None, authorization_details=detail)
        refused[one] = answer(ask(trial.http, asked))["error_description"]
    assert all(refused[one] != refused["unknown"] for one in types)


TRIALS: dict[str, Callable[[Trial, Any], None]] = {
    "issuer": is_exactly(ISSUER),
    "authorization_endpoint": answers("GET", "POST"),
    "token_endpoint": answers("POST"),
    "pushed_authorization_request_endpoint": answers("POST"),
    "revocation_endpoint": answers("POST"),
    "introspection_endpoint": answers("POST"),
    "userinfo_endpoint": answers("GET", "POST"),
    "end_session_endpoint": answers("GET", "POST"),
    "jwks_uri": publishes_keys,
    "service_documentation": answers("GET"),
    "scopes_supported": every_scope_is_given,
    "authorization_details_types_supported": every_type_is_understood,
    "response_types_supported": only_these_response_types,
    "response_modes_supported": only_these_response_modes,
    "grant_types_supported": every_grant_works,
    "token_endpoint_auth_methods_supported": every_client_method_works,
    "token_endpoint_auth_signing_alg_values_supported": clients_sign_with_each,
    "revocation_endpoint_auth_methods_supported": lets_clients_in("/oauth/revoke"),
    "revocation_endpoint_auth_signing_alg_values_supported": clients_sign_with_each,
    "introspection_endpoint_auth_methods_supported": lets_clients_in(
        "/oauth/introspect"
    ),
    "introspection_endpoint_auth_signing_alg_values_supported": clients_sign_with_each,
    "dpop_signing_alg_values_supported": keys_are_proved_with_each,
    "code_challenge_methods_supported": only_s256,
    "require_pushed_authorization_requests": asks_plainly_too,
    "request_parameter_supported": is_refused("request"),
    "request_uri_parameter_supported": is_refused("request_uri"),
    "authorization_response_iss_parameter_supported": names_the_issuer,
    "subject_types_supported": subjects_differ,
    "id_token_signing_alg_values_supported": id_tokens_are_signed_with_each,
    "claims_supported": every_claim_is_told,
    "claim_types_supported": is_exactly(["normal"]),
    "claims_parameter_supported": claims_do_nothing,
    "acr_values_supported": acr_is_one_of_them,
    "prompt_values_supported": every_prompt_is_known,
    "display_values_supported": is_exactly(["page"]),
    "ui_locales_supported": every_language_is_spoken,
}


@pytest.fixture
def trial(client, session):
    sign_in(client, session)
    return Trial(client, session)


def metadata(client):
    return client.get("/.well-known/openid-configuration").json


@pytest.mark.parametrize("name", TRIALS)
def test_oa_08_every_value_of_the_metadata_is_true(client, trial, name):
    TRIALS[name](trial, metadata(client)[name])


def test_oa_08_no_member_goes_untried(client):
    assert set(metadata(client)) == set(TRIALS)


def test_oa_08_both_addresses_answer_alike(client):
    paths = ("oauth-authorization-server", "openid-configuration")

    first, second = (client.get(f"/.well-known/{path}") for path in paths)

    assert first.data == second.data
    assert first.content_type == second.content_type == "application/json"


def test_oidcc_discovery_endpoint_verification():
    """oidcc-discovery-endpoint-verification: as authlib's own model reads the metadata
    of a deployment with https, with what Discovery asks for (RS256 among it)."""
    served = json.loads(json.dumps(metadata_of("https://host.example")))

    discovery.OpenIDProviderMetadata(served).validate(
        metadata_classes=[rpinitiated.OpenIDProviderMetadata]
    )

    assert "RS256" in served["id_token_signing_alg_values_supported"]
    assert "openid" in served["scopes_supported"]
    addresses = [v for k, v in served.items() if k.endswith(("_endpoint", "_uri"))]
    assert all(one.startswith("https://host.example/") for one in addresses)

"""Clients that sign who they are (OA-12: private_key_jwt, RFC 7523 as FAPI 2.0 asks).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

import json
import secrets

import pytest
from sqlalchemy import func, select

from partners.oauth import Token
from partners.oauth.jws import ALGORITHMS
from partners.oauth.models import SpentId
from partners.oauth.services.register_client import replace_keys
from tests.partners.oauth.flow import Pkce, exchange, get_code, make_platform, sign_in
from tests.partners.oauth.signing import (
    ISSUER,
    Ahead,
    asserted,
    assertion,
    claims_of,
    jwk_set,
    key_for,
    part,
    sign,
)


@pytest.fixture
def platform(session):
    return make_platform(session, "private_key_jwt")


def ask(client, platform, text, **changes):
    """A token request on the client's own account, authenticated by an assertion."""
    form = {"grant_type": "client_credentials", "scope": "catalog:read"}
    return client.post("/oauth/token", data=form | asserted(text) | changes)


def good(platform, **changes):
    return assertion(platform.client.client_id, platform.key, **changes)


def tokens(session) -> int:
    return session.scalar(select(func.count()).select_from(Token)) or 0


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_oa_12_a_client_is_let_in_by_its_signature(client, session, algorithm):
    key = key_for(algorithm)
    platform = make_platform(session, "private_key_jwt", key_set=jwk_set(key))

    answer = ask(client, platform, assertion(platform.client.client_id, key, algorithm))

    assert answer.status_code == 200, answer.text
    assert answer.json["scope"] == "catalog:read"


def test_oa_12_its_signature_lets_it_in_at_every_endpoint(client, session, platform):
    """[ensure-client-assertion-in-token-endpoint], revocation and introspection."""
    sign_in(client, session)
    pkce = Pkce()
    code = get_code(client, platform, pkce)

    granted = exchange(client, platform, code, pkce.verifier)
    token = {"token": granted.json["access_token"]}
    seen = client.post("/oauth/introspect", data=token | platform.body())
    ended = client.post("/oauth/revoke", data=token | platform.body())

    assert granted.status_code == 200
    assert seen.json["active"] is True
    assert (ended.status_code, ended.json) == (200, {})


ACCEPTED = {
    "nbf 8 seconds ahead [par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-"
    "future-is-accepted]": {"nbf": Ahead(8)},
    "iat 8 seconds ahead": {"iat": Ahead(8)},
    "without iat": {"iat": None},
    "an old iat": {"iat": Ahead(-4000)},
    "exp in 290 seconds": {"exp": Ahead(290)},
    "fractions of seconds": {"exp": Ahead(60.5), "iat": Ahead(-0.5)},
    "with other claims": {"name": "Web shop"},
}


@pytest.mark.parametrize("changes", ACCEPTED.values(), ids=ACCEPTED)
def test_oa_12_what_a_good_assertion_may_say(client, platform, changes):
    assert ask(client, platform, good(platform, **changes)).status_code == 200


@pytest.mark.parametrize("typ", [None, "JWT", "client-authentication+jwt"])
def test_oa_12_types_of_good_assertions(client, platform, typ):
    answer = ask(client, platform, good(platform, header={"typ": typ}))

    assert answer.status_code == 200


REFUSED = {
    "aud as a list [par-test-array-as-audience-fails]": {"aud": [ISSUER]},
    "aud as a list with another": {"aud": [ISSUER, "https://evil.example"]},
    "aud of the token endpoint [par-test-token-endpoint-url-as-audience-fails]": {
        "aud": f"{ISSUER}/oauth/token"
    },
    "aud of the PAR endpoint [par-test-par-endpoint-url-as-audience-fails]": {
        "aud": f"{ISSUER}/oauth/par"
    },
    "aud with a slash": {"aud": f"{ISSUER}/"},
    "aud of another [ensure-client-assertion-with-wrong-aud-fails]": {
        "aud": "https://evil.example"
    },
    "no aud": {"aud": None},
    "no iss": {"iss": None},
    "iss of another": {"iss": "somebody"},
    "iss as a list": {"iss": ["somebody"]},
    "no exp": {"exp": None},
    "exp 5 minutes ago [ensure-client-assertion-with-exp-is-5-minutes-in-past-fails]": {
        "exp": Ahead(-300)
    },
    "exp 60 seconds ago": {"exp": Ahead(-60)},
    "exp 10 minutes ahead": {"exp": Ahead(600)},
    "exp 10 years ahead": {"exp": Ahead(315_360_000)},
    "exp without end": {"exp": 1e308},
    "exp as a text": {"exp": "2100"},
    "exp as true": {"exp": True},
    "nbf 65 seconds ahead [par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-"
    "future-fails]": {"nbf": Ahead(65), "exp": Ahead(290)},
    "iat far ahead": {"iat": Ahead(600)},
    "iat as a text": {"iat": "now"},
    "no jti": {"jti": None},
    "an empty jti": {"jti": ""},
    "jti as a number": {"jti": 7},
    "jti with NUL": {"jti": "a\0b"},
    "an endless jti": {"jti": "x" * 300},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
def test_oa_12_what_no_assertion_may_say(client, session, platform, changes):
    answer = ask(client, platform, good(platform, **changes))

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert tokens(session) == 0


def test_oa_12_without_sub_nobody_is_named(client, session, platform):
    """[ensure-client-assertion-with-no-sub-fails]"""
    for changes in ({"sub": None}, {"sub": ["x"]}, {"sub": "nobody"}, {"sub": "a\0"}):
        answer = ask(client, platform, good(platform, **changes))

        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert tokens(session) == 0


def forged(platform) -> dict[str, str]:
    """Texts that are signed wrongly, or are no assertion."""
    client_id, key = platform.client.client_id, platform.key
    claims = claims_of(client_id)
    rsa, hmac, other = key_for("RS256"), key_for("HS256"), key_for("ES256", "thief")
    right = {"alg": "ES256", "typ": "JWT"}
    own = assertion(client_id, key)
    head, body, tail = own.split(".")
    twice = f'{{"aud":"https://evil.example",{json.dumps(claims)[1:]}'
    return {
        "RS256 [ensure-signed-client-assertion-with-RS256-fails]": assertion(
            client_id, rsa, "RS256"
        ),
        "HS256": assertion(client_id, hmac, "HS256"),
        "none": sign({"alg": "none"}, claims, None, "none"),
        "None": sign({"alg": "None"}, claims, None, "none"),
        "no alg": sign({"typ": "JWT"}, claims, key, "ES256"),
        "another's key": assertion(client_id, other),
        "its key in the header": sign(
            right | {"jwk": other.as_dict(private=False)}, claims, other, "ES256"
        ),
        "an address of keys": assertion(
            client_id, key, header={"jku": "https://evil.example/keys"}
        ),
        "certificates": assertion(client_id, key, header={"x5c": ["AA"]}),
        "critical extensions": assertion(client_id, key, header={"crit": ["b64"]}),
        "no signature": f"{head}.{body}.",
        "a cut signature": own[:-4],
        "another body": f"{head}.{part(claims | {'jti': 'other'})}.{tail}",
        "four parts": own + ".AA",
        "a name twice": sign(right, twice, key, "ES256"),
        "Infinity": sign(
            right, json.dumps(claims | {"exp": float("inf")}), key, "ES256"
        ),
        "a list": sign(right, [claims], key, "ES256"),
        "deep JSON": sign(right, "[" * 3000, key, "ES256"),
        "no JSON": sign(right, "aud", key, "ES256"),
        "of a proof": assertion(client_id, key, header={"typ": "dpop+jwt"}),
        "of an access token": assertion(client_id, key, header={"typ": "at+jwt"}),
        "too long": assertion(client_id, key, name="x" * 9000),
        "not ASCII": own + "é",
        "NUL": "a\0.b.c",
        "nothing": "..",
    }


def test_oa_12_no_forged_assertion_lets_anyone_in(client, session, platform):
    for name, text in forged(platform).items():
        answer = ask(client, platform, text)

        assert answer.status_code == 401, name
        assert answer.json["error"] == "invalid_client", name
    assert tokens(session) == 0


def test_oa_12_an_assertion_counts_once(client, platform):
    text = good(platform)

    first, second = ask(client, platform, text), ask(client, platform, text)

    assert (first.status_code, second.status_code) == (200, 401)
    assert second.json["error"] == "invalid_client"


def test_oa_12_a_refused_request_uses_the_assertion_up(client, platform):
    """Whoever saw it on the way cannot try it with other parameters."""
    text = good(platform)

    first = ask(client, platform, text, scope="admin")

    assert first.json["error"] == "invalid_scope"
    assert ask(client, platform, text).status_code == 401


def test_oa_12_two_clients_may_choose_the_same_jti(client, session, platform):
    other, jti = make_platform(session, "private_key_jwt"), secrets.token_urlsafe(8)

    answers = [ask(client, one, good(one, jti=jti)) for one in (platform, other)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert session.scalar(select(func.count()).select_from(SpentId)) == 2


def test_the_answer_helps_the_owner_of_the_key_and_nobody_else(
    client, session, platform
):
    thief = key_for("ES256", "thief")

    own = ask(client, platform, good(platform, aud="https://evil.example"))
    stranger = ask(
        client,
        platform,
        assertion(platform.client.client_id, thief, aud="https://evil.example"),
    )
    unknown = ask(client, platform, assertion("nobody", thief))

    assert "aud must be our issuer" in own.json["error_description"]
    assert stranger.json == unknown.json


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_client_uses_the_method_that_it_registered(client, session, platform, method):
    """No way in is a weaker way in."""
    holder = make_platform(session, method)

    signed = ask(client, holder, assertion(holder.client.client_id, key_for("ES256")))
    bare = client.post(
        "/oauth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": platform.client.client_id,
        },
    )

    assert (signed.status_code, bare.status_code) == (401, 401)
    assert tokens(session) == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_id": "somebody"}, 401),
        ({"client_secret": "x"}, 400),
        ({"client_assertion_type": "urn:ietf:params:oauth:other"}, 401),
        ({"client_assertion_type": ""}, 401),
    ],
)
def test_a_request_says_once_who_sends_it(client, session, platform, changes, status):
    answer = ask(client, platform, good(platform), **changes)

    assert answer.status_code == status
    assert tokens(session) == 0


def test_the_header_and_an_assertion_are_two_ways(client, session, platform):
    holder = make_platform(session)
    form = {"grant_type": "client_credentials"} | asserted(good(platform))

    answer = client.post("/oauth/token", data=form, headers=holder.authentication())

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_client_names_the_key_that_signs(client, session):
    first, second = key_for("ES256"), key_for("EdDSA")
    keys = jwk_set(first, second, names=("old", "new"))
    platform = make_platform(session, "private_key_jwt", key_set=keys)
    own = platform.client.client_id

    named = ask(client, platform, assertion(own, second, "EdDSA", {"kid": "new"}))
    wrongly = ask(client, platform, assertion(own, second, "EdDSA", {"kid": "old"}))
    unnamed = ask(client, platform, assertion(own, first))

    assert [one.status_code for one in (named, wrongly, unnamed)] == [200, 401, 200]


def test_keys_are_rolled_without_a_gap(client, session, at):
    old, new = key_for("ES256"), key_for("EdDSA")
    platform = make_platform(session, "private_key_jwt", key_set=jwk_set(old))
    own, works = platform.client.client_id, []

    for keys in (jwk_set(old, new, names=("a", "b")), jwk_set(new)):
        replace_keys(session, platform.client, key_set=keys, at=at)
        for key, algorithm in ((old, "ES256"), (new, "EdDSA")):
            answer = ask(client, platform, assertion(own, key, algorithm))
            works.append(answer.status_code)

    assert works == [200, 200, 401, 200]

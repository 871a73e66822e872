"""The API lets bound tokens in with a proof of their key only (OA-13, RFC 9449, 7).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

import pytest
from sqlalchemy import func, select

from core.unit_of_work import unit_of_work
from partners.oauth.models import SpentId
from tests.factories import authorization
from tests.partners.oauth.dpop.holder import Holder, hash_of
from tests.partners.oauth.flow import (
    Pkce,
    Platform,
    get_code,
    make_platform,
    sign_in,
    tokens_for,
    userinfo,
)
from tests.partners.oauth.racing import WORKERS, at_once
from tests.partners.oauth.signing import ISSUER, Ahead
from tests.soak import sized

PATH = "/v1/userinfo"


def bound_token(browser, platform: Platform, holder: Holder) -> str:
    pkce = Pkce()
    code = get_code(browser, platform, pkce)
    return holder.exchange(browser, platform, code, pkce.verifier).json["access_token"]


@pytest.fixture
def holder() -> Holder:
    return Holder()


@pytest.fixture
def token(client, session, holder) -> str:
    sign_in(client, session)
    return bound_token(client, make_platform(session), holder)


def slug(response) -> str:
    return response.json["type"].rpartition("/")[2]


def test_oa_13_the_holder_of_the_key_is_let_in(client, token, holder):
    answer = holder.get(client, token)

    assert (answer.status_code, answer.json["given_name"]) == (200, "Ani")
    assert answer.headers["DPoP-Nonce"] == holder.nonce


@pytest.mark.parametrize("scheme", ["DPoP", "dpop", "DPOP"])
def test_the_scheme_is_a_word_in_any_case(client, token, holder, scheme):
    """[access-token-type-header-case-sensitivity]"""
    headers = {
        "Authorization": f"{scheme} {token}",
        "DPoP": holder.proof("GET", PATH, token),
    }

    assert client.get(PATH, headers=headers).status_code == 200


def test_the_proof_is_for_the_address_without_its_query(client, token, holder):
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": holder.proof("GET", PATH, token),
    }

    assert client.get(f"{PATH}?a=b", headers=headers).status_code == 200


def test_oa_13_a_bound_token_is_no_bearer_token(client, token):
    """[dpop-negative-tests]"""
    answer = userinfo(client, token)

    assert (answer.status_code, slug(answer)) == (401, "token-bound-to-key")
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith('DPoP error="invalid_token"')
    assert 'algs="ES256 PS256 EdDSA Ed25519"' in challenge


def test_oa_13_a_bearer_token_comes_with_no_proof(client, session, holder):
    platform = make_platform(session)
    sign_in(client, session)
    bearer = tokens_for(client, platform)["access_token"]

    answer = holder.get(client, bearer)

    assert (answer.status_code, slug(answer)) == (401, "token-not-bound")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_in_a_form_is_a_bearer_token(client, token):
    answer = client.post(PATH, data={"access_token": token})

    assert slug(answer) == "token-bound-to-key"


def test_oa_13_without_a_proof_nobody_is_let_in(client, token):
    """[dpop-negative-tests]"""
    answer = client.get(PATH, headers={"Authorization": f"DPoP {token}"})

    assert (answer.status_code, slug(answer)) == (401, "dpop-proof-refused")
    assert answer.json["fault"] == "missing"


def test_oa_13_the_api_asks_for_a_nonce_of_ours(client, token, holder):
    """RFC 9449, section 9."""
    holder.nonce = None
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": holder.proof("GET", PATH, token),
    }

    asked = client.get(PATH, headers=headers)

    assert (asked.status_code, slug(asked)) == (401, "dpop-nonce-needed")
    assert asked.headers["WWW-Authenticate"].startswith('DPoP error="use_dpop_nonce"')
    assert asked.headers["DPoP-Nonce"]
    assert holder.get(client, token).status_code == 200


NEGATIVE = {
    "htm": {"htm": "POST"},
    "htu": {"htu": f"{ISSUER}/v1/orders"},
    "no jti": {"jti": None},
    "no htm": {"htm": None},
    "no htu": {"htu": None},
    "no iat": {"iat": None},
    "iat in the future": {"iat": Ahead(3600)},
    "iat in the past": {"iat": Ahead(-3600)},
    "no ath": {"ath": None},
    "another ath": {"ath": hash_of("another")},
}


@pytest.mark.parametrize("changes", NEGATIVE.values(), ids=NEGATIVE)
def test_oa_13_a_proof_for_something_else_lets_nobody_in(
    client, token, holder, changes
):
    """[dpop-negative-tests]"""
    answer = holder.get(client, token, **changes)

    assert (answer.status_code, slug(answer)) == (401, "dpop-proof-refused")
    assert answer.headers["WWW-Authenticate"].startswith(
        'DPoP error="invalid_dpop_proof"'
    )
    assert holder.get(client, token).status_code == 200


def test_oa_13_a_proof_of_another_key_lets_nobody_in(client, token, holder):
    """[dpop-negative-tests]"""
    answer = Holder("thief", nonce=holder.nonce).get(client, token)

    assert answer.json["fault"] == "another-key-than-the-tokens"


def test_oa_13_two_headers_are_one_too_many(client, token, holder):
    """[dpop-negative-tests]"""
    headers = [
        ("Authorization", f"DPoP {token}"),
        ("DPoP", holder.proof("GET", PATH, token)),
        ("DPoP", holder.proof("GET", PATH, token)),
    ]

    answer = client.get(PATH, headers=headers)

    assert answer.json["fault"] == "more-than-one-header"


def test_oa_13_a_proof_counts_once(client, session, token, holder):
    """[dpop-negative-tests]; also when the first request came to nothing."""
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": holder.proof("POST", "/v1/orders", token),
    }

    first = client.post("/v1/orders", json={}, headers=headers)
    second = client.post("/v1/orders", json={}, headers=headers)

    assert first.status_code in (400, 422)
    assert (second.status_code, second.json["fault"]) == (401, "jti-used-before")


def test_who_shows_no_token_learns_of_both_schemes(client):
    answer = client.get(PATH)

    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="marketplace", error="invalid_token",'
        ' DPoP algs="ES256 PS256 EdDSA Ed25519"'
    )


@pytest.mark.parametrize("bearer", ["unknown", "x" * 600, "é"])
def test_an_unknown_token_is_unknown_in_either_scheme(client, holder, bearer):
    header = {"Authorization": f"DPoP {bearer}".encode().decode("latin-1")}

    answer = client.get(PATH, headers=header)

    assert (answer.status_code, slug(answer)) == (401, "not-authenticated")


def test_requests_with_bearer_tokens_use_nothing_up(client, session):
    platform = make_platform(session)
    sign_in(client, session)
    bearer = tokens_for(client, platform)["access_token"]

    answer = client.get(PATH, headers=authorization(bearer))

    assert answer.status_code == 200
    assert session.scalar(select(func.count()).select_from(SpentId)) == 0


@pytest.mark.race
def test_oa_13_of_many_requests_with_one_proof_one_is_let_in(app, committed, holder):
    browser = app.test_client()
    with unit_of_work("test") as session:
        platform = make_platform(session)
        sign_in(browser, session)
    token = bound_token(browser, platform, holder)
    for _ in range(sized(5, 100)):
        headers = {
            "Authorization": f"DPoP {token}",
            "DPoP": holder.proof("GET", PATH, token),
        }

        answers = at_once(
            lambda _, sent=headers: app.test_client().get(PATH, headers=sent)
        )

        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200] + [401] * (WORKERS - 1)

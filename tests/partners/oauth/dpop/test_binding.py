"""Codes and tokens that are bound to a key (OA-05, OA-13, OA-14; RFC 9449).

A name in square brackets is that of the OpenID Foundation's test module which asks the
same, without its prefix `fapi2-security-profile-final-`.
"""

import pytest
from sqlalchemy import func, select

from partners.oauth import AuthorizationCode, Token
from partners.oauth.jws import ALGORITHMS
from partners.oauth.models import SpentId
from tests.partners.oauth.dpop.holder import Holder
from tests.partners.oauth.flow import (
    Pkce,
    answer,
    decide,
    exchange,
    get_code,
    introspect,
    make_platform,
    question,
    refresh,
    sign_in,
)
from tests.partners.oauth.signing import ISSUER

METHODS = ["private_key_jwt", "client_secret_basic", "none"]


@pytest.fixture
def pkce() -> Pkce:
    return Pkce()


@pytest.fixture
def person(client, session):
    return sign_in(client, session)


def tokens(session) -> list[Token]:
    return list(session.scalars(select(Token).order_by(Token.id)))


@pytest.mark.parametrize("method", METHODS)
def test_oa_13_a_token_for_a_proof_is_bound_to_its_key(
    client, session, person, pkce, method
):
    """[happy-flow], with the nonce that is asked for."""
    platform, holder = make_platform(session, method), Holder()
    code = get_code(client, platform, pkce)

    granted = holder.exchange(client, platform, code, pkce.verifier)

    assert granted.status_code == 200, granted.text
    assert granted.json["token_type"] == "DPoP"
    assert granted.headers["DPoP-Nonce"] == holder.nonce
    assert [token.key_thumbprint for token in tokens(session)] == [holder.thumbprint]


def test_the_metadata_names_the_algorithms(client):
    said = client.get("/.well-known/oauth-authorization-server").json

    assert said["dpop_signing_alg_values_supported"] == list(ALGORITHMS)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_oa_13_a_client_binds_its_own_tokens_too(client, session, algorithm):
    platform, holder = make_platform(session), Holder(algorithm=algorithm)

    granted = holder.token(client, platform, {"grant_type": "client_credentials"})

    assert granted.json["token_type"] == "DPoP"


def test_without_a_proof_tokens_are_bearer_tokens(client, session, person, pkce):
    platform = make_platform(session)

    granted = exchange(
        client, platform, get_code(client, platform, pkce), pkce.verifier
    )

    assert granted.json["token_type"] == "Bearer"
    assert "DPoP-Nonce" not in granted.headers
    assert tokens(session)[0].key_thumbprint is None


def test_oa_13_introspection_names_the_key(client, session, person, pkce):
    platform, holder = make_platform(session), Holder()
    code = get_code(client, platform, pkce)
    granted = holder.exchange(client, platform, code, pkce.verifier).json

    access = introspect(client, platform, granted["access_token"])
    refreshing = introspect(client, platform, granted["refresh_token"])

    assert access["token_type"] == "DPoP"
    assert access["cnf"] == refreshing["cnf"] == {"jkt": holder.thumbprint}


@pytest.mark.parametrize("method", METHODS)
def test_oa_13_only_a_nonce_is_asked_for_and_nothing_is_lost(
    client, session, person, pkce, method
):
    """RFC 9449, section 8: the same request is sent again, with the nonce; the code,
    and the assertion in the body, are as good as before."""
    platform, holder = make_platform(session, method), Holder()
    form = {
        "grant_type": "authorization_code",
        "code": get_code(client, platform, pkce),
        "redirect_uri": platform.redirect_uri,
        "code_verifier": pkce.verifier,
        **platform.body(),
    }
    sent = {"data": form, "path": "/oauth/token"}

    def ask():
        headers = platform.authentication()
        headers["DPoP"] = holder.proof("POST", "/oauth/token")
        return client.post(**sent, headers=headers)

    first = ask()
    spent = session.scalar(select(func.count()).select_from(SpentId))
    holder.nonce = first.headers["DPoP-Nonce"]
    second = ask()

    assert (first.status_code, first.json["error"]) == (400, "use_dpop_nonce")
    assert spent == 0
    assert (second.status_code, second.json["token_type"]) == (200, "DPoP")


@pytest.mark.parametrize("nonce", ["invented", "x" * 24, "é"])
def test_oa_13_a_nonce_that_is_not_ours_is_no_nonce(client, session, nonce):
    platform = make_platform(session)
    proof = Holder(nonce=nonce).proof("POST", "/oauth/token")

    refused = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=platform.authentication() | {"DPoP": proof},
    )

    assert refused.json["error"] == "use_dpop_nonce"
    assert tokens(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "GET"},
        {"htu": f"{ISSUER}/v1/userinfo"},
        {"htu": f"{ISSUER}/oauth/par"},
        {"iat": 1_500_000_000},
        {"jti": None},
    ],
)
def test_oa_13_a_proof_for_something_else_gets_no_token(client, session, changes):
    platform = make_platform(session)

    refused = Holder().token(
        client, platform, {"grant_type": "client_credentials"}, **changes
    )

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_dpop_proof")
    assert tokens(session) == []


def test_oa_13_two_headers_are_one_too_many(client, session):
    platform, holder = make_platform(session), Holder()
    proofs = [holder.proof("POST", "/oauth/token") for _ in range(2)]
    sent = [("DPoP", proof) for proof in proofs]
    basic = list(platform.authentication().items())

    for headers in (sent + basic, [("DPoP", ",".join(proofs)), *basic]):
        refused = client.post(
            "/oauth/token", data={"grant_type": "client_credentials"}, headers=headers
        )
        assert refused.json["error"] == "invalid_dpop_proof"
        assert "more-than-one-header" in refused.json["error_description"]
    assert tokens(session) == []


def test_oa_13_a_proof_counts_once(client, session):
    platform, holder = make_platform(session), Holder()
    form = {"grant_type": "client_credentials"}
    holder.token(client, platform, form)
    headers = platform.authentication()
    headers["DPoP"] = holder.proof("POST", "/oauth/token")

    first, second = (
        client.post("/oauth/token", data=form, headers=headers) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (200, 400)
    assert second.json["error"] == "invalid_dpop_proof"


def test_a_stranger_uses_no_proof_up(client, session):
    """So that nobody fills our tables who is no client of ours."""
    platform = make_platform(session)
    platform.secret = "wrong"

    refused = Holder().token(client, platform, {"grant_type": "client_credentials"})

    assert refused.json["error"] == "invalid_client"
    assert session.scalar(select(func.count()).select_from(SpentId)) == 0


def test_oa_05_a_code_is_bound_by_dpop_jkt(client, session, person, pkce):
    """[ensure-dpop-auth-code-binding-success] and [ensure-token-endpoint-fails-with-
    mismatched-dpop-jkt]; a wrong try burns the code, as a wrong verifier does."""
    platform, holder, thief = make_platform(session), Holder(), Holder("thief")
    bound = {"dpop_jkt": holder.thumbprint}

    own = holder.exchange(
        client, platform, get_code(client, platform, pkce, **bound), pkce.verifier
    )
    code = get_code(client, platform, pkce, **bound)
    stolen = thief.exchange(client, platform, code, pkce.verifier)
    late = holder.exchange(client, platform, code, pkce.verifier)

    assert own.status_code == 200
    assert (stolen.status_code, stolen.json["error"]) == (400, "invalid_grant")
    assert late.json["error"] == "invalid_grant"


def test_oa_05_a_bound_code_needs_a_proof(client, session, person, pkce):
    platform = make_platform(session)
    code = get_code(client, platform, pkce, dpop_jkt=Holder().thumbprint)

    refused = exchange(client, platform, code, pkce.verifier)

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_dpop_proof")
    assert tokens(session) == []


@pytest.mark.parametrize("jkt", ["a\0b", "é", "x" * 300])
def test_a_thumbprint_that_no_key_has_is_refused(client, session, person, pkce, jkt):
    platform = make_platform(session)

    back = answer(
        client.get(
            "/oauth/authorize", query_string=question(platform, pkce, dpop_jkt=jkt)
        )
    )

    assert back["error"] == "invalid_request"


def pushed_with(client, platform, holder, pkce, **changes):
    """Push a request with a proof; the answer."""
    for _ in range(2):
        answer = client.post(
            "/oauth/par",
            data=question(platform, pkce, **changes) | platform.body(),
            headers={"DPoP": holder.proof("POST", "/oauth/par")}
            | platform.authentication(),
        )
        if not holder.keep_nonce(answer):
            break
    return answer


@pytest.mark.parametrize("method", METHODS)
def test_oa_05_a_proof_with_the_pushed_request_binds_the_code(
    client, session, person, pkce, method
):
    """[ensure-dpopproof-at-par-endpoint-binding-success] and [ensure-token-endpoint-
    fails-with-mismatched-dpop-proof-jkt]"""
    platform, holder, thief = make_platform(session, method), Holder(), Holder("thief")

    def code_by_push() -> str:
        pushed = pushed_with(client, platform, holder, pkce)
        asked = {
            "client_id": platform.client.client_id,
            "request_uri": pushed.json["request_uri"],
        }
        return answer(decide(client, asked))["code"]

    stolen = thief.exchange(client, platform, code_by_push(), pkce.verifier)
    own = holder.exchange(client, platform, code_by_push(), pkce.verifier)

    stored = session.scalars(select(AuthorizationCode.key_thumbprint)).all()
    assert stored == [holder.thumbprint] * 2
    assert stolen.json["error"] == "invalid_grant"
    assert own.status_code == 200


def test_oa_13_dpop_jkt_and_proof_must_agree(client, session, pkce):
    """[ensure-mismatched-dpop-jkt-fails]"""
    platform, holder = make_platform(session), Holder()

    same = pushed_with(client, platform, holder, pkce, dpop_jkt=holder.thumbprint)
    other = pushed_with(
        client, platform, holder, pkce, dpop_jkt=Holder("thief").thumbprint
    )

    assert same.status_code == 201
    assert (other.status_code, other.json["error"]) == (400, "invalid_dpop_proof")


def test_oa_14_a_public_client_refreshes_with_its_key_alone(
    client, session, person, pkce
):
    platform, holder, thief = make_platform(session, "none"), Holder(), Holder("thief")
    code = get_code(client, platform, pkce)
    token = holder.exchange(client, platform, code, pkce.verifier).json["refresh_token"]

    stolen = thief.refresh(client, platform, token)
    bare = refresh(client, platform, token)
    own = holder.refresh(client, platform, token)

    assert (stolen.status_code, stolen.json["error"]) == (400, "invalid_grant")
    assert (bare.status_code, bare.json["error"]) == (400, "invalid_dpop_proof")
    assert (own.status_code, own.json["token_type"]) == (200, "DPoP")
    assert own.json["refresh_token"] != token


@pytest.mark.parametrize("method", ["private_key_jwt", "client_secret_basic"])
def test_oa_14_a_confidential_client_may_change_its_key(
    client, session, person, pkce, method
):
    """It proves who it is anyway (RFC 9449, section 5). What was bound stays bound.
    [refresh-token]"""
    platform, holder, newer = make_platform(session, method), Holder(), Holder("newer")
    code = get_code(client, platform, pkce)
    token = holder.exchange(client, platform, code, pkce.verifier).json["refresh_token"]

    bare = refresh(client, platform, token)
    fresh = newer.refresh(client, platform, token)

    assert bare.json["error"] == "invalid_dpop_proof"
    assert fresh.json["token_type"] == "DPoP"
    assert tokens(session)[-1].key_thumbprint == newer.thumbprint


def test_who_must_hold_a_key_gets_no_bearer_token(client, session, person, pkce):
    """[ensure-holder-of-key-required]"""
    platform = make_platform(session, requires_bound_tokens=True)
    code = get_code(client, platform, pkce)

    bare = exchange(client, platform, code, pkce.verifier)
    own = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers=platform.authentication(),
    )
    proved = Holder().token(client, platform, {"grant_type": "client_credentials"})

    assert [one.json.get("error") for one in (bare, own)] == ["invalid_dpop_proof"] * 2
    assert proved.json["token_type"] == "DPoP"

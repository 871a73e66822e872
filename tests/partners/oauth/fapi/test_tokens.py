"""The FAPI 2.0 Security Profile plan at the token endpoint and at the resource.

Each test has the name of a module of the OpenID Foundation's conformance suite, without
`security-profile-final-`, and does what that does (OA-05, OA-11 to OA-14).
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from partners.oauth import AuthorizationCode, Token
from tests.partners.oauth.dpop.holder import Holder, hash_of
from tests.partners.oauth.fapi.suite import RESOURCE
from tests.partners.oauth.flow import userinfo
from tests.partners.oauth.signing import ISSUER, Ahead, key_for, sign

PROVING_ERRORS = ("invalid_request", "invalid_grant", "invalid_dpop_proof")


def tokens(session) -> int:
    return session.scalar(select(func.count()).select_from(Token)) or 0


@pytest.mark.parametrize("scheme", ["dpop", "DPOP", "dPoP"])
def test_fapi2_access_token_type_header_case_sensitivity(party, scheme):
    token = party.tokens()["access_token"]

    assert party.resource(token, scheme=scheme).status_code == 200


def test_fapi2_ensure_client_id_in_token_endpoint(session, party, other):
    """The second client authenticates itself, and shows the first one's code."""
    code = party.back()["code"]

    stolen = party.redeem(code, identity=other.identity())

    assert stolen.json["error"] == "invalid_grant"
    assert tokens(session) == 0


def test_fapi2_ensure_client_assertion_in_token_endpoint(session, party):
    code = party.back()["code"]

    bare = party.redeem(code, identity={"client_id": party.client_id})

    assert (bare.status_code, bare.json["error"]) == (401, "invalid_client")
    assert tokens(session) == 0


def test_fapi2_ensure_client_assertion_with_exp_is_5_minutes_in_past_fails(party):
    said = party.identity(exp=Ahead(-300))

    refused = party.redeem(party.back()["code"], identity=said)

    assert refused.json["error"] == "invalid_client"


def test_fapi2_ensure_client_assertion_with_no_sub_fails(party):
    refused = party.redeem(party.back()["code"], identity=party.identity(sub=None))

    assert refused.json["error"] == "invalid_client"


def test_fapi2_ensure_client_assertion_with_wrong_aud_fails(party):
    said = party.identity(aud="https://evil.example")

    refused = party.redeem(party.back()["code"], identity=said)

    assert refused.json["error"] == "invalid_client"


def test_fapi2_ensure_authorization_code_is_bound_to_client(session, party, other):
    code = party.back()["code"]

    stolen = other.redeem(code, code_verifier=party.pkce.verifier)

    assert (stolen.status_code, stolen.json["error"]) == (400, "invalid_grant")
    assert tokens(session) == 0


def test_fapi2_attempt_reuse_authorization_code_after_one_second(party):
    code = party.back()["code"]
    granted = party.redeem(code).json

    again = party.redeem(code)

    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert party.resource(granted["access_token"]).status_code == 401


def test_fapi2_ensure_token_endpoint_fails_with_expired_auth_code(session, party):
    code = party.back()["code"]
    before = AuthorizationCode.expires_at - timedelta(seconds=61)
    session.execute(update(AuthorizationCode).values(expires_at=before))

    assert party.redeem(code).json["error"] == "invalid_grant"


def test_fapi2_ensure_pkce_code_verifier_required(session, party):
    refused = party.redeem(party.back()["code"], code_verifier=None)

    assert refused.json["error"] in ("invalid_request", "invalid_grant")
    assert tokens(session) == 0


def test_fapi2_incorrect_pkce_code_verifier_rejected(session, party):
    refused = party.redeem(party.back()["code"], code_verifier="w" * 64)

    assert refused.json["error"] == "invalid_grant"
    assert tokens(session) == 0


def test_fapi2_ensure_holder_of_key_required(session, party):
    refused = party.redeem(party.back()["code"], proof=None)

    assert refused.status_code == 400
    assert refused.json["error"] in PROVING_ERRORS
    assert tokens(session) == 0


def test_fapi2_check_dpop_proof_nbf_exp(party):
    times = {"nbf": Ahead(0), "exp": Ahead(300)}

    granted = party.redeem(party.back(proof=times)["code"], proof=times)

    assert party.resource(granted.json["access_token"], **times).status_code == 200


def test_fapi2_ensure_dpopproof_with_iat_10seconds_before_succeeds(party):
    then = {"iat": Ahead(-10)}

    granted = party.redeem(party.back(proof=then)["code"], proof=then)

    assert party.resource(granted.json["access_token"], **then).status_code == 200


def test_fapi2_ensure_dpopproof_with_iat_10seconds_after_succeeds(party):
    then = {"iat": Ahead(10)}

    granted = party.redeem(party.back(proof=then)["code"], proof=then)

    assert party.resource(granted.json["access_token"], **then).status_code == 200


def test_fapi2_ensure_dpop_auth_code_binding_success(party):
    code = party.back(dpop_jkt=party.holder.thumbprint)["code"]

    assert party.redeem(code).status_code == 200


def test_fapi2_ensure_dpopproof_at_par_endpoint_binding_success(party):
    assert party.redeem(party.back(proof={})["code"]).status_code == 200


@pytest.mark.parametrize("jkt", ["A" * 43, "no-thumbprint-at-all"])
def test_fapi2_ensure_token_endpoint_fails_with_mismatched_dpop_jkt(
    session, party, jkt
):
    refused = party.redeem(party.back(dpop_jkt=jkt)["code"])

    assert refused.json["error"] in PROVING_ERRORS
    assert tokens(session) == 0


def test_fapi2_ensure_token_endpoint_fails_with_mismatched_dpop_proof_jkt(
    session, party
):
    code = party.back(proof={})["code"]

    refused = party.redeem(code, holder=Holder("another"))

    assert refused.json["error"] in PROVING_ERRORS
    assert tokens(session) == 0


def test_fapi2_refresh_token(party, other):
    first, second = party.tokens(), other.tokens()

    for one, granted in ((party, first), (other, second)):
        fresh = one.refresh(granted["refresh_token"])
        assert (fresh.status_code, fresh.json["token_type"]) == (200, "DPoP")
        assert one.resource(fresh.json["access_token"]).status_code == 200
    token = first["refresh_token"]
    stolen = other.refresh(token)
    nobody = party.refresh(token, identity={"client_id": party.client_id})
    unproved = party.refresh(token, proof=None)

    assert stolen.json["error"] == "invalid_grant"
    assert nobody.json["error"] == "invalid_client"
    assert unproved.json["error"] in PROVING_ERRORS


REFUSED_CLAIMS = {
    "no jti": {"jti": None},
    "no htm": {"htm": None},
    "no htu": {"htu": None},
    "no iat": {"iat": None},
    "no ath": {"ath": None},
    "another htm": {"htm": "PUT"},
    "another htu": {"htu": "https://evil.example/v1/userinfo"},
    "iat an hour ahead": {"iat": Ahead(3600)},
    "iat an hour ago": {"iat": Ahead(-3600)},
    "another ath": {"ath": hash_of("another")},
}
ACCEPTED_CLAIMS = {
    "htu with query and fragment": {"htu": f"{ISSUER}{RESOURCE}?a=b#c"},
    "htu in capitals": {"htu": f"HTTP://127.0.0.1:8000{RESOURCE}"},
    "more claims": {"tx_id": 7},
}


def test_fapi2_dpop_negative_tests(client, party):
    """One token, every proof that the module tries, and a good one at the end."""
    token = party.tokens()["access_token"]

    for name, changes in REFUSED_CLAIMS.items():
        assert party.resource(token, **changes).status_code == 401, name
    for name, changes in ACCEPTED_CLAIMS.items():
        assert party.resource(token, **changes).status_code == 200, name
    for name, headers in proofs(party, token).items():
        answer = client.get(RESOURCE, headers=headers)
        assert answer.status_code == 401, name
    assert party.resource(token, header="DPOP").status_code == 200
    assert party.resource(token, jti="fixed").status_code == 200
    assert party.resource(token, jti="fixed").status_code == 401
    assert userinfo(client, token).status_code == 401
    assert party.resource(token).status_code == 200


def proofs(party, token) -> dict[str, list[tuple[str, str]]]:
    """Headers of requests whose proofs are wrong as a whole."""
    holder, claims = party.holder, party.holder.claims("GET", RESOURCE, token)
    head, key, rsa = holder.head(), holder.key, key_for("RS256")
    good = sign(head, claims, key, "ES256")
    private = key.as_dict(private=True)
    wrong = {
        "not well-formed": good.replace(".", ""),
        "no typ": sign(_without(head, "typ"), claims, key, "ES256"),
        "another typ": sign(head | {"typ": "jwt"}, claims, key, "ES256"),
        "no alg": sign(_without(head, "alg"), claims, key, "ES256"),
        "none": sign(head | {"alg": "none"}, claims, None, "none"),
        "RS256": sign(
            head | {"alg": "RS256", "jwk": rsa.as_dict(private=False)},
            claims,
            rsa,
            "RS256",
        ),
        "no jwk": sign(_without(head, "jwk"), claims, key, "ES256"),
        "a private key": sign(head | {"jwk": private}, claims, key, "ES256"),
        "a broken signature": good[:-6] + "AAAAAA",
        "another key": Holder("another", nonce=holder.nonce).proof(
            "GET", RESOURCE, token
        ),
    }
    authorization = ("Authorization", f"DPoP {token}")
    sent = {name: [authorization, ("DPoP", text)] for name, text in wrong.items()}
    fresh = holder.proof("GET", RESOURCE, token)
    sent["two headers"] = [authorization, ("DPoP", good), ("DPoP", fresh)]
    sent["no header"] = [authorization]
    return sent


def _without(head: dict, name: str) -> dict:
    return {k: v for k, v in head.items() if k != name}

"""The FAPI 2.0 Security Profile plan at the PAR and the authorization endpoint.

Each test has the name of a module of the OpenID Foundation's conformance suite, without
`security-profile-final-`, and does what that does (OA-10, OA-11, OA-12).
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from partners.oauth import AuthorizationCode
from partners.oauth.pushed import PushedRequest
from tests.partners.oauth.flow import answer, decide, hidden_fields
from tests.partners.oauth.signing import ISSUER, Ahead, asserted, assertion, key_for

BAD_REQUESTS = ("invalid_request", "unsupported_response_type")


def codes(session) -> int:
    return session.scalar(select(func.count()).select_from(AuthorizationCode)) or 0


def is_refused(response) -> bool:
    """An error page, and nobody is redirected."""
    return response.status_code == 422 and response.location is None


def test_fapi2_happy_flow(party):
    back = party.back(proof={})
    granted = party.redeem(back["code"]).json
    who = party.resource(granted["access_token"])

    assert (back["iss"], back["state"]) == (ISSUER, "xyz")
    assert granted["token_type"] == "DPoP"
    assert granted["scope"] == "orders:write profile:read"
    assert who.status_code == 200


def test_fapi2_discovery_end_point_verification(client):
    said = client.get("/.well-known/openid-configuration").json

    assert said["issuer"] == ISSUER
    assert said["authorization_response_iss_parameter_supported"] is True
    assert said["pushed_authorization_request_endpoint"] == f"{ISSUER}/oauth/par"
    assert "private_key_jwt" in said["token_endpoint_auth_methods_supported"]
    assert {"ES256", "PS256"} <= set(said["dpop_signing_alg_values_supported"])
    assert {"ES256", "PS256"} <= set(
        said["token_endpoint_auth_signing_alg_values_supported"]
    )
    assert "S256" in said["code_challenge_methods_supported"]
    assert "authorization_code" in said["grant_types_supported"]
    assert not {"none", "RS256"} & set(said["dpop_signing_alg_values_supported"])


def test_fapi2_user_rejects_authentication(party):
    back = party.back("deny")

    assert (back["error"], back["state"], back["iss"]) == (
        "access_denied",
        "xyz",
        ISSUER,
    )


def test_fapi2_ensure_other_scope_order_succeeds(party):
    granted = party.tokens(scope="profile:read openid orders:write")

    assert granted["scope"].split() == ["openid", "orders:write", "profile:read"]


def test_fapi2_ensure_authorization_request_without_state_success(party):
    back = party.back(state=None)

    assert "code" in back
    assert "state" not in back


def test_fapi2_ensure_authorization_request_with_long_state(party):
    assert party.back(state="s" * 1000)["state"] == "s" * 1000


@pytest.mark.parametrize("length", [43, 64, 384])
def test_fapi2_ensure_authorization_request_with_long_nonce(party, length):
    granted = party.tokens(scope="openid profile:read", nonce="n" * length)

    assert granted["id_token"]


def test_fapi2_ensure_response_type_code_idtoken_fails(session, party):
    pushed = party.push(response_type="code id_token")

    assert (pushed.status_code, pushed.json["error"]) == (400, BAD_REQUESTS[1])
    assert codes(session) == 0


def test_fapi2_ensure_response_type_token_fails(session, party):
    pushed = party.push(response_type="token")

    assert (pushed.status_code, pushed.json["error"]) == (400, BAD_REQUESTS[1])
    assert codes(session) == 0


def test_fapi2_ensure_unsigned_authorization_request_without_using_par_fails(
    session, party
):
    back = answer(party.visit(party.question()))

    assert (back["error"], back["iss"]) == ("invalid_request", ISSUER)
    assert codes(session) == 0


def test_fapi2_ensure_redirect_uri_in_authorization_request(party):
    assert party.push(redirect_uri=None).json["error"] == "invalid_request"


def test_fapi2_ensure_registered_redirect_uri(party):
    pushed = party.push(redirect_uri="https://platform.example/callback/other")

    assert pushed.json["error"] == "invalid_request"


def test_fapi2_par_attempt_invalid_http_method(client, party):
    for method in ("get", "put", "delete"):
        assert getattr(client, method)("/oauth/par").status_code == 405


def test_fapi2_par_attempt_reuse_request_uri(party):
    asked = party.reference()
    assert "code" in answer(decide(party.browser, asked))

    assert is_refused(party.visit(asked))


def test_fapi2_par_attempt_to_use_expired_request_uri(session, party):
    asked = party.reference()
    before = PushedRequest.expires_at - timedelta(seconds=91)
    session.execute(update(PushedRequest).values(expires_at=before))

    assert is_refused(party.visit(asked))


def test_fapi2_par_attempt_to_use_request_uri_for_different_client(party, other):
    asked = party.reference() | {"client_id": other.client_id}

    assert is_refused(party.visit(asked))


def test_fapi2_par_authorization_request_containing_request_uri(party):
    pushed = party.push(request_uri=party.reference()["request_uri"])

    assert (pushed.status_code, pushed.json["error"]) == (400, "invalid_request")


def test_fapi2_par_authorization_request_containing_request_uri_form_param(party):
    pushed = party.push(request_uri="https://platform.example/request")

    assert (pushed.status_code, pushed.json["error"]) == (400, "invalid_request")


def test_fapi2_par_ensure_reused_request_uri_prior_to_auth_completion_succeeds(party):
    asked = party.reference()
    first, second = party.visit(asked), party.visit(asked)

    assert (first.status_code, second.status_code) == (200, 200)
    assert hidden_fields(second)["request_uri"]
    assert "code" in answer(decide(party.browser, asked))


def test_fapi2_par_without_duplicate_parameters(party):
    """The browser carries `client_id` and `request_uri`, and nothing else."""
    assert party.reference().keys() == {"client_id", "request_uri"}
    assert "code" in party.back()


def test_fapi2_par_ensure_pkce_required(party):
    pushed = party.push(code_challenge=None, code_challenge_method=None)

    assert (pushed.status_code, pushed.json["error"]) == (400, "invalid_request")


def test_fapi2_par_plain_pkce_rejected(party):
    pushed = party.push(
        code_challenge=party.pkce.verifier, code_challenge_method="plain"
    )

    assert (pushed.status_code, pushed.json["error"]) == (400, "invalid_request")


def refused_as_client(response) -> bool:
    return (response.status_code, response.json["error"]) == (401, "invalid_client")


def test_fapi2_par_test_array_as_audience_fails(party):
    assert refused_as_client(party.push(identity=party.identity(aud=[ISSUER])))


def test_fapi2_par_test_par_endpoint_url_as_audience_fails(party):
    said = party.identity(aud=f"{ISSUER}/oauth/par")

    assert refused_as_client(party.push(identity=said))


def test_fapi2_par_test_token_endpoint_url_as_audience_fails(party):
    said = party.identity(aud=f"{ISSUER}/oauth/token")

    assert refused_as_client(party.push(identity=said))


def test_fapi2_par_ensure_jwt_client_assertions_nbf_8_seconds_in_the_future_is_accepted(
    party,
):
    said = party.identity(nbf=Ahead(8), iat=Ahead(8))

    assert party.push(identity=said).status_code == 201


def test_fapi2_par_ensure_jwt_client_assertions_nbf_over_60_seconds_in_the_future_fails(
    party,
):
    said = party.identity(nbf=Ahead(70), exp=Ahead(130))

    assert refused_as_client(party.push(identity=said))


def test_fapi2_ensure_signed_client_assertion_with_rs256_fails(party):
    text = assertion(party.client_id, key_for("RS256"), "RS256")

    assert refused_as_client(party.push(identity=asserted(text)))


def test_fapi2_ensure_mismatched_dpop_jkt_fails(party, other):
    pushed = party.push(proof={}, dpop_jkt=other.holder.thumbprint)

    assert pushed.status_code == 400
    assert pushed.json["error"] in ("invalid_request", "invalid_dpop_proof")

"""Certificates over HTTP."""

import json

import pytest

from core.privacy import vault_of
from partners.accounts import Account
from partners.organisations import Kind, Organisation
from tests.factories import (
    authorization,
    make_client,
    make_course,
    make_organisation,
    make_token,
)
from tests.vouchers.certificates.making import make_certificate
from vouchers.certificates.verification import credential_of


@pytest.fixture
def certificate(session):
    return make_certificate(session)


def token_of(session, organisation, scope, account=None):
    client = make_client(session, organisation, [scope])
    return authorization(make_token(session, client, account))


@pytest.fixture
def operator(session):
    organisation = make_organisation(session, Kind.OPERATOR)
    return token_of(session, organisation, "programme:manage")


def revoke(client, certificate, headers, reason="Forged attendance."):
    return client.post(
        f"/v1/certificates/{certificate.public_id}/revocation",
        json={"reason": reason},
        headers=headers,
    )


def test_anyone_with_the_link_can_check(client, certificate):
    response = client.get(f"/v1/certificates/{certificate.public_id}")

    assert response.status_code == 200
    body = response.json
    assert body["status"] == "valid"
    assert body["holder_name"] == "Ani Lestari"
    assert body["serial"] == certificate.serial
    assert body["revoked_at"] is None
    assert body["signing_key_url"].endswith(f"/keys/{certificate.key_id}")


@pytest.mark.parametrize("public_id", ["A" * 22, "x", "' OR 1=1 --", "é" * 22])
@pytest.mark.parametrize("what", ["", "/credential", "/pdf"])
def test_an_unknown_certificate_is_not_found(client, public_id, what):
    response = client.get(f"/v1/certificates/{public_id}{what}")

    assert response.status_code == 404
    assert response.json["type"] == "/problems/certificate-not-found"


def test_an_internal_id_opens_nothing(client, certificate):
    for identity in (certificate.id, certificate.voucher_id, certificate.serial):
        response = client.get(f"/v1/certificates/{identity}")

        assert response.status_code == 404


def test_the_credential_is_served_as_it_was_signed(client, session, certificate):
    response = client.get(f"/v1/certificates/{certificate.public_id}/credential")

    assert response.content_type == "application/jwt"
    assert response.text == credential_of(certificate, vault_of(session))


def test_the_pdf_is_the_same_each_time(client, certificate):
    address = f"/v1/certificates/{certificate.public_id}/pdf"

    first, second = client.get(address), client.get(address)

    assert first.content_type == "application/pdf"
    assert first.data.startswith(b"%PDF-")
    assert first.data == second.data


def test_a_certificate_is_no_access_token(client, session, certificate):
    """OA-15: a certificate JWT is refused where a token is needed."""
    token = credential_of(certificate, vault_of(session))

    for bearer in (token, token[:512], certificate.public_id):
        response = client.get("/v1/certificates", headers=authorization(bearer))

        assert response.status_code == 401
        assert response.json["type"] == "/problems/not-authenticated"


def test_an_institution_sees_its_own_certificates_without_names(client, session):
    own = make_organisation(session, Kind.TRAINING_INSTITUTION)
    first = make_certificate(session, course=make_course(session, own))
    second = make_certificate(session, course=make_course(session, own))
    make_certificate(session)
    headers = token_of(session, own, "certificates:read")

    page = client.get("/v1/certificates?limit=1", headers=headers).json
    rest = client.get(
        f"/v1/certificates?limit=1&cursor={page['next_cursor']}", headers=headers
    )

    assert [item["id"] for item in page["items"]] == [str(first.id)]
    assert [item["id"] for item in rest.json["items"]] == [str(second.id)]
    assert rest.json["next_cursor"] is None
    assert "Ani Lestari" not in json.dumps(page)


def test_a_person_sees_her_own_certificates(client, session, certificate):
    make_certificate(session)
    account = session.get_one(Account, certificate.participant_id)
    operator = make_organisation(session, Kind.OPERATOR)
    headers = token_of(session, operator, "participant:self", account)

    items = client.get("/v1/me/certificates", headers=headers).json["items"]

    assert [item["id"] for item in items] == [str(certificate.id)]
    assert items[0]["post_test_score"] is None
    assert items[0]["pdf_url"].endswith(f"{certificate.public_id}/pdf")


def test_lists_need_a_token(client):
    for address in ("/v1/certificates", "/v1/me/certificates"):
        assert client.get(address).status_code == 401


def test_a_revoked_certificate_says_so_everywhere(
    client, session, certificate, operator
):
    """Feature 71: the check, the PDF, the page and the status list agree."""
    answer = revoke(client, certificate, operator)

    assert answer.status_code == 200
    assert answer.json["status"] == "revoked"
    check = client.get(f"/v1/certificates/{certificate.public_id}").json
    assert check["status"] == "revoked"
    assert check["revoked_at"] is not None
    pdf = client.get(f"/v1/certificates/{certificate.public_id}/pdf")
    assert pdf.status_code == 409
    assert pdf.json["type"] == "/problems/certificate-not-valid"
    page = client.get(f"/certificates/{certificate.public_id}")
    assert 'data-status="revoked"' in page.text


def test_the_reason_of_a_revocation_is_not_published(client, certificate, operator):
    revoke(client, certificate, operator, reason="Siti forged the list.")

    for address in (
        f"/v1/certificates/{certificate.public_id}",
        f"/certificates/{certificate.public_id}",
    ):
        assert "Siti" not in client.get(address).text


def test_a_second_revocation_is_refused(client, session, certificate, operator):
    revoke(client, certificate, operator)

    again = revoke(client, certificate, operator, reason="Another reason.")

    assert again.status_code == 409
    assert again.json["type"] == "/problems/certificate-revoked-already"
    session.refresh(certificate)
    assert certificate.revoked_reason == "Forged attendance."


def test_only_the_operator_revokes(client, session, certificate):
    provider = session.get_one(Organisation, certificate.provider_id)
    attempts = [
        token_of(session, provider, "certificates:read"),
        token_of(session, provider, "programme:manage"),
    ]

    for headers in attempts:
        response = revoke(client, certificate, headers)

        assert response.status_code == 403
    session.refresh(certificate)
    assert certificate.status == "issued"


@pytest.mark.parametrize("reason", ["", "no", "x" * 501, None, 7, "forged\0"])
def test_a_revocation_needs_a_reason(client, session, certificate, operator, reason):
    response = revoke(client, certificate, operator, reason=reason)

    assert response.status_code == 422
    session.refresh(certificate)
    assert certificate.status == "issued"

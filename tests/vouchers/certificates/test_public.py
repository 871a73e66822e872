"""What strangers see: the page behind the QR code, keys, issuer, status lists."""

import base64
import gzip
import json

import pytest

from core.privacy import vault_of
from tests.vouchers.certificates.making import ISSUED_AT, make_certificate
from vouchers.certificates.services.revoke import revoke_certificate
from vouchers.certificates.verification import credential_of


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def payload_of(token):
    return json.loads(decode(token.split(".")[1]))


def page_of(client, certificate, language="id"):
    return client.get(
        f"/certificates/{certificate.public_id}", headers={"Accept-Language": language}
    )


@pytest.mark.parametrize(
    ("language", "title", "day"),
    [
        ("id", "Sertifikat ini sah", "2 Maret 2026"),
        ("en", "This certificate is valid", "2 March 2026"),
    ],
)
def test_the_page_speaks_both_languages(client, session, language, title, day):
    certificate = make_certificate(session)

    page = page_of(client, certificate, language)

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert title in page.text
    assert day in page.text
    assert "Ani Lestari" in page.text
    assert f"/keys/{certificate.key_id}" in page.text


def test_the_page_is_kept_by_no_cache_and_no_search_engine(client, session):
    page = page_of(client, make_certificate(session))

    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_hostile_name_is_text_on_the_page(client, session):
    """SC-10: templates escape."""
    name = "<script>alert(1)</script>\u202e{{ 7 * 7 }}"
    certificate = make_certificate(session, name=name)

    page = page_of(client, certificate)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page.text


def test_a_broken_signature_shows_no_name(client, session):
    certificate = make_certificate(session)
    vault = vault_of(session)
    token = credential_of(certificate, vault)
    certificate.credential_sealed = vault.seal(
        token[:-8] + "AAAAAAAA", row=certificate.id, field="credential"
    )
    session.flush()

    page = page_of(client, certificate, "en")

    assert 'data-status="unverifiable"' in page.text
    assert "Ani Lestari" not in page.text
    assert "could not be confirmed" in page.text
    pdf = client.get(f"/v1/certificates/{certificate.public_id}/pdf")
    assert pdf.status_code == 409
    assert pdf.json["type"] == "/problems/certificate-unverifiable"


@pytest.mark.parametrize("public_id", ["A" * 22, "x"])
def test_an_unknown_certificate_has_a_page_that_helps(client, public_id):
    page = client.get(f"/certificates/{public_id}", headers={"Accept-Language": "en"})

    assert page.status_code == 404
    assert page.content_type.startswith("text/html")
    assert "Scan the QR code again" in page.text


def test_the_key_set_names_the_key_that_signed(client, session):
    certificate = make_certificate(session)
    header = credential_of(certificate, vault_of(session)).split(".")[0]
    kid = json.loads(decode(header))["kid"]

    keys = client.get("/.well-known/jwks.json").json["keys"]

    assert kid in [key["kid"] for key in keys]
    assert {"d", "k", "p"}.isdisjoint(name for key in keys for name in key)


def test_the_kid_leads_to_the_key(client, session, issuer):
    """Open Badges 3.0: `kid` is an address that answers with a JWK."""
    certificate = make_certificate(session)

    response = client.get(f"/keys/{certificate.key_id}")

    assert response.content_type == "application/jwk+json"
    assert response.json == issuer.jwks()[0]


def test_an_unknown_key_is_not_found(client):
    assert client.get("/keys/nothing").status_code == 404


def test_the_issuers_id_leads_to_its_profile(client, session):
    certificate = make_certificate(session)
    credential = payload_of(credential_of(certificate, vault_of(session)))

    assert client.get("/issuer").json == credential["issuer"]


def test_the_status_list_is_signed_and_marks_the_revoked(client, session, issuer):
    """Feature 71: Bitstring Status List, found through the credential alone."""
    kept, revoked = make_certificate(session), make_certificate(session)
    revoke_certificate(
        session, public_id=revoked.public_id, reason="Forged.", at=ISSUED_AT
    )
    session.flush()

    def is_revoked(certificate):
        entry = payload_of(credential_of(certificate, vault_of(session)))[
            "credentialStatus"
        ]
        path = entry["statusListCredential"].removeprefix(issuer.address)
        subject = issuer.verify(client.get(path).text)["credentialSubject"]
        bits = gzip.decompress(decode(subject["encodedList"].removeprefix("u")))
        place = int(entry["statusListIndex"])
        return bool(bits[place // 8] & (0x80 >> place % 8))

    assert is_revoked(revoked)
    assert not is_revoked(kept)


@pytest.mark.parametrize("number", ["1", "999999999999", "99999999999999999999999"])
def test_a_status_list_that_nobody_uses_is_not_found(client, number):
    assert client.get(f"/credentials/status/{number}").status_code == 404


def test_a_status_list_is_no_certificate(client, issuer):
    listed = issuer.verify(client.get("/credentials/status/0").text)

    assert "OpenBadgeCredential" not in listed["type"]

"""The signed credential, read as a stranger would (features 70 and 72)."""

import base64
import gzip
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.privacy import vault_of
from core.text import displayed
from tests.factories import make_course
from tests.vouchers.certificates.making import ISSUED_AT, make_certificate
from vouchers.certificates.credential import CONTEXTS
from vouchers.certificates.rules import criteria, is_public_id, long_date
from vouchers.certificates.status_list import encode_bits
from vouchers.certificates.verification import (
    Verdict,
    check_certificate,
    credential_of,
)

BITS = 131_072


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def payload_of(certificate, session):
    token = credential_of(certificate, vault_of(session))
    return json.loads(decode(token.split(".")[1]))


def test_the_credential_has_the_shape_of_open_badges(session):
    """Open Badges 3.0, AchievementCredential: members that the schema requires."""
    course = make_course(session, title="Menjahit Dasar", summary="Dari nol.")
    certificate = make_certificate(session, name="Budi Santoso", course=course)

    credential = payload_of(certificate, session)

    address = f"http://127.0.0.1:8000/certificates/{certificate.public_id}"
    assert credential["@context"] == CONTEXTS
    assert credential["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert credential["id"] == address
    assert credential["issuer"]["type"] == ["Profile"]
    assert credential["validFrom"] == "2026-03-02T02:00:00Z"
    subject = credential["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["licenseNumber"] == certificate.serial
    achievement = subject["achievement"]
    assert achievement["type"] == ["Achievement"]
    assert achievement["name"] == "Menjahit Dasar"
    assert achievement["description"] == "Dari nol."
    assert achievement["criteria"]["narrative"].startswith("Completed the course:")
    assert achievement["creator"]["name"] == certificate.provider_name


def test_registered_claims_agree_with_the_credential(session):
    """Open Badges 3.0, JWT proof format: iss, sub, jti and nbf repeat the members."""
    certificate = make_certificate(session)

    credential = payload_of(certificate, session)

    assert credential["iss"] == credential["issuer"]["id"]
    assert credential["jti"] == credential["id"]
    assert credential["sub"] == credential["credentialSubject"]["id"]
    assert credential["nbf"] == int(ISSUED_AT.timestamp())


def test_the_name_is_the_only_personal_data_in_it(session):
    """PD: no account id, no e-mail; two certificates of one person share nothing."""
    certificate = make_certificate(session, name="Siti Nurhaliza")

    text = json.dumps(payload_of(certificate, session))

    assert "Siti Nurhaliza" in text
    assert str(certificate.participant_id) not in text
    assert "@example.org" not in text


def test_the_credential_verifies_with_another_library(session, issuer):
    """cryptography alone and the published JWK: nothing of ours takes part (SC-10)."""
    certificate = make_certificate(session)

    header, payload, signature = credential_of(certificate, vault_of(session)).split(
        "."
    )

    kid = json.loads(decode(header))["kid"]
    key = next(key for key in issuer.jwks() if key["kid"] == kid)
    Ed25519PublicKey.from_public_bytes(decode(key["x"])).verify(
        decode(signature), f"{header}.{payload}".encode()
    )


def check(certificate, session, issuer):
    return check_certificate(
        certificate, issuer=issuer, vault=vault_of(session), at=ISSUED_AT
    )


def test_a_check_shows_what_was_signed_not_what_stands_beside_it(session, issuer):
    certificate = make_certificate(session)
    certificate.course_title = "Changed in the table"

    checked = check(certificate, session, issuer)

    assert checked.verdict == Verdict.VALID
    assert checked.course_title == "Membuat Kue untuk Pemula"


def test_another_certificates_text_proves_nothing(session, issuer):
    certificate, other = make_certificate(session), make_certificate(session)
    vault = vault_of(session)
    certificate.credential_sealed = vault.seal(
        credential_of(other, vault), row=certificate.id, field="credential"
    )

    checked = check(certificate, session, issuer)

    assert checked.verdict == Verdict.UNVERIFIABLE
    assert checked.holder_name is None


def test_an_altered_text_proves_nothing(session, issuer):
    certificate = make_certificate(session)
    vault = vault_of(session)
    header, payload, signature = credential_of(certificate, vault).split(".")
    altered = decode(payload).replace(b"Ani Lestari", b"Ina Lestari")
    forged = base64.urlsafe_b64encode(altered).rstrip(b"=").decode()
    certificate.credential_sealed = vault.seal(
        f"{header}.{forged}.{signature}", row=certificate.id, field="credential"
    )

    checked = check(certificate, session, issuer)

    assert checked.verdict == Verdict.UNVERIFIABLE


def test_text_moved_to_another_row_does_not_open(session, issuer):
    certificate, other = make_certificate(session), make_certificate(session)
    certificate.credential_sealed = other.credential_sealed

    checked = check(certificate, session, issuer)

    assert checked.verdict == Verdict.UNVERIFIABLE


@pytest.mark.parametrize("places", [(), (0,), (7, 8), (BITS - 1,), (1, 500, 90_000)])
def test_the_status_list_marks_the_revoked_and_nobody_else(places):
    """Bitstring Status List v1.0: bit 0 is the leftmost; 16 KiB, gzipped, base64url."""
    encoded = encode_bits(places)

    bits = gzip.decompress(decode(encoded.removeprefix("u")))
    assert encoded[0] == "u"
    assert len(bits) == BITS // 8
    marked = [i for i in range(BITS) if bits[i // 8] & (0x80 >> i % 8)]
    assert marked == list(places)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ani Lestari", "Ani Lestari"),
        ("  Ani\n Lestari\t", "Ani Lestari"),
        ("Ani\u202eirатseL", "AniirатseL"),
        ("A\u200bni\0", "Ani"),
        ("<b>Ani</b>", "<b>Ani</b>"),
    ],
)
def test_a_name_is_shown_without_letters_that_bend_the_text(name, shown):
    assert displayed(name) == shown


def test_dates_are_local_and_in_words(issuer):
    late = ISSUED_AT.replace(month=8, day=16, hour=18)

    assert long_date(late, zone=issuer.zone, locale="id") == "17 Agustus 2026"
    assert long_date(late, zone=issuer.zone, locale="en") == "17 August 2026"


def test_criteria_follow_the_pinned_rule():
    text = criteria(
        {
            "sessions": 5,
            "attendance_bps": 8_000,
            "post_test": True,
            "practice_tasks": 2,
            "skill_demonstration": True,
            "pass_mark": 70,
        }
    )

    assert text.en == (
        "Completed the course: attended 80% of 5 session(s), each confirmed by the"
        " holder, 2 practice task(s), a skill demonstration, the final test with at"
        " least 70 of 100."
    )


@pytest.mark.parametrize(
    "text", ["", "short", "A" * 23, "A" * 21 + "/", "A" * 21 + "="]
)
def test_only_a_text_of_the_right_form_is_looked_up(text):
    assert not is_public_id(text)

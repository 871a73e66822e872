"""The program in docs/rules/certificates.md does what it says."""

import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from core.privacy import vault_of
from tests.vouchers.certificates.making import make_certificate
from vouchers.certificates.verification import credential_of

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "certificates.md"


@pytest.fixture
def verify():
    program = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names = {}
    exec(program[1], names)  # noqa: S102 (the documentation is our own text)
    return names["verify"]


def test_a_stranger_verifies_offline_with_the_published_keys(client, session, verify):
    certificate = make_certificate(session, name="Budi Santoso")
    jwks = client.get("/.well-known/jwks.json").json
    token = client.get(f"/v1/certificates/{certificate.public_id}/credential").text

    credential = verify(token, jwks)

    identifier = credential["credentialSubject"]["identifier"][0]
    assert identifier["identityHash"] == "Budi Santoso"


def test_a_stranger_notices_an_exchanged_name(client, session, verify):
    mine, other = make_certificate(session, name="A"), make_certificate(session)
    vault = vault_of(session)
    header, _, signature = credential_of(other, vault).split(".")
    payload = credential_of(mine, vault).split(".")[1]
    jwks = client.get("/.well-known/jwks.json").json

    with pytest.raises(InvalidSignature):
        verify(f"{header}.{payload}.{signature}", jwks)


def test_a_status_list_does_not_pass_as_a_certificate(client, verify):
    jwks = client.get("/.well-known/jwks.json").json

    with pytest.raises(ValueError, match="no certificate"):
        verify(client.get("/credentials/status/0").text, jwks)

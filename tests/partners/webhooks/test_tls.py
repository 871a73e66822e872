"""Over TLS the certificate must be the receiver's own, though we connect by address."""

import ssl
from datetime import timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.clock import now
from partners.webhooks.client import Sender
from tests.partners.webhooks.receiving import receiver

HOST = "hooks.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    """A file with a key and a certificate for HOST, which signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


@pytest.fixture
def server_side(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def sender(certificate) -> Sender:
    """It trusts the certificate, and finds every name on this machine."""
    trusted = ssl.create_default_context(cafile=certificate)
    return Sender(
        allow_private=True,
        resolver=lambda *_: ["127.0.0.1"],
        transport=httpx.HTTPTransport(verify=trusted),
    )


def address(url: str, host: str) -> str:
    return url.replace("http://127.0.0.1", f"https://{host}")


def test_the_receivers_own_certificate_is_accepted(sender, server_side):
    with receiver(204, tls=server_side) as there:
        answer = sender.send(address(there.url, HOST), b"{}", {})

    assert (answer.status, answer.error) == (204, None)
    assert there.requests[0].headers["host"].startswith(f"{HOST}:")


def test_the_certificate_of_another_host_is_refused(sender, server_side):
    with receiver(204, tls=server_side) as there:
        answer = sender.send(address(there.url, "other.example"), b"{}", {})

    assert (answer.status, answer.error) == (None, "tls")
    assert there.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(server_side):
    sender = Sender(allow_private=True, resolver=lambda *_: ["127.0.0.1"])

    with receiver(204, tls=server_side) as there:
        answer = sender.send(address(there.url, HOST), b"{}", {})

    assert (answer.status, answer.error) == (None, "tls")
    assert there.requests == []

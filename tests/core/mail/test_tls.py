"""Passwords and letters go to the right server, and are not read on the way."""

import ssl

import pytest

from core.mail.transport import SmtpServer, Unreachable
from tests.certificates import make_certificate
from tests.core.mail.smtp import accept_only, post_office, tls_context
from tests.core.mail.test_message import message

USER, PASSWORD = "platform", "s3cret/with:signs"
QUOTED = "s3cret%2Fwith%3Asigns"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> str:
    return make_certificate(tmp_path_factory.mktemp("tls"), "127.0.0.1")


def server(url: str, certificate: str | None = None) -> SmtpServer:
    trusted = ssl.create_default_context(cafile=certificate)
    return SmtpServer(url, timeout=5, tls=trusted)


def test_starttls_comes_before_the_password(certificate):
    with post_office(
        tls_context=tls_context(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=accept_only(USER, PASSWORD),
    ) as office:
        url = f"smtp://{USER}:{QUOTED}@127.0.0.1:{office.port}"
        with server(url, certificate).connect() as connection:
            connection.send(message())

    assert len(office.taken) == 1


def test_a_wrong_password_is_a_reason_to_wait(certificate):
    with post_office(
        tls_context=tls_context(certificate),
        auth_required=True,
        authenticator=accept_only(USER, "other"),
    ) as office:
        url = f"smtp://{USER}:{QUOTED}@127.0.0.1:{office.port}"
        with (
            pytest.raises(Unreachable, match="SMTPAuthenticationError 535"),
            server(url, certificate).connect(),
        ):
            pytest.fail("it let us in")

    assert office.taken == []


def test_a_server_without_tls_is_told_nothing():
    with post_office() as office:
        url = f"smtp://127.0.0.1:{office.port}"
        with (
            pytest.raises(Unreachable, match="SMTPNotSupportedError"),
            server(url).connect(),
        ):
            pytest.fail("it was spoken to in clear")

    assert office.taken == []


def test_a_server_with_another_s_certificate_is_told_nothing(certificate, tmp_path):
    other = make_certificate(tmp_path, "127.0.0.1")
    with post_office(tls_context=tls_context(other)) as office:
        url = f"smtp://127.0.0.1:{office.port}"
        with (
            pytest.raises(Unreachable, match="SSLCertVerificationError"),
            server(url, certificate).connect(),
        ):
            pytest.fail("it was believed")

    assert office.taken == []

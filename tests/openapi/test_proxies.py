"""Whose word about an address counts (requirement SC-14)."""

import ipaddress

import pytest
from flask import Flask, jsonify, request

from openapi.proxies import TrustedProxies

PROXY, STRANGER = "10.1.2.3", "198.51.100.4"
NAMED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@pytest.fixture
def mirror():
    """An application that says where a request came from, behind our proxies."""
    app = Flask("mirror")

    @app.get("/")
    def where():
        return jsonify(
            address=request.remote_addr,
            scheme=request.scheme,
            forwarded=[name for name, _ in request.headers if "Forward" in name],
        )

    networks = (
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("2001:db8::/32"),
    )
    app.wsgi_app = TrustedProxies(app.wsgi_app, networks)
    return app.test_client()


def ask(mirror, peer, headers):
    return mirror.get("/", headers=headers, environ_overrides={"REMOTE_ADDR": peer})


@pytest.mark.parametrize("peer", [PROXY, "2001:db8::1", f"::ffff:{PROXY}"])
def test_our_proxy_names_the_client(mirror, peer):
    answer = ask(mirror, peer, NAMED).json

    assert (answer["address"], answer["scheme"]) == ("203.0.113.9", "https")


@pytest.mark.parametrize("peer", [STRANGER, "2001:db9::1", "", "unix:", "10.1.2.3x"])
def test_nobody_else_does_and_what_she_says_is_dropped(mirror, peer):
    given = NAMED | {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "1",
        "X-Forwarded-Prefix": "/x",
        "Forwarded": "for=203.0.113.9",
    }

    answer = ask(mirror, peer, given).json

    assert (answer["address"], answer["scheme"]) == (peer, "http")
    assert answer["forwarded"] == []


def test_what_the_client_wrote_before_our_proxy_does_not_count(mirror):
    answer = ask(mirror, PROXY, {"X-Forwarded-For": "203.0.113.1, 198.51.100.7"})

    assert answer.json["address"] == "198.51.100.7"

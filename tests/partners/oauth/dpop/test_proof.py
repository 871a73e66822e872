"""Which proofs prove anything (OA-13, RFC 9449, section 4.3), without any I/O.

A name in square brackets is that of a test module of the OpenID Foundation which asks
the same, without its prefix `fapi2-security-profile-final-`.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest

from partners.oauth.dpop.nonces import is_ours, nonce_at
from partners.oauth.dpop.proof import BadProof, is_same_address, read_proof
from partners.oauth.jws import ALGORITHMS
from tests.partners.oauth.dpop.holder import Holder, hash_of
from tests.partners.oauth.signing import ISSUER, Ahead, key_for, part, sign

PATH, TOKEN = "/v1/userinfo", "an-access-token"
ADDRESS = ISSUER + PATH


def read(text: str):
    return read_proof(
        text, method="GET", address=ADDRESS, at=datetime.now(UTC), access_token=TOKEN
    )


def proof(holder: Holder | None = None, **changes):
    return (holder or Holder()).proof("GET", PATH, TOKEN, **changes)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_oa_13_a_proof_names_the_key_of_its_holder(algorithm):
    holder = Holder(algorithm=algorithm)

    seen = read(proof(holder, jti="once", nonce="ours"))

    assert (seen.thumbprint, seen.jti, seen.nonce) == (
        holder.thumbprint,
        "once",
        "ours",
    )
    left = seen.ends_at - datetime.now(UTC)
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)


GOOD = {
    "a proof": {},
    "made 10 seconds ago [ensure-dpopproof-with-iat-10seconds-before-succeeds]": {
        "iat": Ahead(-10)
    },
    "made 55 seconds ago": {"iat": Ahead(-55)},
    "of a clock that is ahead [ensure-dpopproof-with-iat-10seconds-after-succeeds]": {
        "iat": Ahead(9)
    },
    "with nbf and exp [check-dpop-proof-nbf-exp]": {
        "nbf": Ahead(0),
        "exp": Ahead(300),
    },
    "with fractions of a second": {"iat": Ahead(-0.25)},
    "with other claims": {"tx_id": 7},
    "with a query and a fragment [dpop-negative-tests]": {"htu": f"{ADDRESS}?a=b#c"},
    "with a host in capitals": {"htu": "HTTP://127.0.0.1:8000/v1/userinfo"},
    "with a letter by its number": {"htu": f"{ISSUER}/v1/%75serinfo"},
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD)
def test_oa_13_good_proofs(changes):
    assert read(proof(**changes)).thumbprint == Holder().thumbprint


def test_oa_13_other_members_of_the_header_count_for_nothing():
    """[dpop-negative-tests]"""
    assert read(proof(Holder(header={"tx_id": 7, "kid": "x"})))


BAD_CLAIMS = {
    "no jti": {"jti": None},
    "an empty jti": {"jti": ""},
    "jti as a number": {"jti": 1},
    "jti with NUL": {"jti": "a\0b"},
    "an endless jti": {"jti": "x" * 300},
    "no htm": {"htm": None},
    "another method": {"htm": "PUT"},
    "the method in small letters": {"htm": "get"},
    "no htu": {"htu": None},
    "another path": {"htu": f"{ISSUER}/v1/orders"},
    "another host": {"htu": "https://evil.example/v1/userinfo"},
    "another port": {"htu": "http://127.0.0.1:8001/v1/userinfo"},
    "another scheme": {"htu": "https://127.0.0.1:8000/v1/userinfo"},
    "a path with a slash more": {"htu": f"{ADDRESS}/"},
    "the path in capitals": {"htu": f"{ISSUER}/V1/userinfo"},
    "a user": {"htu": "http://user@127.0.0.1:8000/v1/userinfo"},
    "no address": {"htu": "userinfo"},
    "an impossible port": {"htu": "http://127.0.0.1:99999/v1/userinfo"},
    "an address without end": {"htu": f"{ADDRESS}?{'x' * 3000}"},
    "a list of addresses": {"htu": [ADDRESS]},
    "no iat": {"iat": None},
    "iat an hour ago": {"iat": Ahead(-3600)},
    "iat 65 seconds ago": {"iat": Ahead(-65)},
    "iat an hour ahead": {"iat": Ahead(3600)},
    "iat 30 seconds ahead": {"iat": Ahead(30)},
    "iat as a text": {"iat": "now"},
    "iat as true": {"iat": True},
    "iat without end": {"iat": 1e308},
    "nbf ahead": {"nbf": Ahead(60)},
    "exp over": {"exp": Ahead(-1)},
    "exp as a text": {"exp": "later"},
    "no ath": {"ath": None},
    "ath of another token": {"ath": hash_of("another")},
    "ath padded": {"ath": hash_of(TOKEN) + "="},
    "ath as a number": {"ath": 1},
    "ath beyond ASCII": {"ath": "\ud800é"},
    "nonce as a number": {"nonce": 7},
    "an endless nonce": {"nonce": "x" * 300},
}


@pytest.mark.parametrize("changes", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_oa_13_proofs_for_something_else(changes):
    """[dpop-negative-tests]"""
    with pytest.raises(BadProof):
        read(proof(**changes))


OTHER = key_for("ES256", "another")
PRIVATE = key_for("ES256", "holder").as_dict(private=True)
BAD_HEADERS = {
    "no typ": {"typ": None},
    "the typ of an assertion": {"typ": "JWT"},
    "another typ": {"typ": "dpop+jwt+wrong"},
    "no alg": {"alg": None},
    "none": {"alg": "none"},
    "RS256": {"alg": "RS256"},
    "HS256": {"alg": "HS256"},
    "an algorithm of another key": {"alg": "PS256"},
    "no jwk": {"jwk": None},
    "a jwk that is a text": {"jwk": "key"},
    "a private key": {"jwk": PRIVATE},
    "a symmetric key": {"jwk": {"kty": "oct", "k": "AAAA"}},
    "another's key": {"jwk": OTHER.as_dict(private=False)},
    "half a key": {"jwk": {"kty": "EC", "crv": "P-256"}},
    "critical extensions": {"crit": ["b64"], "b64": False},
    "the address of a key": {"jku": "https://evil.example/keys"},
}


@pytest.mark.parametrize("changes", BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_oa_13_proofs_of_nothing(changes):
    """[dpop-negative-tests]"""
    with pytest.raises(BadProof):
        read(proof(Holder(header=changes)))


def test_oa_13_forged_proofs():
    holder, good = Holder(), proof()
    head, body, tail = good.split(".")
    claims = holder.claims("GET", PATH, TOKEN)
    rsa, hmac = key_for("RS256"), key_for("HS256")
    header = holder.head()
    forged = {
        "an altered body": f"{head}.{part(claims | {'jti': 'other'})}.{tail}",
        "no signature": f"{head}.{body}.",
        "a cut signature": good[:-4],
        "another's signature": sign(header, claims, OTHER, "ES256"),
        "RS256": sign(
            header | {"alg": "RS256", "jwk": rsa.as_dict(private=False)},
            claims,
            rsa,
            "RS256",
        ),
        "HS256 by a key of its own": sign(
            header | {"alg": "HS256", "jwk": hmac.as_dict(private=True)},
            claims,
            hmac,
            "HS256",
        ),
        "a name twice": sign(
            header, f'{{"htm":"PUT",{json.dumps(claims)[1:]}', holder.key, "ES256"
        ),
        "a list": sign(header, [claims], holder.key, "ES256"),
        "two proofs": f"{good},{good}",
        "blanks": f" {good}",
        "too long": proof(name="x" * 9000),
        "not ASCII": good + "é",
        "nothing": "",
        "dots": "..",
    }
    for name, text in forged.items():
        with pytest.raises(BadProof):
            pytest.fail(f"{name}: {read(text)}")


@pytest.mark.parametrize(
    ("htu", "address"),
    [
        ("https://api.example", "https://api.example/"),
        ("https://api.example:443/x", "https://api.example/x"),
        ("https://API.example/x", "https://api.example/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_spellings_of_one_address(htu, address):
    """RFC 3986, section 6.2; [dpop-negative-tests]"""
    assert is_same_address(htu, address)


def test_a_nonce_is_good_for_five_to_ten_minutes(at):
    given = nonce_at("key", at)

    assert is_ours("key", given, at=at)
    assert is_ours("key", given, at=at + timedelta(minutes=5))
    assert not is_ours("key", given, at=at + timedelta(minutes=11))
    assert not is_ours("other key", given, at=at)
    for invented in ("", "x", given[:-1], "é", "\ud800"):
        assert not is_ours("key", invented, at=at)

"""The programme's signature, checked by cryptography's own Ed25519 (SC-10)."""

import base64
import json
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from core.signing import BadSignature, Issuer, thumbprint

SEED, OTHER_SEED = b"a" * 32, b"b" * 32


def make_issuer(**changes):
    values = {
        "address": "https://pelatihan.example",
        "name": "Program Pelatihan",
        "zone": ZoneInfo("Asia/Jakarta"),
        "signing_seed": SEED,
    }
    return Issuer(**(values | changes))


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encode(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forge(header, payload, seed=SEED):
    signed = f"{encode(header)}.{encode(payload)}"
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(signed.encode())
    return f"{signed}.{encode(signature)}"


def test_a_stranger_can_verify_with_the_published_key_alone():
    issuer = make_issuer()

    token = issuer.sign({"name": "Ani"})

    header, payload, signature = token.split(".")
    key = issuer.jwks()[0]
    Ed25519PublicKey.from_public_bytes(decode(key["x"])).verify(
        decode(signature), f"{header}.{payload}".encode()
    )
    assert json.loads(decode(header)) == {
        "alg": "EdDSA",
        "typ": "JWT",
        "kid": key["kid"],
    }
    assert json.loads(decode(payload)) == {"name": "Ani"}


def test_the_key_is_named_by_its_thumbprint():
    """RFC 8037, appendix A.3, gives this key and this thumbprint."""
    public_key = decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")

    assert thumbprint(public_key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_rotation_keeps_old_documents_good():
    """Feature 72: key history."""
    old = make_issuer(signing_seed=OTHER_SEED)
    token = old.sign({"name": "Ani"})
    public_key = decode(old.jwks()[0]["x"])

    new = make_issuer(retired=(public_key,))

    assert new.verify(token) == {"name": "Ani"}
    assert [key["kid"] for key in new.jwks()][1] == old.jwks()[0]["kid"]
    assert new.key_id != old.key_id


def test_a_new_address_keeps_old_documents_good():
    token = make_issuer(address="http://old.example").sign({"name": "Ani"})

    assert make_issuer().verify(token) == {"name": "Ani"}


GOOD_HEADER = {"alg": "EdDSA", "typ": "JWT", "kid": make_issuer().jwks()[0]["kid"]}
ATTACKS = {
    "nothing": "",
    "no parts": "....",
    "not base64": "é.é.é",
    "no signature": make_issuer().sign({}).rpartition(".")[0] + ".",
    "alg none": f"{encode(GOOD_HEADER | {'alg': 'none'})}.{encode({})}.",
    "another algorithm named": forge(GOOD_HEADER | {"alg": "HS256"}, {}),
    "no algorithm": forge({"typ": "JWT", "kid": GOOD_HEADER["kid"]}, {}),
    "another type": forge(GOOD_HEADER | {"typ": "at+jwt"}, {}),
    "key of a stranger": forge(GOOD_HEADER, {}, seed=OTHER_SEED),
    "key within the header": forge(
        {
            **GOOD_HEADER,
            "kid": "https://evil.example/keys/1",
            "jwk": make_issuer(signing_seed=OTHER_SEED).jwks()[0],
        },
        {},
        seed=OTHER_SEED,
    ),
    "key id no text": forge(GOOD_HEADER | {"kid": 7}, {}),
    "header no object": forge([], {}),
    "padded": make_issuer().sign({}) + "=",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_forged_document_is_refused(attack):
    with pytest.raises(BadSignature):
        make_issuer().verify(attack)


def test_one_changed_letter_is_noticed():
    token = make_issuer().sign({"name": "Ani"})
    header, _, signature = token.split(".")

    with pytest.raises(BadSignature):
        make_issuer().verify(f"{header}.{encode({'name': 'Ina'})}.{signature}")

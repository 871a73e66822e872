"""Public keys that a client hands over (OA-12): which, and what is kept of them."""

import json

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import func, select

from core.audit import AuditEntry
from partners.oauth import Client, ClientSecret
from partners.oauth.errors import KeySetUnusable
from partners.oauth.keys import read_key_set, thumbprint_of
from tests.factories import make_client, make_organisation
from tests.partners.oauth.flow import make_platform
from tests.partners.oauth.signing import jwk_set, key_for

PUBLIC = key_for("ES256").as_dict(private=False)

UNUSABLE = {
    "nothing": None,
    "a text": "keys",
    "a list": [PUBLIC],
    "no keys": {"keys": []},
    "keys of another shape": {"keys": {"0": PUBLIC}},
    "a key that is a text": {"keys": ["x"]},
    "six keys": {"keys": [PUBLIC | {"kid": str(n)} for n in range(6)]},
    "a private key": {"keys": [key_for("ES256").as_dict(private=True)]},
    "a private RSA key": {"keys": [key_for("PS256").as_dict(private=True)]},
    "a symmetric key": {"keys": [{"kty": "oct", "k": "AAAA"}]},
    "another curve": jwk_set(ECKey.generate_key("P-384")),
    "another Edwards curve": jwk_set(OKPKey.generate_key("Ed448")),
    "a key to agree upon others": jwk_set(OKPKey.generate_key("X25519")),
    "a key for encryption": {"keys": [PUBLIC | {"use": "enc"}]},
    "a key for another algorithm": {"keys": [PUBLIC | {"alg": "ES384"}]},
    "a point beside the curve": {"keys": [PUBLIC | {"x": PUBLIC["y"]}]},
    "half a point": {"keys": [{k: PUBLIC[k] for k in ("kty", "crv", "x")}]},
    "numbers for texts": {"keys": [PUBLIC | {"x": 7}]},
    "an endless number": {"keys": [{"kty": "RSA", "n": "_" * 9000, "e": "AQAB"}]},
    "RSA of 1024 bits": {"keys": [{"kty": "RSA", "n": "_" * 171, "e": "AQAB"}]},
    "RSA with exponent 3": {
        "keys": [key_for("PS256").as_dict(private=False) | {"e": "Aw"}]
    },
    "two keys without names": jwk_set(key_for("ES256"), key_for("EdDSA")),
    "two keys with one name": jwk_set(
        key_for("ES256"), key_for("EdDSA"), names=("a", "a")
    ),
    "a name with NUL": {"keys": [PUBLIC | {"kid": "a\0b"}]},
    "an endless name": {"keys": [PUBLIC | {"kid": "x" * 201}]},
    "a name that is a number": {"keys": [PUBLIC | {"kid": 1}]},
    "an address": {"jwks_uri": "https://platform.example/keys"},
}


@pytest.mark.parametrize("key_set", UNUSABLE.values(), ids=UNUSABLE)
def test_oa_12_what_is_no_public_key_set_is_refused(session, key_set):
    with pytest.raises(KeySetUnusable):
        read_key_set(key_set)


@pytest.mark.parametrize("bits", [2048, 3072])
def test_rsa_keys_of_usual_sizes_are_accepted(bits):
    assert len(read_key_set(jwk_set(RSAKey.generate_key(bits)))) == 1


def test_only_what_makes_the_key_and_its_name_is_kept():
    given = PUBLIC | {
        "kid": "k1",
        "use": "sig",
        "alg": "ES256",
        "x5c": ["AA"],
        "jku": "https://evil.example",
    }

    kept = read_key_set({"keys": [given]})

    assert kept == [
        {"kty": "EC", "crv": "P-256", "x": PUBLIC["x"], "y": PUBLIC["y"], "kid": "k1"}
    ]
    assert thumbprint_of(kept[0]) == key_for("ES256").thumbprint()


def test_a_client_with_bad_keys_is_not_registered(session):
    with pytest.raises(KeySetUnusable):
        make_platform(session, "private_key_jwt", key_set={"keys": [{"kty": "oct"}]})

    assert session.scalar(select(func.count()).select_from(Client)) == 0


def test_a_client_that_signs_has_no_secret_and_its_keys_are_on_the_record(session):
    platform = make_platform(session, "private_key_jwt")

    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "client.registered")
    ).one()

    assert platform.secret is None
    assert session.scalar(select(func.count()).select_from(ClientSecret)) == 0
    assert entry.after["keys"] == [platform.key.thumbprint()]


@pytest.fixture
def run(app, session):
    return lambda *args: app.test_cli_runner().invoke(args=["clients", *args])


@pytest.fixture
def key_file(tmp_path):
    def write(content) -> str:
        path = tmp_path / "keys.json"
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_operator_registers_a_client_that_signs(run, session, key_file):
    organisation = make_organisation(session)

    answer = run(
        *("register", organisation.code, "--name", "Shop", "--scope", "catalog:read"),
        *("--keys", key_file(jwk_set(key_for("ES256")))),
    )

    client = session.scalars(select(Client)).one()
    assert answer.output == f"client_id: {client.client_id}\n"
    assert client.auth_method == "private_key_jwt"
    assert client.grant_types == ["client_credentials"]
    assert thumbprint_of(client.public_keys[0]) == key_for("ES256").thumbprint()


@pytest.mark.parametrize("content", ["no JSON", {"keys": [{"kty": "oct", "k": "A"}]}])
def test_a_file_without_public_keys_registers_nobody(run, session, key_file, content):
    organisation = make_organisation(session)

    answer = run(
        *("register", organisation.code, "--name", "Shop", "--scope", "catalog:read"),
        *("--keys", key_file(content)),
    )

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert session.scalar(select(func.count()).select_from(Client)) == 0


def test_a_public_client_brings_no_keys(run, session, key_file):
    organisation = make_organisation(session)

    answer = run(
        *("register", organisation.code, "--name", "Shop", "--scope", "profile:read"),
        *("--redirect-uri", "http://127.0.0.1/", "--public"),
        *("--keys", key_file(jwk_set(key_for("ES256")))),
    )

    assert answer.exit_code == 1
    assert session.scalar(select(func.count()).select_from(Client)) == 0


def test_the_operator_replaces_keys_and_it_is_on_the_record(run, session, key_file):
    platform, new = make_platform(session, "private_key_jwt"), key_for("EdDSA")

    answer = run("replace-keys", platform.client.client_id, key_file(jwk_set(new)))

    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "client.keys_replaced")
    ).one()
    assert answer.output == f"{new.thumbprint()}\n"
    assert entry.before == {"keys": [platform.key.thumbprint()]}
    assert entry.after == {"keys": [new.thumbprint()]}


def test_a_client_with_a_secret_gets_no_keys(run, session, key_file):
    client = make_client(session, make_organisation(session), ["catalog:read"])

    answer = run("replace-keys", client.client_id, key_file(jwk_set(key_for("EdDSA"))))

    assert answer.exit_code == 1
    assert client.public_keys is None


def test_a_client_that_signs_gets_no_secret(run, session):
    platform = make_platform(session, "private_key_jwt")

    answer = run("rotate-secret", platform.client.client_id)

    assert answer.exit_code == 1
    assert session.scalar(select(func.count()).select_from(ClientSecret)) == 0

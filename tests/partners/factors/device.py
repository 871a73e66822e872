"""A device with passkeys, in software: what a browser would answer (WebAuthn)."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

USER_PRESENT, USER_VERIFIED, MAY_BE_COPIED, IS_COPIED, HAS_KEY = 1, 4, 8, 16, 64
ES256, EC2, P256 = -7, 2, 1


@dataclass
class SoftDevice:
    """One passkey for `origin`; `verifies` is whether it checks who holds it."""

    origin: str = "http://localhost"
    rp_id: str = "localhost"
    verifies: bool = True
    copied: bool = False
    count: int = 0
    credential_id: bytes = b"a passkey of the tests"
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, question: str, **client_data: Any) -> str:
        """The answer to the question for a new passkey, as JSON."""
        asked = json.loads(question)
        self.user_handle = base64url_to_bytes(asked["user"]["id"])
        described = self._authenticator_data(HAS_KEY) + self._key_data()
        attestation = {"fmt": "none", "attStmt": {}, "authData": described}
        client = self._client_data("webauthn.create", asked["challenge"], client_data)
        return self._answer(
            {
                "clientDataJSON": bytes_to_base64url(client),
                "attestationObject": bytes_to_base64url(cbor2.dumps(attestation)),
            }
        )

    def get(self, question: str, **client_data: Any) -> str:
        """The answer to the question for this passkey, as JSON."""
        self.count += 1
        challenge = json.loads(question)["challenge"]
        client = self._client_data("webauthn.get", challenge, client_data)
        data = self._authenticator_data(0)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": bytes_to_base64url(client),
                "authenticatorData": bytes_to_base64url(data),
                "signature": bytes_to_base64url(signature),
                "userHandle": bytes_to_base64url(self.user_handle),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        named = bytes_to_base64url(self.credential_id)
        return json.dumps(
            {
                "id": named,
                "rawId": named,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )

    def _client_data(self, kind: str, challenge: str, changes: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps({**said, "crossOrigin": False, **changes}).encode()

    def _authenticator_data(self, more: int) -> bytes:
        flags = USER_PRESENT | more
        flags |= USER_VERIFIED if self.verifies else 0
        flags |= MAY_BE_COPIED | IS_COPIED if self.copied else 0
        party = hashlib.sha256(self.rp_id.encode()).digest()
        return party + bytes([flags]) + self.count.to_bytes(4)

    def _key_data(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        public = {
            1: EC2,
            3: ES256,
            -1: P256,
            -2: numbers.x.to_bytes(32),
            -3: numbers.y.to_bytes(32),
        }
        length = len(self.credential_id).to_bytes(2)
        return bytes(16) + length + self.credential_id + cbor2.dumps(public)

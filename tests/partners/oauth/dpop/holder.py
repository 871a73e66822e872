"""A client's side of DPoP: a key, proofs, and the nonce that was last given."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from joserfc.jwk import Key

from tests.partners.oauth.flow import Platform
from tests.partners.oauth.signing import ISSUER, Ahead, instants, key_for, sign


def hash_of(token: str) -> str:
    """The `ath` of a token."""
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass
class Holder:
    """Whoever holds a key. `nonce` is kept as libraries keep it."""

    name: str = "holder"
    algorithm: str = "ES256"
    nonce: str | None = None
    header: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return key_for(self.algorithm, self.name)

    @property
    def thumbprint(self) -> str:
        return self.key.thumbprint()

    def head(self) -> dict[str, Any]:
        """The header of a good proof, with the changes of `header`; None: without."""
        good = {
            "typ": "dpop+jwt",
            "alg": self.algorithm,
            "jwk": self.key.as_dict(private=False),
        }
        return {k: v for k, v in (good | self.header).items() if v is not None}

    def claims(self, method: str, path: str, token: str | None, **changes: Any) -> Any:
        good = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": ISSUER + path,
            "iat": Ahead(0),
            "nonce": self.nonce,
            "ath": hash_of(token) if token is not None else None,
        }
        return instants(good | changes)

    def proof(
        self, method: str, path: str, token: str | None = None, **changes: Any
    ) -> str:
        claims = self.claims(method, path, token, **changes)
        return sign(self.head(), claims, self.key, self.algorithm)

    def get(self, browser: FlaskClient, token: str, **changes: Any) -> Any:
        """The API with a bound token and a proof, again when a nonce is asked for."""
        path = "/v1/userinfo"
        for _ in range(2):
            answer = browser.get(
                path,
                headers={
                    "Authorization": f"DPoP {token}",
                    "DPoP": self.proof("GET", path, token, **changes),
                },
            )
            if not self.keep_nonce(answer):
                break
        return answer

    def keep_nonce(self, answer: Any) -> bool:
        """Keep the nonce of an answer; whether the request is to be sent again."""
        self.nonce = answer.headers.get("DPoP-Nonce", self.nonce)
        asked = answer.headers.get("WWW-Authenticate", "")
        return "use_dpop_nonce" in (answer.json or {}).get("error", asked)

    def exchange(
        self, browser: FlaskClient, platform: Platform, code: str, verifier: str
    ) -> Any:
        """Redeem a code with a proof."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": platform.redirect_uri,
            "code_verifier": verifier,
        }
        return self.token(browser, platform, form)

    def refresh(self, browser: FlaskClient, platform: Platform, token: str) -> Any:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.token(browser, platform, form)

    def token(
        self,
        browser: FlaskClient,
        platform: Platform,
        form: dict[str, str],
        **changes: Any,
    ) -> Any:
        """A token request; authenticated anew for each try, as libraries do it."""
        for _ in range(2):
            answer = browser.post(
                "/oauth/token",
                data=form | platform.body(),
                headers={"DPoP": self.proof("POST", "/oauth/token", **changes)}
                | platform.authentication(),
            )
            if not self.keep_nonce(answer):
                break
        return answer

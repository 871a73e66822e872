"""A relying party and a browser over HTTP, for scripts that follow the modules of the
OpenID Foundation's conformance suite.

The suite itself needs a JVM and a database of its own, so each module is written down
again here under its own name. One thing differs throughout: our server asks PKCE of
every client (OA-01), which the Basic plan's requests do not have, so it is added.
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

CALLBACK = "https://rp.example/callback"
SIGNED_OUT = "https://rp.example/post_logout_redirect"
OPENID = "openid"


@dataclass
class Person:
    email: str
    password: str


@dataclass
class Client:
    """What a relying party knows of itself."""

    client_id: str
    secret: str
    method: str = "client_secret_basic"

    def authenticate(self, form: dict[str, str]) -> dict[str, Any]:
        """The form of a request to the token endpoint with its authentication."""
        if self.method == "client_secret_basic":
            return {"data": form, "auth": (self.client_id, self.secret)}
        own = {"client_id": self.client_id, "client_secret": self.secret}
        return {"data": form | own}


@dataclass
class Visit:
    """Where a browser ended up: at the relying party with an answer, or on a page."""

    pages: list[str]
    answer: dict[str, str] = field(default_factory=dict)
    page: httpx.Response | None = None
    address: str = ""


class Browser:
    """A person's browser: it keeps cookies, follows redirects and fills forms in."""

    def __init__(self, http: httpx.Client, person: Person) -> None:
        self.http, self.person = http, person

    def go(self, address: str, *, method: str = "GET", data: Any = None) -> Visit:
        """Follow an address until the relying party is reached or nothing is left to
        do; `pages` names what she was shown on the way."""
        visit, answer = Visit([]), self.http.request(method, address, data=data)
        for _ in range(12):
            if answer.is_redirect:
                location = urljoin(str(answer.url), answer.headers["Location"])
                assert answer.status_code == 303, "A form must not be sent on."
                if location.startswith("https://rp.example/"):
                    visit.address = location
                    visit.answer = dict(parse_qsl(urlsplit(location).query))
                    return visit
                answer = self.http.get(location)
                continue
            acted = self._act(answer, visit)
            if acted is None:
                visit.page = answer
                return visit
            answer = acted
        raise AssertionError(f"She walks in circles: {visit.pages}")

    def _act(self, page: httpx.Response, visit: Visit) -> httpx.Response | None:
        if page.url.path == "/sign-in" and page.status_code == 200:
            visit.pages.append("sign-in")
            typed = {"email": self.person.email, "password": self.person.password}
            return self.submit(page, "/sign-in", typed)
        if page.url.path == "/oauth/authorize" and 'value="allow"' in page.text:
            visit.pages.append("consent")
            return self.submit(page, "/oauth/authorize", {"decision": "allow"})
        return None

    def submit(
        self, page: httpx.Response, action: str, typed: dict[str, str]
    ) -> httpx.Response:
        forms = re.findall(r"(<form[^>]*>)(.*?)</form>", page.text, re.S)
        for opening, inside in forms:
            if f'action="{action}"' in opening:
                hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', inside)
                fields = dict(_field(tag) for tag in hidden)
                address = urljoin(str(page.url), action)
                return self.http.post(address, data=fields | typed)
        raise AssertionError(f"No form leads to {action}.")


class RelyingParty:
    """Makes requests as a library would, and believes nothing that it cannot verify."""

    def __init__(self, http: httpx.Client, issuer: str, client: Client) -> None:
        self.http, self.issuer, self.client = http, issuer, client
        self.metadata: dict[str, Any] = self.http.get(
            f"{issuer}/.well-known/openid-configuration"
        ).json()
        self.verifier = ""

    def request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None leaves one out."""
        self.verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(self.verifier.encode()).digest()
        parameters: dict[str, str | None] = {
            "client_id": self.client.client_id,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": OPENID,
            "state": secrets.token_urlsafe(8),
            "nonce": secrets.token_urlsafe(8),
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return {k: v for k, v in (parameters | changes).items() if v is not None}

    def address(self, parameters: dict[str, str]) -> str:
        return f"{self.metadata['authorization_endpoint']}?{urlencode(parameters)}"

    def authorize(self, browser: Browser, **changes: str | None) -> Visit:
        """Send a browser, and check what every answer has: state and iss."""
        asked = self.request(**changes)
        visit = browser.go(self.address(asked))
        if visit.answer:
            assert visit.answer["iss"] == self.issuer
            assert visit.answer.get("state") == asked.get("state")
        return visit

    def redeem(self, code: str, **changes: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        return self._token(form | changes)

    def refresh(self, refresh_token: str) -> httpx.Response:
        return self._token(
            {"grant_type": "refresh_token", "refresh_token": refresh_token}
        )

    def sign_in(self, browser: Browser, **changes: str | None) -> dict[str, Any]:
        """A whole flow; the answer of the token endpoint, its id_token verified."""
        asked = self.request(**changes)
        visit = browser.go(self.address(asked))
        assert "code" in visit.answer, (visit.answer, visit.page and visit.page.text)
        answer = self.redeem(visit.answer["code"])
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        granted: dict[str, Any] = answer.json()
        granted["pages"] = visit.pages
        granted["claims"] = self.verify(granted, nonce=asked.get("nonce"))
        return granted

    def verify(
        self, granted: dict[str, Any], *, nonce: str | None = None
    ) -> dict[str, Any]:
        """The claims of the id_token, checked as section 3.1.3.7 of Core says."""
        keys = KeySet.import_key_set(self.http.get(self.metadata["jwks_uri"]).json())
        algorithms = self.metadata["id_token_signing_alg_values_supported"]
        token = jwt.decode(granted["id_token"], keys, algorithms=algorithms)
        assert token.header["kid"] in [key.kid for key in keys.keys]
        client_id = self.client.client_id
        CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": client_id},
            },
            params={
                "nonce": nonce,
                "client_id": client_id,
                "access_token": granted["access_token"],
            },
        ).validate()
        return dict(token.claims)

    def userinfo(self, granted: dict[str, Any]) -> httpx.Response:
        address = self.metadata["userinfo_endpoint"]
        return self.http.get(address, headers=bearer(granted))

    def sign_out_address(self, **parameters: str) -> str:
        address = str(self.metadata["end_session_endpoint"])
        return f"{address}?{urlencode(parameters)}" if parameters else address

    def _token(self, form: dict[str, str]) -> httpx.Response:
        return self.http.post(
            self.metadata["token_endpoint"], **self.client.authenticate(form)
        )


def bearer(granted: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {granted['access_token']}"}


def _field(tag: str) -> tuple[str, str]:
    name, value = (
        (re.findall(rf'\b{wanted}="([^"]*)"', tag) or [""])[0]
        for wanted in ("name", "value")
    )
    return name, unescape(value)

"""A platform is allowed to act for a participant: OAuth 2 by a stock client library."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from marketplace.demo.state import Credentials
from marketplace.walkthrough.newcomer import Newcomer
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.screen import Exchange
from marketplace.walkthrough.stage import Stage, money

PLATFORM_SCOPES = ["profile:read", "balance:read", "orders:write", "orders:read"]
APP_SCOPES = ["participant:self"]
TOKEN_FIELDS = ("access_token", "refresh_token", "expires_in", "scope", "token_type")


@dataclass(frozen=True)
class Link:
    """A client that may act for a person."""

    token: str


def walk(stage: Stage, newcomer: Newcomer) -> Link:
    """Link the platform, look at the tokens, and see a weak request refused."""
    stage.screen.chapter(
        "A platform is linked",
        "Authorization code with PKCE, by requests-oauthlib. The participant sees who"
        " asks, what is shared and what may be done, and allows it.",
    )
    platform = stage.client("platform")
    session = _session(stage, platform, PLATFORM_SCOPES)
    token = _authorize(stage, newcomer, session, platform, says="orders")
    token = _refresh(stage, session, platform, token)
    _look_at(stage, platform, token)
    _refuse_plain(stage, newcomer, platform)
    balance = stage.api.call(
        "platform",
        "GET",
        "/v1/participant/balance",
        token=token["access_token"],
        expect=200,
    ).json()
    stage.screen.learned(
        f"The platform may see her balance: {money(balance['balance'])}."
    )
    return Link(token["access_token"])


def link_quietly(
    stage: Stage, newcomer: Newcomer, part: str, scopes: list[str]
) -> Link:
    """Link a client as above, off the screen."""
    client = stage.client(part)
    session = _session(stage, client, scopes, quiet=True)
    token = _authorize(stage, newcomer, session, client, quiet=True)
    return Link(token["access_token"])


def ask_once(
    stage: Stage, newcomer: Newcomer, part: str, detail: dict[str, Any], *, says: str
) -> dict[str, Any]:
    """Ask her to allow one act, spelled out (RFC 9396); the token answer.

    `says` is what the consent page must tell her.
    """
    client = stage.client(part)
    session = _session(stage, client, None)
    return _authorize(
        stage,
        newcomer,
        session,
        client,
        says=says,
        authorization_details=json.dumps([detail]),
    )


def _session(
    stage: Stage, client: Credentials, scopes: list[str] | None, *, quiet: bool = False
) -> OAuth2Session:
    session = OAuth2Session(
        client.client_id,
        redirect_uri=client.redirect_uris[0],
        scope=scopes,
        pkce="S256",
    )
    if not quiet:
        session.hooks["response"].append(_showing(stage, client))
    return session


def _showing(stage: Stage, client: Credentials) -> Callable[..., None]:
    def show(answer: requests.Response, *_: Any, **__: Any) -> None:
        asked = answer.request
        stage.screen.show(
            Exchange(
                who="platform",
                method=asked.method or "",
                address=urlsplit(asked.url or "").path,
                status=answer.status_code,
                asked=_text(asked.body),
                answered=answer.text,
                request_headers={
                    name: _text(value) for name, value in asked.headers.items()
                },
                answer_headers=answer.headers,
            ),
            TOKEN_FIELDS,
        )

    return show


def _authorize(
    stage: Stage,
    newcomer: Newcomer,
    session: OAuth2Session,
    client: Credentials,
    *,
    quiet: bool = False,
    says: str = "",
    **more: str,
) -> dict[str, Any]:
    """She is sent to the authorization page, allows it, and comes back with a code."""
    address, _ = session.authorization_url(f"{stage.demo.web}/oauth/authorize", **more)
    page = newcomer.browser.open(_path_of(address), quiet=quiet)
    promise(says in page.text, "The consent page should say what is asked.")
    back = newcomer.browser.send(
        page, "/oauth/authorize", decision="allow", quiet=quiet
    )
    promise(
        back.startswith(client.redirect_uris[0]),
        f"She should come back to the registered address, not to {back}.",
    )
    promise("iss=" in back, "The answer should name who gives it (RFC 9207).")
    token: dict[str, Any] = session.fetch_token(
        f"{stage.demo.web}/oauth/token",
        authorization_response=back,
        auth=_authentication(client),
        include_client_id=client.secret is None,
    )
    if not quiet:
        stage.screen.learned("The code became tokens, against the PKCE verifier.")
    return token


def _refresh(
    stage: Stage, session: OAuth2Session, client: Credentials, old: dict[str, Any]
) -> dict[str, Any]:
    new: dict[str, Any] = session.refresh_token(
        f"{stage.demo.web}/oauth/token", auth=_authentication(client)
    )
    promise(
        new["refresh_token"] != old["refresh_token"],
        "A refresh token should be good for one use.",
    )
    stage.screen.learned("Access tokens are short-lived; refresh tokens are used once.")
    return new


def _look_at(stage: Stage, client: Credentials, token: dict[str, Any]) -> None:
    shown = stage.api.call(
        "platform",
        "POST",
        "/oauth/introspect",
        client=client,
        form={"token": token["access_token"]},
        expect=200,
    ).json()
    promise(shown["active"] is True, f"The token should be active: {shown}")
    known = stage.api.call(
        "platform", "GET", "/v1/userinfo", token=token["access_token"], expect=200
    ).json()
    promise(set(known) == {"sub", "given_name"}, f"Only these two are shared: {known}")
    stage.screen.learned(
        "The platform knows a first name and a number that no other platform is given."
    )


def _refuse_plain(stage: Stage, newcomer: Newcomer, client: Credentials) -> None:
    question = urlencode(
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uris[0],
            "scope": "balance:read",
            "state": "weak",
            "code_challenge": "a" * 43,
            "code_challenge_method": "plain",
        }
    )
    answer = newcomer.browser.visit(f"/oauth/authorize?{question}")
    back = parse_qs(urlsplit(answer.headers.get("location", "")).query)
    promise(
        back.get("error") == ["invalid_request"] and "code" not in back,
        f"PKCE without a hash should be refused, but she is sent to {back}.",
    )
    stage.screen.learned("PKCE with `plain` is refused; S256 is the only way.")


def _authentication(client: Credentials) -> AuthBase | None:
    if client.secret is None:
        return None
    return HTTPBasicAuth(client.client_id, client.secret)


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value or "")

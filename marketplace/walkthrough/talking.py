"""Requests to the API, shown and checked."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson

from core.ids import new_id
from marketplace.demo.state import Credentials
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.screen import Exchange, Screen

TIMEOUT_SECONDS = 30


class Api:
    """The API at one address, as everybody in the story calls it."""

    def __init__(self, address: str, screen: Screen) -> None:
        self._address = address
        self._screen = screen
        self._http = httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS)

    def call(
        self,
        who: str,
        method: str,
        path: str,
        *,
        expect: int,
        token: str | None = None,
        client: Credentials | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        key: str | None = None,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
        show: Sequence[str] | None = None,
        quiet: bool = False,
    ) -> httpx.Response:
        """Send a request and show it unless `quiet`.

        `token` is a bearer token, `client` authenticates with its secret, `key` is an
        Idempotency-Key, `headers` are sent beside these. Raises BrokenPromise for any
        status but `expect`.
        """
        content, sent = _body(json, form)
        sent.update(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if key:
            sent["Idempotency-Key"] = key
        if language:
            sent["Accept-Language"] = language
        answer = self._http.request(
            method,
            path,
            content=content,
            headers=sent,
            auth=(client.client_id, client.secret or "") if client else None,
        )
        if not quiet:
            self._screen.show(exchange_of(who, answer), show)
        promise(
            answer.status_code == expect,
            f"{method} {path} answers {answer.status_code} instead of {expect}:"
            f" {answer.text[:500]}",
        )
        return answer

    def client_token(
        self, who: str, client: Credentials, *, scope: str, quiet: bool = False
    ) -> str:
        """A token of the client's own, by its credentials (RFC 6749, section 4.4)."""
        answer = self.call(
            who,
            "POST",
            "/oauth/token",
            client=client,
            form={"grant_type": "client_credentials", "scope": scope},
            expect=200,
            show=("access_token", "expires_in", "scope"),
            quiet=quiet,
        )
        token: str = answer.json()["access_token"]
        return token

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def new_key() -> str:
    """A fresh Idempotency-Key."""
    return str(new_id())


def exchange_of(who: str, answer: httpx.Response) -> Exchange:
    """What httpx asked and was answered."""
    request = answer.request
    is_text = not answer.headers.get("content-type", "").startswith("application/pdf")
    return Exchange(
        who=who,
        method=request.method,
        address=request.url.raw_path.decode(),
        status=answer.status_code,
        asked=request.content.decode(),
        answered=answer.text if is_text else f"{len(answer.content):,} bytes of PDF",
        request_headers=request.headers,
        answer_headers=answer.headers,
    )


def _body(
    json: Any, form: Mapping[str, str] | None
) -> tuple[bytes | None, dict[str, str]]:
    if json is not None:
        return orjson.dumps(json), {"Content-Type": "application/json"}
    if form is not None:
        return (
            urlencode(form).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
    return None, {}

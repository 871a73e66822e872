"""What a person does on our pages, with a browser that has no scripts."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import update

from core.unit_of_work import unit_of_work
from partners.accounts import BrowserSession
from tests.partners.oauth.flow import Pkce, answer, question
from tests.partners.oauth.oidc.relying import OPENID

EMAIL = "ani.lestari@example.org"
PASSWORD = "kuda hijau berlari pagi"
HOUR = timedelta(hours=1)


def form_of(page: Any, action: str) -> dict[str, str]:
    """The hidden fields of the form of a page that is sent to `action`."""
    for opening, inside in re.findall(r"(<form[^>]*>)(.*?)</form>", page.text, re.S):
        if f'action="{action}"' in opening:
            tags = re.findall(r"<input[^>]*>", inside)
            fields = [_field(tag) for tag in tags if 'type="hidden"' in tag]
            return dict(fields)
    raise AssertionError(f"No form leads to {action}:\n{page.text}")


def links_of(page: Any) -> list[str]:
    return [unescape(one) for one in re.findall(r'<a [^>]*href="([^"]*)"', page.text)]


def asked_of(platform: Any, **changes: str | None) -> dict[str, str]:
    """An OpenID request of a platform."""
    return question(platform, Pkce(), **({"scope": OPENID} | changes))


def ask(client: Any, asked: dict[str, str]) -> Any:
    return client.get("/oauth/authorize", query_string=asked)


def enter(
    client: Any, page: Any, *, email: str = EMAIL, password: str = PASSWORD
) -> Any:
    """Fill in the sign-in page to which an answer leads."""
    assert page.status_code == 303, page.text
    assert page.location.startswith("/sign-in?"), page.location
    form = form_of(client.get(page.location), "/sign-in")
    return client.post("/sign-in", data=form | {"email": email, "password": password})


def allow(client: Any, page: Any) -> Any:
    """Press Allow on a consent page."""
    form = form_of(page, "/oauth/authorize")
    return client.post("/oauth/authorize", data=form | {"decision": "allow"})


def link(client: Any, platform: Any, **person: str) -> None:
    """Sign in from the platform and consent; that was an hour ago."""
    back = enter(client, ask(client, asked_of(platform)), **person)
    answer(allow(client, client.get(back.location)))
    with unit_of_work("test") as session:
        session.execute(
            update(BrowserSession).values(
                authenticated_at=BrowserSession.authenticated_at - HOUR
            )
        )


def redirect_to(location: str) -> Any:
    """An answer that leads somewhere, as `enter` takes it."""
    return SimpleNamespace(status_code=303, location=location, text="")


def parameter(address: str, name: str) -> str:
    return parse_qs(urlsplit(address).query)[name][0]


def _field(tag: str) -> tuple[str, str]:
    name, value = (
        (re.findall(rf'\b{wanted}="([^"]*)"', tag) or [""])[0]
        for wanted in ("name", "value")
    )
    return name, unescape(value)

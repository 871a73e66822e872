"""A person at her browser, over real HTTP: she signs in and consents."""

from html.parser import HTMLParser

import httpx

from core.unit_of_work import unit_of_work
from partners.accounts.services.register import register_account
from tests.factories.partners import EARLY

EMAIL, PASSWORD = "ani@example.org", "kuda hijau berlari pagi"


def register() -> None:
    """Make her account; the rows are committed."""
    with unit_of_work("test") as session:
        register_account(
            session, email=EMAIL, full_name="Ani Lestari", password=PASSWORD, at=EARLY
        )


def consent(address: str, authorization_url: str, decision: str = "allow") -> str:
    """Follow a platform's link, sign in, decide; the address she is sent back to."""
    with httpx.Client(base_url=address, timeout=20, follow_redirects=True) as browser:
        page = browser.get(authorization_url)
        if page.url.path == "/sign-in":
            form = fields(page.text, "/sign-in")
            form |= {"email": EMAIL, "password": PASSWORD}
            page = browser.post("/sign-in", data=form)
        answer = browser.post(
            "/oauth/authorize",
            data=fields(page.text, "/oauth/authorize") | {"decision": decision},
            follow_redirects=False,
        )
        assert answer.status_code == 303, page.text
        return answer.headers["Location"]


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`."""
    reader = _Forms(action)
    reader.feed(page)
    return reader.found


class _Forms(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("action") == self.action
        if tag == "input" and self.inside and said.get("type") == "hidden":
            self.found[str(said["name"])] = said.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

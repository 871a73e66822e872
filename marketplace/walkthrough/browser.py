"""A very small browser: cookies, pages, and forms with their hidden fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from marketplace.walkthrough.promises import BrokenPromise, promise
from marketplace.walkthrough.screen import Screen
from marketplace.walkthrough.talking import TIMEOUT_SECONDS, exchange_of


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page that was answered, and its forms."""

    path: str
    text: str
    forms: list[Form]

    def form_to(self, action: str) -> Form:
        """The form that is sent to this path. Raises BrokenPromise without one."""
        for form in self.forms:
            if (form.action or self.path).partition("?")[0] == action:
                return form
        raise BrokenPromise(f"The page {self.path} has no form for {action}.")


class Browser:
    """What a person holds in her hands."""

    def __init__(
        self, address: str, screen: Screen, *, who: str = "participant"
    ) -> None:
        self._http = httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS)
        self._screen = screen
        self._who = who

    def open(self, path: str, *, quiet: bool = False) -> Page:
        """Read a page. Raises BrokenPromise unless it answers 200."""
        answer = self._http.get(path)
        if not quiet:
            self._screen.show(exchange_of(self._who, answer))
        promise(
            answer.status_code == httpx.codes.OK,
            f"The page {path} answers {answer.status_code}: {answer.text[:300]}",
        )
        return read_page(path, answer.text)

    def visit(self, address: str, *, quiet: bool = False) -> httpx.Response:
        """Go to an address, without following where it leads."""
        answer = self._http.get(address)
        if not quiet:
            self._screen.show(exchange_of(self._who, answer))
        return answer

    def send(
        self, page: Page, action: str, *, quiet: bool = False, **values: str
    ) -> str:
        """Fill a form in and send it; the address to which the answer leads.

        Raises BrokenPromise unless it leads anywhere (303).
        """
        form = page.form_to(action)
        answer = self._http.post(action, data={**form.values, **values})
        if not quiet:
            self._screen.show(exchange_of(self._who, answer))
        promise(
            answer.status_code == httpx.codes.SEE_OTHER,
            f"The form at {action} answers {answer.status_code} instead of 303:"
            f" {answer.text[:300]}",
        )
        return answer.headers["location"]

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class _Forms(HTMLParser):
    """Collects the forms of a page with the values that are filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(named.get("action", "")))
        elif tag == "input" and self.forms and named.get("type") == "hidden":
            self.forms[-1].values[named["name"]] = named.get("value", "")


def read_page(path: str, text: str) -> Page:
    """A page with the forms that are on it."""
    parser = _Forms()
    parser.feed(text)
    return Page(path, text, parser.forms)

"""A participant who is signed in, as the test client."""

import re
from typing import Any

import pytest

from tests.marketplace.web.story import PASSWORD, Story, tell_story


@pytest.fixture
def story(session) -> Story:
    return tell_story(session)


class Browser:
    """A client that takes the form's token from the page, as a browser does."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, address: str, **options: Any) -> Any:
        return self.client.get(address, **options)

    def send(self, address: str, form: dict[str, Any], page: str | None = None) -> Any:
        """Post `form` with the token of `page` (by default of the same address)."""
        token = re.search(
            r'name="csrf_token" [^>]*value="([^"]+)"', self.get(page or address).text
        )
        assert token is not None
        return self.client.post(address, data={"csrf_token": token[1], **form})


@pytest.fixture
def stranger(client) -> Browser:
    """Nobody is signed in; the pages are English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    browser = Browser(client)
    browser.send("/language", {"locale": "en", "next": "/"}, page="/sign-in")
    return browser


@pytest.fixture
def person(stranger, story) -> Browser:
    """The story's participant is signed in."""
    form = {"email": story.email, "password": PASSWORD, "next": "/me"}
    assert stranger.send("/sign-in", form).status_code == 303
    return stranger

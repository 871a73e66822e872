"""Browsers of people who are signed in, and what their pages hold."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from partners.accounts import Account
from partners.accounts.proof import Method
from partners.accounts.services.sessions import start_session

ENGLISH = {"Accept-Language": "en"}
BOTH = (Method.PASSWORD, Method.CODE)


def browser_for(
    app: Flask,
    session: Session,
    account: Account,
    *,
    methods: Sequence[Method] = (Method.PASSWORD,),
    at: datetime | None = None,
) -> FlaskClient:
    """A browser in which somebody signed in at `at` by `methods`."""
    account.locale = "en"
    browser = app.test_client()
    secret = start_session(
        session, account_id=account.id, at=at or datetime.now(UTC), methods=methods
    )
    session.flush()
    browser.set_cookie("person", secret)
    return browser


def csrf_token(page: Any) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found.group(1)


def submit(browser: FlaskClient, address: str, **fields: Any) -> Any:
    """Send a form as a page of ours would; its token comes from the language form.

    The test client keeps a large upload in a file, and leaves it open.
    """
    token = csrf_token(browser.get("/catalogue"))
    answer = browser.post(address, data={"csrf_token": token, **fields})
    answer.request.environ["wsgi.input"].close()
    return answer


def hidden_fields(page: Any) -> list[tuple[str, str]]:
    """The hidden fields of a page, in order."""
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    return [
        (name, html.unescape(value))
        for name, value in re.findall(pattern, page.text)
        if name not in ("csrf_token", "next")
    ]

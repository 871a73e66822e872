"""Pages of a demo: there in development, unknown in production."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from core.mail.message import Outgoing, Sender, compose
from core.mail.transport import Folder
from marketplace.seed import demo
from marketplace.web import pages
from partners.factors.rules import matching_step


def test_a_demo_shows_the_code_of_its_staff(client):
    page = client.get("/_codes")

    shown = re.search(r'class="amount code">(\d{6})<', page.text)
    assert shown is not None
    assert matching_step(demo.SECOND_FACTOR, shown[1], at=datetime.now(UTC))


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    """A folder with one letter."""
    settings = replace(app.extensions["settings"], mail_folder=tmp_path)
    monkeypatch.setitem(app.extensions, "settings", settings)
    letter = Outgoing(
        id=UUID(int=7),
        recipient="ani@example.org",
        locale="en",
        subject="A <link> for you",
        body="Open https://p.example/x?a=1&b=2 <now>.",
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    sender = Sender("no-reply@p.example", "Programme", "https://p.example")
    with Folder(tmp_path).connect() as connection:
        connection.send(compose(letter, sender))
    return tmp_path


def test_a_demo_shows_the_mail_that_it_wrote(client, folder):
    page = client.get("/_mail")
    letter = client.get(f"/_mail/{UUID(int=7)}")

    assert "A &lt;link&gt; for you" in page.text
    assert f'href="/_mail/{UUID(int=7)}"' in page.text
    assert '<a href="https://p.example/x?a=1&amp;b=2"' in letter.text
    assert "&lt;now&gt;" in letter.text


def test_before_the_first_letter_the_page_says_so(app, client, tmp_path, monkeypatch):
    settings = replace(app.extensions["settings"], mail_folder=tmp_path / "none")
    monkeypatch.setitem(app.extensions, "settings", settings)

    page = client.get("/_mail", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert "has not written to anybody yet" in page.text


@pytest.mark.parametrize("name", [str(UUID(int=8)), "..%2f..%2fetc", "x", "%00"])
def test_what_is_no_letter_is_no_page(client, folder, name):
    assert client.get(f"/_mail/{name}").status_code == 404


@pytest.mark.parametrize(
    "changes", [{"environment": "production"}, {"smtp_url": "smtps://mail.example"}]
)
def test_where_people_get_their_mail_there_are_no_such_pages(settings, changes):
    production = Flask("production", static_folder=None)
    production.extensions["settings"] = replace(settings, **changes)

    pages.register(production)

    paths = {rule.rule for rule in production.url_map.iter_rules()}
    assert "/catalogue" in paths
    assert not any(path.startswith("/_") for path in paths)

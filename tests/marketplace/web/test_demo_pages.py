"""Pages of a demo: there in development, unknown in production."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from marketplace.seed import demo
from marketplace.web import pages
from partners.factors.rules import matching_step


def test_a_demo_shows_the_code_of_its_staff(client):
    page = client.get("/_codes")

    shown = re.search(r'class="amount code">(\d{6})<', page.text)
    assert shown is not None
    assert matching_step(demo.SECOND_FACTOR, shown[1], at=datetime.now(UTC))


def test_production_does_not_know_the_page(settings):
    production = Flask("production", static_folder=None)
    production.extensions["settings"] = replace(settings, environment="production")

    pages.register(production)

    paths = {rule.rule for rule in production.url_map.iter_rules()}
    assert "/catalogue" in paths
    assert not any(path.startswith("/_") for path in paths)

"""Holding pgbench's script to what the platform really sends.

A limit is only fair while it runs the same statements: one real order is placed, its
statements are listened to, and each must stand in the script at the same place.
"""

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from core.settings import Settings
from marketplace.app import create_app

TABLE = re.compile(r"\b(?:FROM|INSERT INTO|UPDATE)\s+(\w+)", re.IGNORECASE)


def signature(statement: str) -> str:
    """What a statement does, in short: its verb and its table (`INSERT orders`).

    Of a statement with several parts the last one counts, which does the work.
    """
    text = " ".join(statement.split())
    verb = text.split(" ", 1)[0].upper()
    if verb == "WITH":
        last: str = re.findall(r"INSERT INTO (\w+)", text)[-1]
        return f"INSERT {last}"
    found = TABLE.search(text)
    return f"{verb} {found.group(1)}" if found else f"{verb} nothing"


def of_script(path: Path) -> list[str]:
    """The signatures of a script, without pgbench's own look-up of the buyer."""
    lines = path.read_text("utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.rstrip().endswith("\\gset"))
    wanted = (line for line in lines[first + 1 :] if line.strip())
    return [signature(line) for line in wanted if line not in ("BEGIN;", "COMMIT;")]


def of_order(
    url: str, path: str, body: dict[str, Any], headers: dict[str, str]
) -> list[str]:
    """Place one order in this process and say which statements it took."""
    app = create_app(
        Settings.from_environment({"DATABASE_URL": url, "LOG_LEVEL": "WARNING"})
    )
    engine: Engine = app.extensions["platform"].engine
    heard: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        heard.append(signature(statement))

    response = app.test_client().post(
        path, data=json.dumps(body), content_type="application/json", headers=headers
    )
    engine.dispose()
    if response.status_code != 201:
        raise SystemExit(f"The order to listen to was refused: {response.text}")
    return heard


def compare(heard: list[str], script: list[str]) -> None:
    """End the measurement when the script is not what the platform sends."""
    if heard != script:
        raise SystemExit(
            "bench/orders.sql is out of step with what an order sends.\n"
            f"An order:   {'; '.join(heard)}\nThe script: {'; '.join(script)}"
        )

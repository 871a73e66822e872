"""Lists, newest first, with object ids as cursors."""

import json
from typing import Any

from marketplace.payments.simulator.errors import invalid
from marketplace.payments.simulator.store import Store

BOUNDS = {"gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}
CURSORS = {"starting_after": ("<", "DESC"), "ending_before": (">", "ASC")}


def page(store: Store, kind: str, url: str, query: dict[str, Any]) -> dict[str, Any]:
    """One page of the objects of a kind.

    Understands `limit` (1 to 100, 10 by default), `starting_after` or `ending_before`,
    and `created[gte]` with its siblings. Raises ApiError 400 for anything else.
    """
    unknown = query.keys() - {"limit", "created", *CURSORS}
    if unknown:
        raise invalid("Unknown parameter.", param=min(unknown))
    limit = _integer(query.get("limit", "10"), "limit")
    if not 1 <= limit <= 100:
        raise invalid("limit is 1 to 100.", param="limit")
    conditions, values, order = ["kind = ?"], [kind], "DESC"
    _add_times(query.get("created", {}), conditions, values)
    order = _add_cursor(store, query, conditions, values) or order
    # Only the fixed texts above are put together; every value is bound.
    statement = (
        f"SELECT body FROM objects WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY seq {order} LIMIT {limit + 1}"
    )
    with store.transaction() as database:
        rows = database.execute(statement, values).fetchall()
    found = [json.loads(row["body"]) for row in rows[:limit]]
    if order == "ASC":
        found.reverse()
    return {"object": "list", "url": url, "has_more": len(rows) > limit, "data": found}


def _add_times(created: Any, conditions: list[str], values: list[Any]) -> None:
    if not isinstance(created, dict):
        raise invalid("created takes bounds.", param="created")
    for name, text in created.items():
        if name not in BOUNDS:
            raise invalid("Unknown bound.", param=f"created[{name}]")
        conditions.append(f"CAST(created AS INTEGER) {BOUNDS[name]} ?")
        values.append(_integer(text, f"created[{name}]"))


def _add_cursor(
    store: Store, query: dict[str, Any], conditions: list[str], values: list[Any]
) -> str | None:
    given = CURSORS.keys() & query.keys()
    if len(given) > 1:
        raise invalid("Two cursors exclude each other.", param="ending_before")
    for name in given:
        comparison, order = CURSORS[name]
        with store.transaction() as database:
            row = database.execute(
                "SELECT seq FROM objects WHERE id = ?", (query[name],)
            ).fetchone()
        if row is None:
            raise invalid("There is no such object.", param=name)
        conditions.append(f"seq {comparison} ?")
        values.append(row["seq"])
        return order
    return None


def _integer(text: Any, name: str) -> int:
    if not (isinstance(text, str) and text.isascii() and text.isdigit()):
        raise invalid(f"{name} is a whole number.", param=name)
    return int(text[:18])

"""A platform keeps a copy of what it sells, and proves that the copy is whole."""

import hashlib
import json
import time
from typing import Any

from marketplace.walkthrough.chapters.catalogue import Choice
from marketplace.walkthrough.promises import promise
from marketplace.walkthrough.stage import Stage

# The relay numbers what the demo put on sale within seconds.
PATIENCE_SECONDS, PAUSE_SECONDS = 60, 1.0
Copy = dict[str, dict[str, Any]]


def walk(stage: Stage, choice: Choice) -> None:
    """Take the whole set, then what changed since, and compare the checksums."""
    stage.screen.chapter(
        "A platform keeps a copy",
        "It takes its whole set once and then only what changes, and sees by a checksum"
        " that it missed nothing.",
    )
    token = stage.api.client_token(
        "platform", stage.client("platform"), scope="catalog:read", quiet=True
    )
    manifest, copy = _snapshot(stage, token)
    end_at = time.monotonic() + PATIENCE_SECONDS
    while choice.course["id"] not in copy and time.monotonic() < end_at:
        time.sleep(PAUSE_SECONDS)
        manifest, copy = _snapshot(stage, token)
    promise(
        choice.course["id"] in copy, "What the platform sells should be in its set."
    )
    promise(checksum(copy) == manifest["checksum"], "The snapshot should be whole.")
    stage.screen.learned(
        f"The snapshot at number {manifest['sequence']} has {manifest['items']} courses"
        " and the checksum that the platform computes."
    )
    after, head = _follow(stage, token, copy, manifest["sequence"])
    promise(checksum(copy) == head["checksum"], "The copy should be the server's set.")
    stage.screen.learned(f"Up to number {after} nothing is missing from the copy.")


def checksum(copy: Copy) -> str:
    """As docs/rules/catalogue-feed.md says."""
    texts = (
        json.dumps(each, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        for each in copy.values()
    )
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return f"{sum(int(each, 16) for each in digests) % 2**256:064x}"


def _snapshot(stage: Stage, token: str) -> tuple[dict[str, Any], Copy]:
    answer = stage.api.call(
        "platform", "GET", "/v1/catalog/snapshot", token=token, expect=200, quiet=True
    )
    first, *others = (json.loads(line) for line in answer.text.split("\n") if line)
    return first["manifest"], {each["course"]["id"]: each["course"] for each in others}


def _follow(
    stage: Stage, token: str, copy: Copy, after: int
) -> tuple[int, dict[str, Any]]:
    """Apply every change after a number; the last number, and the set's state there."""
    more = True
    while more:
        page = stage.api.call(
            "platform",
            "GET",
            f"/v1/catalog/changes?after={after}",
            token=token,
            expect=200,
            show=("next_after", "has_more", "head"),
        ).json()
        for change in page["changes"]:
            copy.pop(change["course_id"], None)
            if change["kind"] == "put":
                copy[change["course_id"]] = change["course"]
        after, more = page["next_after"], page["has_more"]
    return after, page["changes"][-1] if page["changes"] else page["head"]

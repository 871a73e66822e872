"""Answers that are kept as files."""

from collections.abc import Iterable, Iterator

from flask import Response, stream_with_context

CSV = "text/csv; charset=utf-8"
# A chunk is sent when it has grown to this many letters.
CHUNK = 32_768


def as_csv(lines: Iterable[str], name: str) -> Response:
    """A file for spreadsheets, sent as it is made (core.sheets makes the lines)."""
    response = Response(stream_with_context(_chunks(lines)), content_type=CSV)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)

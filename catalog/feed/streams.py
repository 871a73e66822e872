"""The set as text that is sent while it is read: as lines, and as schema.org."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from catalog.authoring.public.queries import said_by
from catalog.feed.queries import PAGE, Head, items_at
from catalog.feed.schema_org import as_course
from core.signing import issuer_of
from core.unit_of_work import reading

# A chunk is sent when it has grown to this many bytes.
CHUNK = 65_536
# Much faster than the usual 6, and little larger.
LEVEL = 3
GZIP = 16 + zlib.MAX_WBITS
# So many courses are told with their syllabus at once, which may be long.
TOLD_AT_ONCE = 100


def snapshot_lines(platform_id: UUID, head: Head) -> Iterator[str]:
    """The manifest, then a line for each item of the set at the head's number.

    Each page is read in a transaction of its own, so a slow reader holds none open.
    """
    yield json.dumps({"manifest": manifest(head)}, separators=(",", ":")) + "\n"
    for page in _pages(platform_id, head, PAGE):
        for row in page:
            yield f'{{"sequence":{row.sequence},"course":{row.document}}}\n'


def schema_org_lines(platform_id: UUID, head: Head) -> Iterator[str]:
    """The same set as one schema.org DataFeed in JSON-LD."""
    about = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "version": str(head.sequence),
        "dateModified": head.changed_at and head.changed_at.isoformat(),
    }
    yield json.dumps(about, separators=(",", ":"))[:-1] + ',"dataFeedElement":['
    comma = "\n"
    for course in _courses(platform_id, head):
        yield comma + json.dumps(course, ensure_ascii=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}\n"


def manifest(head: Head) -> dict[str, Any]:
    """What a set must be when it is whole."""
    return {
        "sequence": head.sequence,
        "items": head.items,
        "checksum": head.checksum,
        "changed_at": head.changed_at and head.changed_at.isoformat(),
    }


def in_chunks(lines: Iterable[str], *, gzipped: bool) -> Iterator[bytes]:
    """Lines as bytes of a useful size, compressed where the reader takes it."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP) if gzipped else None
    waiting = bytearray()
    for line in lines:
        data = line.encode()
        waiting += packer.compress(data) if packer else data
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting) + (packer.flush() if packer else b"")


def _courses(platform_id: UUID, head: Head) -> Iterator[dict[str, Any]]:
    """Each item of the set with what its revision says."""
    for page in _pages(platform_id, head, TOLD_AT_ONCE):
        items = [json.loads(row.document) for row in page]
        numbers = [
            (UUID(item["id"]), item["revision"])
            for item in items
            if item["revision"] is not None
        ]
        with reading("catalog_feed.said") as session:
            said = said_by(session, numbers)
            site = issuer_of(session).address
        for item in items:
            yield as_course(
                item,
                said.get(UUID(item["id"]), {}),
                page=f"{site}/courses/{item['code']}",
            )


def _pages(
    platform_id: UUID, head: Head, size: int
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    after, page = 0, None
    while page is None or len(page) == size:
        with reading("catalog_feed.page") as session:
            page = items_at(session, platform_id, head.sequence, after=after, most=size)
        if page:
            yield page
            after = page[-1].sequence

"""The file as an answer: written first, as no transaction waits for a slow line."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import UUID

from flask import Response

from catalog.imports.exporting.rows import exported
from catalog.imports.exporting.writing import MEDIA_TYPES, Format, write
from core.clock import now
from core.unit_of_work import unit_of_work

IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024


def as_file(provider_id: UUID, format_: Format) -> Response:
    """The institution's courses and their coming classes."""
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (_chunks does)
    with unit_of_work("course_exports.write") as session:
        write(exported(session, provider_id, at=now()), format_, file)
    size = file.tell()
    file.seek(0)
    response = Response(_chunks(file), content_type=MEDIA_TYPES[format_])
    response.content_length = size
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"courses.{format_}"
    )
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk

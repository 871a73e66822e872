"""Whether a stranger's file is taken, and what of it is kept (requirement SC-09).

Its name and its stated type decide nothing. The content is recognised by its first
bytes, must be that and nothing else, is looked at by the scanner, and is opened for
real in a process of its own.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore

import puremagic

from core.errors import Busy
from core.files import errors
from core.files.bounds import DEFAULT, MIB, Bounds
from core.files.scanning import scan

ROOT = Path(__file__).resolve().parents[2]
# The process is bounded in processor time; on a busy machine that may take longer.
PATIENCE_SECONDS = 20.0
# Pictures are large once decoded, so few are opened at once in one of our processes.
AT_ONCE = BoundedSemaphore(2)
HEAD = 4096


class FileKind(StrEnum):
    """What can be taken, by the names that people know."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"


MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
EVERY_KIND = frozenset(FileKind)

# An archive is read from its end: this is how the record there begins (ZIP, 4.3.16).
ZIP_END = b"PK\x05\x06"
ZIP_END_REACH = 65_557
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php")
PNG_END = b"IEND\xaeB`\x82"
PDF_END = b"%%EOF"


@dataclass(frozen=True)
class Received:
    """A file that is taken. `content` is what to keep; `sha256` is of that, and
    `received_sha256` of what was sent. `pages` of a PDF, pixels of a picture."""

    kind: FileKind
    content: bytes
    sha256: bytes
    received_sha256: bytes
    pages: int | None = None
    width: int | None = None
    height: int | None = None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def receive(
    content: bytes,
    *,
    accepted: Collection[FileKind] = EVERY_KIND,
    bounds: Bounds = DEFAULT,
) -> Received:
    """Look at a file and take it, or raise one of core.files.errors."""
    if not content:
        raise errors.FileEmpty
    if len(content) > bounds.size:
        raise errors.FileTooLarge(limit_mib=bounds.size // MIB)
    kind = _recognise(content, accepted)
    _refuse_two_things_at_once(content, kind)
    scan(content)
    facts, kept = _open(content, kind, bounds)
    kept = kept or content
    return Received(
        kind=kind,
        content=kept,
        sha256=hashlib.sha256(kept).digest(),
        received_sha256=hashlib.sha256(content).digest(),
        **facts,
    )


def _recognise(content: bytes, accepted: Collection[FileKind]) -> FileKind:
    try:
        media_type = puremagic.from_string(content[:HEAD], mime=True)
    except (puremagic.PureError, ValueError):
        media_type = ""
    for kind in sorted(accepted):
        if media_type == MEDIA_TYPES[kind]:
            return kind
    raise errors.FileTypeRefused(accepted=", ".join(sorted(accepted)))


def _refuse_two_things_at_once(content: bytes, kind: FileKind) -> None:
    """Polyglots: a picture that is a script, a document that is an archive."""
    ends = content.rstrip(b"\0\r\n\t ")
    if kind is FileKind.PDF:
        doubtful = content[:1024] + ends[ends.rfind(PDF_END) :]
        incomplete = PDF_END not in content[-1024 - ZIP_END_REACH :]
        trailing = not ends.endswith(PDF_END)
    else:
        doubtful = content
        incomplete = False
        trailing = (
            kind is FileKind.PNG
            and PNG_END in content[:-8]
            and (not ends.endswith(PNG_END))
        )
        trailing = trailing or b"%PDF-" in content[:HEAD]
    if incomplete:
        raise errors.FileUnreadable(kind=kind)
    lowered = doubtful.lower()
    if (
        trailing
        or ZIP_END in content[-ZIP_END_REACH:]
        or any(mark in lowered for mark in MARKUP)
    ):
        raise errors.FileAmbiguous(kind=kind)


def _open(
    content: bytes, kind: FileKind, bounds: Bounds
) -> tuple[dict[str, int], bytes]:
    """Facts, and for a picture its new encoding."""
    if not AT_ONCE.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        line, _, kept = _in_another_process(content, kind, bounds).partition(b"\n")
    finally:
        AT_ONCE.release()
    # A process that ran into its bounds was stopped and said nothing.
    answer = json.loads(line or b'{"refused": "intricate", "what": ""}')
    if "refused" in answer:
        raise _refusal(answer["refused"], answer["what"], kind, bounds)
    return answer, kept


def _in_another_process(content: bytes, kind: FileKind, bounds: Bounds) -> bytes:
    command = [
        *(sys.executable, "-E", "-s", "-m", "core.files.opening"),
        *(kind.lower(), json.dumps(asdict(bounds))),
    ]
    try:
        run = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={},
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return run.stdout if run.returncode == 0 else b""


def _refusal(why: str, what: str, kind: FileKind, bounds: Bounds) -> errors.FileRefused:
    match why:
        case "pixels":
            return errors.ImageTooLarge(limit_megapixels=bounds.pixels // 1_000_000)
        case "pages":
            return errors.PdfTooLong(limit_pages=bounds.pages)
        case "locked":
            return errors.PdfLocked()
        case "active":
            return errors.PdfActive(what=what)
        case "intricate":
            return errors.FileTooIntricate()
    return errors.FileUnreadable(kind=kind)

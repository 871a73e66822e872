"""Reading back the mail that was written into a folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

_NAME = re.compile(r"[0-9a-f-]{36}\Z")
SHOWN = 50


@dataclass(frozen=True)
class Received:
    """One message of the folder; `name` is its file without the ending."""

    name: str
    recipient: str
    subject: str
    body: str
    written_at: datetime


def newest_mail(folder: Path) -> Sequence[Received]:
    """The newest messages first, fifty at most; their names are in order of time."""
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    found = (read_mail(folder, name) for name in names[:SHOWN])
    return [mail for mail in found if mail is not None]


def read_mail(folder: Path, name: str) -> Received | None:
    """One message by its name; None when there is none, or the name is no name."""
    if not _NAME.match(name):
        return None
    try:
        message = message_from_bytes(
            (folder / f"{name}.eml").read_bytes(), policy=default
        )
    except FileNotFoundError:
        return None
    return Received(
        name=name,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        body=str(message.get_content()),
        written_at=message["Date"].datetime,
    )

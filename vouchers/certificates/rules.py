"""What a certificate says, and how it is numbered: pure functions."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from core.ids import new_code
from core.text import Text

PUBLIC_ID_BITS = 128
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def new_serial(scheme: str, *, at: datetime, zone: ZoneInfo) -> str:
    """A printed number: scheme, local year, 12 random letters and a check letter.

    As in `NORMAL/2026/7K3M-9QWE-R2TY-X`; 60 random bits, so numbers tell nobody how
    many certificates there are.
    """
    code = new_code(12)
    groups = "-".join(code[place : place + 4] for place in range(0, 13, 4))
    return f"{scheme.upper()}/{at.astimezone(zone).year}/{groups}"


def is_public_id(text: str) -> bool:
    """Whether a text has the form of a certificate's public id: 128 bits, base64url."""
    return _PUBLIC_ID.fullmatch(text) is not None


def long_date(at: datetime, *, zone: ZoneInfo, locale: str) -> str:
    """A day in words, such as `2 Maret 2026`, in the programme's zone."""
    return format_date(at.astimezone(zone), "d MMMM y", locale=locale)


def criteria(completion: Mapping[str, Any]) -> Text:
    """What the holder had to do, from the completion rule pinned to the voucher."""
    parts = [
        Text(
            f"attended {completion['attendance_bps'] / 100:g}% of"
            f" {completion['sessions']} session(s), each confirmed by the holder",
            f"hadir {completion['attendance_bps'] / 100:g}% dari"
            f" {completion['sessions']} sesi, dikonfirmasi pemegang",
        )
    ]
    if completion.get("practice_tasks"):
        count = completion["practice_tasks"]
        parts.append(
            Text(f"{count} practice task(s)", f"{count} tugas praktik mandiri")
        )
    if completion.get("skill_demonstration"):
        parts.append(Text("a skill demonstration", "unjuk keterampilan"))
    if completion.get("post_test"):
        parts.append(_post_test(completion.get("pass_mark")))
    return Text(
        en="Completed the course: " + ", ".join(part.en for part in parts) + ".",
        id="Menuntaskan pelatihan: " + ", ".join(part.id for part in parts) + ".",
    )


def _post_test(pass_mark: int | None) -> Text:
    if pass_mark is None:
        return Text("the final test", "tes akhir")
    return Text(
        f"the final test with at least {pass_mark} of 100",
        f"tes akhir dengan nilai paling sedikit {pass_mark} dari 100",
    )

"""ETag and If-Match on what people edit together (RFC 9110, 8.8.3 and 13.1.1).

A thing that people edit has a version, a whole number that each change counts up. Its
ETag is that number in quotes. A change names the version that it is a change of, so
that nobody overwrites what she has not seen; services compare, and raise a `Stale`.
"""

import re

from flask import request

from core.text import Text
from openapi.problems import HttpProblem

_ETAG = re.compile(r'"([0-9]{1,9})"\Z')

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "description": "The `ETag` of the answer that you read and are changing.",
    "example": '"1"',
}
ETAG_HEADER = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "The version that this is; send it back as `If-Match`.",
    }
}


class IfMatchMissing(HttpProblem):
    status = 428
    slug = "if-match-missing"
    title = Text("The header If-Match is needed", "Diperlukan header If-Match")
    detail = Text(
        "Others may change this too, so a change says which version it is one of.",
        "Orang lain dapat mengubah ini juga, jadi sebutkan versi yang Anda ubah.",
    )
    remedy = Text(
        "Read it, and send the ETag of the answer back as If-Match.",
        "Baca dahulu, lalu kirim ETag jawabannya sebagai If-Match.",
    )


def read_version() -> int:
    """The version in If-Match; raises IfMatchMissing, also for what is no ETag of
    ours (`*` and weak ones say nothing about what was read)."""
    found = _ETAG.match(request.headers.get("If-Match", ""))
    if found is None:
        raise IfMatchMissing
    return int(found[1])


def etag(version: int) -> dict[str, str]:
    """The header that goes with an answer."""
    return {"ETag": f'"{version}"'}

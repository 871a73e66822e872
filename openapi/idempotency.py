"""Idempotency-Key: the effect happens once, the answer is given as often as asked.

The key, its fingerprint and the answer are stored in the transaction of the effect, so
that a crash leaves none of them or all. Order: lock the key, look it up, then let the
operation lock its rows, apply its rules and write (design, section 6). A key looked up
after the rule would refuse an honest retry once the balance is spent.
Requirements ID-01 to ID-07; draft-ietf-httpapi-idempotency-key-header.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

import marshmallow as ma
from flask import Response, request
from sqlalchemy import Table, bindparam, delete, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.bulk import change_rows
from core.clock import now
from core.database import Base
from core.errors import Conflict, Malformed, Refusal, Unavailable
from core.logs import get_logger
from core.privacy import vault_of
from core.text import Text
from core.unit_of_work import retrying, unit_of_work
from openapi.blueprint import Blueprint
from openapi.json_provider import dump_json
from openapi.problems import HttpProblem, InternalError, problem_response
from openapi.security import current_caller

log = get_logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])

# Answers are kept for seven days (ID-06 asks for at least 24 hours).
RETENTION = timedelta(days=7)


class IdempotencyRecord(Base):
    """An answer that was given. The primary key is the hash of caller and key.

    The body is sealed, as an answer may hold a secret, such as the address at which a
    step is confirmed. It is not sealed anew under a new key: it is gone in a week.
    """

    __tablename__ = "idempotency_records"

    id: Mapped[bytes] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    operation: Mapped[str]
    status: Mapped[int]
    content_type: Mapped[str]
    body: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)


class KeyMissing(HttpProblem):
    status = 400
    slug = "idempotency-key-missing"
    title = Text("The header Idempotency-Key is needed", "Diperlukan Idempotency-Key")
    detail = Text(
        "This operation moves money, seats or vouchers and must not happen twice.",
        "Operasi ini memindahkan uang, kursi, atau voucer dan hanya boleh sekali.",
    )
    remedy = Text(
        "Send a new random Idempotency-Key of 1 to 255 visible ASCII characters, and"
        " the same one when you retry.",
        "Kirim Idempotency-Key acak (1-255 karakter ASCII), sama bila mengulang.",
    )


class KeyReused(Malformed):
    slug = "idempotency-key-reused"
    title = Text(
        "The key belongs to another request", "Kunci sudah dipakai permintaan lain"
    )
    detail = Text(
        "This Idempotency-Key was sent before with another body, path or method.",
        "Idempotency-Key ini pernah dikirim dengan isi, alamat atau metode lain.",
    )
    remedy = Text(
        "Use a new key for a new request; a retry must be the same to the byte.",
        "Gunakan kunci baru untuk permintaan baru; pengulangan harus sama persis.",
    )


class KeyInUse(Conflict):
    slug = "idempotency-key-in-use"
    title = Text(
        "The first request is still running", "Permintaan pertama masih berjalan"
    )
    detail = Text(
        "A request with this Idempotency-Key is being carried out right now.",
        "Permintaan dengan Idempotency-Key ini sedang dijalankan.",
    )
    remedy = Text(
        "Wait for a moment and send it again to receive its answer.",
        "Tunggu sebentar lalu kirim lagi untuk menerima jawabannya.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "1"}


@dataclass(frozen=True)
class Key:
    """A request's key: `id` within its caller, `fingerprint` of what is asked."""

    id: bytes
    fingerprint: bytes
    operation: str


Answer = tuple[int, str, bytes]


def idempotent(
    blueprint: Blueprint, status: int, schema: type[ma.Schema], *, operation: str
) -> Callable[[View], View]:
    """Run the view in one unit of work, once per key; replaces `blueprint.response`.

    The view receives the session as the keyword argument `session` and returns what
    `schema` dumps. Refusals and faults after the start are answers too and are replayed
    (ID-07); what kept us from starting (401, 422 of the schema, 503) is not stored.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def run(*args: Any, **kwargs: Any) -> Response:
            key = read_key(operation)

            def effect(session: Session) -> Answer:
                result = view(*args, session=session, **kwargs)
                return status, "application/json", dump_json(schema().dump(result))

            return carry_out(key, effect, at=now())

        blueprint.refusals(KeyMissing, KeyReused, KeyInUse)(run)
        documented = blueprint.response(status, schema)(run)
        documented.idempotent = True
        documentation = documented._apidoc.setdefault("manual_doc", {})
        documentation.setdefault("parameters", []).append(KEY_PARAMETER)
        # flask-smorest carries no types, so what its decorator returns is unknown.
        return documented  # type: ignore[no-any-return]

    return decorate


KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": "^[!-~]+$",
    },
    "description": "A random value of yours; the same when you retry.",
    "example": "5f0c6a3e-6f6b-4f0e-9d7d-0d5d8a4f3b11",
}


def read_key(operation: str) -> Key:
    """The key of the current request; raises KeyMissing."""
    value = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(value) <= 255 or not all("!" <= letter <= "~" for letter in value):
        raise KeyMissing
    who = current_caller().key
    what = b"\0".join(
        [request.method.encode(), request.path.encode(), request.get_data()]
    )
    return Key(
        id=hashlib.sha256(f"{who}\0{value}".encode()).digest(),
        fingerprint=hashlib.sha256(what).digest(),
        operation=operation,
    )


# Made once, as they run with every operation that has a key.
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(CAST(:lock AS bigint))")
FIND_RECORD = select(IdempotencyRecord).where(IdempotencyRecord.id == bindparam("id"))
STORE_RECORD = insert(cast(Table, IdempotencyRecord.__table__))


def carry_out(
    key: Key, effect: Callable[[Session], Answer], *, at: datetime
) -> Response:
    """Give the stored answer, or run `effect` and store its answer with it."""

    def attempt() -> Response:
        with unit_of_work(key.operation) as session:
            stored = _claim(session, key)
            if stored is not None:
                return _replay(session, stored)
            answer = effect(session)
            _store(session, key, answer, at=at)
        return _respond(answer)

    try:
        return retrying(attempt)
    except (Unavailable, KeyReused, KeyInUse, OperationalError, PoolTimeout):
        raise
    except Refusal as refusal:
        return _store_refusal(key, problem_response(refusal), at=at)
    except Exception:  # Stored as an answer, so that no retry runs it again (ID-07).
        log.exception("idempotent_operation.failed", operation=key.operation)
        return _store_refusal(key, problem_response(InternalError()), at=at)


def prune(session: Session, *, at: datetime) -> int:
    """Forget answers older than seven days; how many (ID-06)."""
    old = delete(IdempotencyRecord).where(IdempotencyRecord.created_at < at - RETENTION)
    return change_rows(session, old)


def _claim(session: Session, key: Key) -> IdempotencyRecord | None:
    """Take the key until the transaction ends; its answer, if there is one already.

    Raises KeyInUse without waiting while another request holds it (ID-04), KeyReused
    when the key was used for something else (ID-03).
    """
    lock = int.from_bytes(key.id[:8], signed=True)
    if not session.scalar(TRY_LOCK, {"lock": lock}):
        raise KeyInUse
    stored = session.scalars(FIND_RECORD, {"id": key.id}).one_or_none()
    if stored is not None and stored.fingerprint != key.fingerprint:
        raise KeyReused
    return stored


def _store(session: Session, key: Key, answer: Answer, *, at: datetime) -> None:
    status, content_type, body = answer
    session.execute(
        STORE_RECORD,
        {
            "id": key.id,
            "fingerprint": key.fingerprint,
            "operation": key.operation,
            "status": status,
            "content_type": content_type,
            "body": vault_of(session).seal(
                body.decode(), row=_row(key.id), field="answer"
            ),
            "created_at": at,
        },
    )


def _store_refusal(key: Key, response: Response, *, at: datetime) -> Response:
    """Remember a refusal. Its own transaction was rolled back, so nothing was changed;
    if the same key got another answer in between, that one counts."""
    answer = (response.status_code, response.content_type or "", response.get_data())
    with unit_of_work(f"{key.operation}.refused") as session:
        stored = _claim(session, key)
        if stored is not None:
            return _replay(session, stored)
        _store(session, key, answer, at=at)
    return response


def _respond(answer: Answer) -> Response:
    status, content_type, body = answer
    return Response(body, status=status, content_type=content_type)


def _replay(session: Session, stored: IdempotencyRecord) -> Response:
    body = vault_of(session).open(stored.body, row=_row(stored.id), field="answer")
    response = _respond((stored.status, stored.content_type, body.encode()))
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _row(key: bytes) -> UUID:
    """What an answer is bound to in the vault: the first half of its key's hash."""
    return UUID(bytes=key[:16])

"""Sealing everything anew, chunk by chunk, each in a transaction of its own."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from core.jobs import enqueue, task
from core.logs import get_logger
from core.privacy.services.reseal import Chunk, Place, first_place, reseal
from core.privacy.vault import vault_of
from core.unit_of_work import unit_of_work

log = get_logger(__name__)

NAME = "privacy.reseal"
CHUNK = 500


class OtherKey(Exception):
    """This process seals with another key than the one that was asked for."""


def reseal_pass(*, limit: int = CHUNK) -> Iterator[Chunk]:
    """One pass over all sealed columns, `limit` rows to a transaction."""
    place: Place | None = first_place()
    while place is not None:
        with unit_of_work(NAME) as session:
            chunk = reseal(session, place, limit=limit)
        _log(chunk)
        yield chunk
        place = chunk.next


def ask_for_pass(session: Session) -> None:
    """Put a pass on the queue; one that waits already is enough."""
    _enqueue(session, vault_of(session).key_ids[0], first_place())


@task(NAME)
def reseal_chunk(key_id: str, table: str, after: str) -> None:
    """Work off one chunk, and leave the next on the queue.

    So a worker that is asked to stop does so after one chunk, and one that is killed
    leaves a job that goes on from there. Raises OtherKey, to be tried again later, in a
    worker that was not yet started with the new key in front: it would seal backwards.
    """
    with unit_of_work(NAME) as session:
        if vault_of(session).key_ids[0] != key_id:
            raise OtherKey(key_id)
        chunk = reseal(session, Place(table, UUID(after)), limit=CHUNK)
        if chunk.next is not None:
            _enqueue(session, key_id, chunk.next)
    _log(chunk)


def _enqueue(session: Session, key_id: str, place: Place) -> None:
    enqueue(
        session,
        reseal_chunk,
        lock=NAME,
        queueing_lock=NAME,
        key_id=key_id,
        table=place.table,
        after=str(place.after),
    )


def _log(chunk: Chunk) -> None:
    for broken in chunk.broken:
        log.error(
            "privacy.unreadable",
            table=broken.table,
            column=broken.column,
            row=str(broken.row),
        )
    if chunk.resealed:
        log.info("privacy.resealed", table=chunk.table, values=chunk.resealed)
    if chunk.next is None:
        log.info("privacy.reseal_pass_ended")

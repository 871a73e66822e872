"""What floors above know of a review that is given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Circumstances:
    """`network` is a keyed hash of the address; `person_keys` are the keyed hashes by
    which the register of conflicts recognises the writer."""

    completed_at: datetime | None = None
    platform_id: UUID | None = None
    batch_id: UUID | None = None
    district_code: str | None = None
    network: bytes | None = None
    person_keys: tuple[bytes, ...] = ()


UNKNOWN = Circumstances()

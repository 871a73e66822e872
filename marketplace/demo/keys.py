"""The secrets of a demo: made once, and kept where only its owner can read them."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from core.postgres.home import write_private


@dataclass(frozen=True)
class Keys:
    """The settings that are secret, and the database whose rows they seal.

    A demo whose keys were lost cannot read its old rows, so new keys come with the name
    of a new database.
    """

    database: str
    secret_key: str
    data_keys: str
    index_key: str
    subject_key: str
    signing_key: str
    payment_key: str
    payment_webhook_secret: str

    def as_settings(self) -> dict[str, str]:
        """The keys as the variables that Settings reads."""
        values = asdict(self)
        del values["database"]
        return {name.upper(): value for name, value in values.items()}


def keys_in(folder: Path) -> Keys:
    """The keys kept in this folder; made now if there are none."""
    file = folder / "keys.json"
    if not file.exists():
        unfinished = file.with_suffix(".unfinished")
        write_private(unfinished, json.dumps(asdict(_new_keys()), indent=1))
        unfinished.rename(file)
    return Keys(**json.loads(file.read_text(encoding="utf-8")))


def _new_keys() -> Keys:
    return Keys(
        database=f"demo_{secrets.token_hex(4)}",
        secret_key=secrets.token_urlsafe(32),
        data_keys=f"demo:{_key()}",
        index_key=_key(),
        subject_key=_key(),
        signing_key=_key(),
        payment_key=f"sk_demo_{secrets.token_urlsafe(18)}",
        payment_webhook_secret=f"whsec_{_key()}",
    )


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()

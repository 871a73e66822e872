"""The schemes that ship: documents of parameters, ready to be stored as versions."""

import json
from pathlib import Path
from typing import cast

from core.database import Json

FOLDER = Path(__file__).parent / "schemes"
TITLES = {"normal": "Skema normal", "semi-bansos": "Skema semi-bansos"}


def shipped_document(code: str) -> Json:
    """The document of a shipped scheme, `normal` or `semi-bansos`."""
    return cast(Json, json.loads((FOLDER / f"{code}.json").read_text("utf-8")))

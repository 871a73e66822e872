"""The partners of the real programme, as shipped in data/prakerja/partners.csv."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.datafiles import read_csv
from core.ids import new_id
from core.names import comparison_key, slug
from marketplace.seed.demo import OPERATOR, WARNED, WARNED_NAME
from marketplace.seed.writing import insert_new
from partners.organisations import Kind, Organisation, Standing

# Where the sources do not say which of the two a university was, it may be both.
KINDS: dict[str, tuple[Kind, ...]] = {
    "digital_platform": (Kind.DIGITAL_PLATFORM,),
    "payment_partner": (Kind.PAYMENT_PARTNER,),
    "training_assessor": (Kind.ASSESSOR,),
    "training_monitor": (Kind.MONITOR,),
    "assessor_or_monitor": (Kind.ASSESSOR, Kind.MONITOR),
}

OPERATOR_NAME = "Programme Management Office (PMO)"

# The platforms that still sold courses in the list's year.
YEAR = "2023"


def seed_organisations(session: Session, *, at: datetime) -> int:
    """Register the shipped partners, the operator and an invented institution as
    approved; how many are new."""
    rows = [
        _row(slug(partner["name"]), partner["name"], KINDS[partner["role"]], at=at)
        for partner in read_csv("prakerja/partners.csv")
    ]
    rows.append(_row(OPERATOR, OPERATOR_NAME, (Kind.OPERATOR,), at=at))
    rows.append(_row(WARNED, WARNED_NAME, (Kind.TRAINING_INSTITUTION,), at=at))
    return insert_new(session, Organisation, rows)


def selling_platforms() -> list[str]:
    """The codes of the platforms on which a demo's courses are offered."""
    return sorted(
        slug(partner["name"])
        for partner in read_csv("prakerja/partners.csv")
        if partner["role"] == "digital_platform" and partner["period"].endswith(YEAR)
    )


def _row(
    code: str, name: str, kinds: tuple[Kind, ...], *, at: datetime
) -> dict[str, object]:
    return {
        "id": new_id(),
        "code": code,
        "name": name,
        "name_key": comparison_key(name),
        "kinds": [kind.value for kind in kinds],
        "standing": Standing.APPROVED,
        "created_at": at,
    }

"""Made-up courses of one platform, with texts that are not all alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from core.clock import now
from core.ids import new_id

Row = dict[str, Any]

_WORDS = [
    "menjahit",
    "merawat",
    "mesin",
    "dasar",
    "lanjutan",
    "usaha",
    "digital",
    "pemasaran",
    "kue",
    "kopi",
    "kamera",
    "bahasa",
    "inggris",
    "akuntansi",
    "gudang",
    "listrik",
    "las",
    "pendingin",
    "kulit",
    "rambut",
    "budidaya",
    "ikan",
    "jamur",
    "pupuk",
    "desain",
    "grafis",
    "data",
    "kantor",
    "pelanggan",
    "layanan",
    "hotel",
    "dapur",
    "sopir",
    "kapal",
]


@dataclass
class Rows:
    """What is to be written, in this order."""

    courses: list[Row] = field(default_factory=list)
    schedules: list[Row] = field(default_factory=list)
    offerings: list[Row] = field(default_factory=list)
    teaching: list[Row] = field(default_factory=list)


def rows(
    many: int,
    shop: dict[str, UUID],
    chance: Random,
    *,
    skills: Sequence[str],
    trainers: Sequence[UUID],
) -> Rows:
    """So many courses with two runs each, all on the shop's platform; each names five
    skills and an occupation, and each run one of the trainers."""
    made, at = Rows(), now()
    for number in range(many):
        course = new_id()
        made.courses.append(
            {
                "id": course,
                "provider_id": shop["provider"],
                "code": f"bench-{number}",
                "title": " ".join(chance.choices(_WORDS, k=5)),
                "summary": " ".join(chance.choices(_WORDS, k=60)),
                "category": f"category-{number % 20}",
                "category_title": f"Category {number % 20}",
                "mode": "webinar",
                "sessions": 1 + number % 9,
                "list_price": 100_000 + chance.randrange(900_000),
                "source_ref": f"bench-{number}",
                "status": "published",
                "skills": chance.sample(skills, k=5),
                "occupation_groups": ["7512", "751", "75", "7"],
                "created_at": at,
                "updated_at": at,
            }
        )
        for run in (1, 2):
            starts_at = at + timedelta(days=7 * run, minutes=chance.randrange(9_000))
            made.schedules.append(
                {
                    "id": (schedule := new_id()),
                    "course_id": course,
                    "code": f"bench-{number}-{run}",
                    "starts_at": starts_at,
                    "ends_at": starts_at + timedelta(days=2),
                    "enrolment_closes_at": starts_at - timedelta(days=1),
                    "capacity": 30,
                }
            )
            made.teaching.append(
                {"schedule_id": schedule, "trainer_id": chance.choice(trainers)}
            )
        made.offerings.append(
            {
                "course_id": course,
                "platform_id": shop["platform"],
                "price": 100_000 + chance.randrange(900_000),
                "commission_bps": 1_000,
                "listed_at": at,
            }
        )
    return made

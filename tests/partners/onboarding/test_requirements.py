"""The documents of what each kind asks for."""

from datetime import date

import pytest

from partners.onboarding.errors import KindNotOnOffer
from partners.onboarding.reading import BadRequirement, read_requirement
from partners.onboarding.requirement import Confidence, Relation
from partners.onboarding.shipped import (
    kinds_on_offer,
    requirement_in_force,
    shipped_requirements,
)
from partners.organisations import Kind

TODAY = date(2026, 3, 2)
# A document that was in force is never changed, as applications are pinned to it.
PUBLISHED = {
    "assessor.1": "d7d798ebde75745c",
    "digital_platform.1": "04a502b885cf99ce",
    "job_portal.1": "0758b809ab8d10a2",
    "monitor.1": "c92e1c35086df272",
    "payment_partner.1": "e7688fdeed66bbf1",
    "training_institution.1": "de5f49d520a90666",
}

SMALL = """
kind = "monitor"
version = 1
since = 2026-01-01
[clock]
review_working_days = 5
appeal_working_days = 5
appeal_within_days = 30
[[fields]]
code = "size"
form = "choice"
label = { en = "Size", id = "Ukuran" }
choices = [{ code = "small", label = { en = "Small", id = "Kecil" } }]
[[criteria]]
code = "big"
checked_by = "legal"
confidence = "platform"
source = "Ours"
text = { en = "Is big.", id = "Besar." }
fields = ["size"]
"""


def test_every_kind_but_the_operator_can_be_applied_for():
    assert kinds_on_offer(on=TODAY) == sorted(set(Kind) - {Kind.OPERATOR})


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.OPERATOR}))
def test_every_criterion_has_a_source_and_whoever_owns_is_asked(kind):
    requirement = requirement_in_force(kind, on=TODAY)

    assert requirement.ties[Relation.OWNER] >= 1
    for criterion in requirement.criteria:
        assert criterion.source.strip()
        assert (criterion.confidence is Confidence.PLATFORM) == (
            "This platform's own rule" in criterion.source
        )


def test_a_published_document_never_changes():
    found = {
        f"{kind}.{version}": document.sha256.hex()[:16]
        for (kind, version), document in shipped_requirements().items()
    }

    assert {name: found[name] for name in PUBLISHED} == PUBLISHED


def test_nobody_can_apply_before_a_kind_is_in_force():
    with pytest.raises(KindNotOnOffer):
        requirement_in_force(Kind.MONITOR, on=date(2025, 12, 31))
    with pytest.raises(KindNotOnOffer):
        requirement_in_force(Kind.OPERATOR, on=TODAY)


def test_a_small_document_is_read(tmp_path):
    path = tmp_path / "monitor.1.toml"
    path.write_text(SMALL)

    requirement = read_requirement(path)

    assert requirement.criterion_of(field="size") == "big"
    assert requirement.clock.review_working_days == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "monitor"', 'kind = "circus"'),
        ("version = 1", "version = 0"),
        ("review_working_days = 5", "review_working_days = 0"),
        ('form = "choice"', 'form = "text"'),
        ('code = "size"', 'code = "Size!"'),
        ('fields = ["size"]', 'fields = ["weight"]'),
        ('fields = ["size"]', ""),
        ('checked_by = "legal"', 'checked_by = "a friend"'),
        ('id = "Besar."', 'id = " "'),
        ('source = "Ours"', ""),
        (
            'form = "choice"',
            'form = "choice"\nrequired_when = { field = "size", is = ["large"] }',
        ),
    ],
)
def test_a_document_with_a_mistake_stops_the_start(tmp_path, old, new):
    assert old in SMALL
    path = tmp_path / "monitor.1.toml"
    path.write_text(SMALL.replace(old, new, 1))

    with pytest.raises(BadRequirement, match=r"monitor\.1\.toml"):
        read_requirement(path)

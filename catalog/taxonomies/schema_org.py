"""What a course names, in the words of schema.org."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.taxonomies.models import Taxonomy
from catalog.taxonomies.queries import Titled

ESCO, ISCO, SKKNI = "ESCO", "ISCO-08", "SKKNI"


def as_terms(
    named: Mapping[Taxonomy, Sequence[Titled]], *, locale: str
) -> dict[str, Any]:
    """`teaches` (DefinedTerm), `occupationalCategory` (CategoryCode) and
    `educationalAlignment` (AlignmentObject); what is not named is left out."""
    found = {
        "teaches": [
            {
                "@type": "DefinedTerm",
                "name": each.title(locale),
                "termCode": each.code,
                "url": each.code,
                "inDefinedTermSet": ESCO,
            }
            for each in named[Taxonomy.SKILL]
        ],
        "occupationalCategory": [
            {
                "@type": "CategoryCode",
                "name": each.title(locale),
                "codeValue": each.code,
                "inCodeSet": ISCO,
            }
            for each in named[Taxonomy.OCCUPATION]
        ],
        "educationalAlignment": [
            {
                "@type": "AlignmentObject",
                "alignmentType": "teaches",
                "educationalFramework": SKKNI,
                "identifier": each.code,
                "targetName": each.title(locale),
            }
            for each in named[Taxonomy.COMPETENCE_UNIT]
        ],
    }
    return {name: terms for name, terms in found.items() if terms}

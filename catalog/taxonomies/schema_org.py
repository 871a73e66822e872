"""What a course names, in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from catalog.taxonomies.models import Taxonomy
from catalog.taxonomies.queries import Titled

# The sets by their URIs, which schema.org takes for a DefinedTermSet.
ESCO = "http://data.europa.eu/esco/concept-scheme/skills"
ISCO = "http://data.europa.eu/esco/concept-scheme/isco"
SKKNI = "SKKNI"


def as_terms(named: Iterable[Titled], *, locale: str | None) -> dict[str, Any]:
    """`teaches` (DefinedTerm), `about` (CategoryCode) and `educationalAlignment`
    (AlignmentObject); what is not named is left out.

    Names are in one language where `locale` says which, else in each that there is,
    with its tag.
    """
    terms = list(named)
    found = {
        "teaches": [
            {
                "@type": "DefinedTerm",
                "name": _name(each, locale),
                "termCode": each.code,
                "url": each.code,
                "inDefinedTermSet": ESCO,
            }
            for each in terms
            if each.taxonomy == Taxonomy.SKILL
        ],
        "about": [
            {
                "@type": "CategoryCode",
                "name": _name(each, locale),
                "codeValue": each.code,
                "inCodeSet": ISCO,
            }
            for each in terms
            if each.taxonomy == Taxonomy.OCCUPATION
        ],
        "educationalAlignment": [
            {
                "@type": "AlignmentObject",
                "alignmentType": "teaches",
                "educationalFramework": SKKNI,
                "identifier": each.code,
                "targetName": _name(each, locale),
            }
            for each in terms
            if each.taxonomy == Taxonomy.COMPETENCE_UNIT
        ],
    }
    return {name: terms for name, terms in found.items() if terms}


def _name(titled: Titled, locale: str | None) -> Any:
    if locale is not None:
        return titled.title(locale)
    tagged = [
        {"@language": language, "@value": title}
        for language, title in (("id", titled.title_id), ("en", titled.title_en))
        if title
    ]
    return (tagged if len(tagged) > 1 else tagged[0]) if tagged else titled.code

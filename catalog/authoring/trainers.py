"""The trainers that a content names: of this institution, teaching, and certified."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.authoring.checking import Checked, Content, Lack
from catalog.authoring.standards import Standard
from catalog.trainers.queries import standings_of
from catalog.trainers.rules import Unfit, teaches_otherwise, unfit, words_for
from core.text import Text

_OTHERWISE = Text(
    "The certificates of this trainer name none of the skills or units of the course.",
    "Sertifikat pelatih ini tidak menyebut keterampilan atau unit pelatihan ini.",
)


def check_trainers(
    session: Session,
    content: Content,
    standard: Standard,
    *,
    provider_id: UUID,
    today: date,
) -> Checked:
    """Who may not teach; a warning for those whose certificates speak of other things.

    Whether a certificate is asked for is the standard's.
    """
    named = content.get("trainers") or []
    standings = standings_of(
        session, {UUID(each) for each in named}, provider_id=provider_id
    )
    taught = frozenset(
        (*(content.get("skills") or ()), *(content.get("competence_units") or ()))
    )
    checked, source = Checked([], []), standard.trainers_source
    for index, each in enumerate(named):
        place, standing = f"/trainers/{index}", standings.get(UUID(each))
        why = unfit(standing, on=today)
        if why == Unfit.UNCERTIFIED and not standard.certified_trainers:
            why = None
        if why is not None:
            words = words_for(why, on=today)
            checked.lacks.append(Lack(place, why, words, source))
        elif standing is not None and teaches_otherwise(standing, taught):
            checked.warnings.append(Lack(place, "teaches-other", _OTHERWISE, source))
    return checked

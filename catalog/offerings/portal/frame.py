"""What the pages of both sides share."""

from datetime import datetime
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from catalog.authoring.portal.frame import address_of
from catalog.offerings.errors import (
    CommissionTooHigh,
    LeavingTooSoon,
    PriceAboveCap,
    ProposalEnded,
)
from catalog.offerings.wording import PROPOSALS
from core.errors import Refusal
from core.formats import write_moment, write_money
from partners.accounts.web import PageBlueprint, in_words, page_locale
from partners.conflicts.explaining import share_in_words

blueprint = PageBlueprint("offering_pages", __name__, template_folder="../../templates")
COURSE = "/partner/<code>/courses/<uuid:course_id>"


def offerings_address(course_id: UUID) -> str:
    """Where the offerings of a course are."""
    return f"{address_of(course_id)}/offerings"


def said(refusal: Refusal) -> dict[str, str]:
    """A refusal as people read it: money, shares, states and instants in words."""
    settings = current_app.extensions["settings"]
    members = dict(refusal.members)
    match refusal:
        case CommissionTooHigh():
            wanted, most = (share_in_words(bps) for bps in members.values())
            return {
                "title": refusal.title.in_(page_locale()),
                "detail": _(
                    "%(wanted)s are proposed; the programme allows %(most)s.",
                    wanted=wanted,
                    most=most,
                ),
                "remedy": _("Propose at most %(most)s.", most=most),
            }
        case PriceAboveCap():
            cap = write_money(members["cap"], currency=settings.currency)
            return in_words(PriceAboveCap(cap=cap))
        case ProposalEnded():
            state = members["state"]
            return in_words(ProposalEnded(state=PROPOSALS.get(state, state)))
        case LeavingTooSoon():
            earliest = datetime.fromisoformat(members["earliest"])
            members["earliest"] = write_moment(
                earliest, zone=settings.zone, language=page_locale()
            )
            return in_words(LeavingTooSoon(**members))
    return in_words(refusal)

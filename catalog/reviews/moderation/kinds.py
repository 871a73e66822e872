"""In what reviews and replies differ while they are reported, decided and objected
about."""

from dataclasses import dataclass

from catalog.reviews import errors, letters
from catalog.reviews.moderation import models
from catalog.reviews.replies import errors as reply_errors
from catalog.reviews.replies import letters as reply_letters
from core.errors import Conflict
from core.mail import Letter


@dataclass(frozen=True)
class Kind:
    """`audited_as` begins the actions of the audit trail. The letters go to whoever
    wrote it, the refusals say that something was done before."""

    audited_as: str
    reports: type[models.Report]
    decisions: type[models.Decision]
    objections: type[models.Objection]
    hidden: Letter
    stays_hidden: Letter
    shown: Letter
    reported_twice: type[Conflict]
    decided_already: type[Conflict]
    not_hidden: type[Conflict]
    objected_twice: type[Conflict]


REVIEWS = Kind(
    audited_as="review",
    reports=models.ReviewReport,
    decisions=models.ReviewDecision,
    objections=models.ReviewObjection,
    hidden=letters.HIDDEN,
    stays_hidden=letters.STAYS_HIDDEN,
    shown=letters.SHOWN,
    reported_twice=errors.ReportTwice,
    decided_already=errors.NothingToDecide,
    not_hidden=errors.ReviewNotHidden,
    objected_twice=errors.ObjectionTwice,
)
REPLIES = Kind(
    audited_as="review_reply",
    reports=models.ReplyReport,
    decisions=models.ReplyDecision,
    objections=models.ReplyObjection,
    hidden=reply_letters.HIDDEN,
    stays_hidden=reply_letters.STAYS_HIDDEN,
    shown=reply_letters.SHOWN,
    reported_twice=reply_errors.ReplyReportedTwice,
    decided_already=reply_errors.ReplyDecided,
    not_hidden=reply_errors.ReplyNotHidden,
    objected_twice=reply_errors.ReplyObjectedTwice,
)

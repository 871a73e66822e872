"""Access reviews: the owners of an organisation look at who may do what there.

A review opens by itself from time to time. An owner says for each seat whether it is
kept, changed or ended; what nobody decides has consequences (docs/rules/staff.md). A
review that is over stays as the record of it.
"""

from partners.staff.reviews.models import AccessReview, ReviewedSeat

__all__ = ["AccessReview", "ReviewedSeat"]

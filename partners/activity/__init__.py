"""What organisations did with a participant's account, shown to her at once.

Each use has a button "This was not me", which unlinks the organisation, ends her other
sessions and opens a case for the operator. It undoes no purchase by itself.
"""

from partners.activity.models import Dispute, Use

__all__ = ["Dispute", "Use"]

"""How an organisation comes to take part: drafts, evidence, review, decision, appeal.

It applies for one kind at a time. What the kind asks for is a document with versions
(`requirements/`), and an application keeps the version that it was begun under. The
operator's staff check it criterion by criterion; one person recommends, another
decides.
"""

from partners.onboarding.models import ApplicationState, PartnerApplication

__all__ = ["ApplicationState", "PartnerApplication"]

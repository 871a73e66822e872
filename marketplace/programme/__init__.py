"""The programme: schemes (rules as data), batches, applications, decisions and awards.

An award is a participant's training balance with its deadlines. Which version of which
scheme decided is pinned to everything that was decided by it.
"""

from marketplace.programme.models import (
    Application,
    ApplicationStatus,
    Award,
    AwardStatus,
    Batch,
    BatchStatus,
    Scheme,
)

__all__ = [
    "Application",
    "ApplicationStatus",
    "Award",
    "AwardStatus",
    "Batch",
    "BatchStatus",
    "Scheme",
]

"""Attending and being assessed, step by step.

A step (sequence 1 to 10, 999 for the post-test) is confirmed by the participant's own
act on our page, after the institution started a verification; the institution reports
results, and completion follows from the scheme's rule, never from its word alone.
"""

from vouchers.learning.models import AssessmentResult, Attendance, Verification

__all__ = ["AssessmentResult", "Attendance", "Verification"]

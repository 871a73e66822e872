"""Ratings and reviews of courses by those who finished them.

One per participant and course; a review is one of the conditions of the incentive, and
any number of stars counts.
"""

from catalog.reviews.models import Review

__all__ = ["Review"]

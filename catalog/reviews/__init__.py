"""Ratings and reviews of courses by those who finished them.

One per participant and course; a review is one of the conditions of the incentive, and
any number of stars counts. Institutions reply, anybody reports, the operator looks at
what is reported or seems not to be honest, and courses are ranked by a bounded score.
"""

from catalog.reviews.models import CourseRating, Review

__all__ = ["CourseRating", "Review"]

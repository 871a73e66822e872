"""What is sold: courses of institutions, their schedules, and offerings on platforms.

A schedule is one run of a course with a number of seats; an offering is a course on a
platform, with its price. A seat is taken by a conditional update, never oversold.
"""

from catalog.courses.models import (
    Category,
    Course,
    CourseStatus,
    Mode,
    Offering,
    Schedule,
)

__all__ = ["Category", "Course", "CourseStatus", "Mode", "Offering", "Schedule"]

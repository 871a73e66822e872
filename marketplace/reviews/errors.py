"""Why a participant may not review."""

from core.errors import Conflict
from core.text import Text


class CourseNotFinished(Conflict):
    """Also the answer for a course that does not exist."""

    slug = "course-not-finished"
    title = Text(
        "Only finished courses are reviewed", "Hanya pelatihan selesai yang diulas"
    )
    detail = Text(
        "The participant has not finished this course.",
        "Peserta belum menyelesaikan pelatihan ini.",
    )
    remedy = Text(
        "Finish the course first: all sessions, and what else it asks for.",
        "Selesaikan pelatihan terlebih dahulu: semua sesi dan syarat lainnya.",
    )

"""Why a review is not taken."""

from core.errors import Conflict
from core.text import Text


class ReviewTwice(Conflict):
    slug = "review-twice"
    title = Text("The course was reviewed before", "Pelatihan sudah pernah diulas")
    detail = Text(
        "A participant reviews a course once, and this review exists.",
        "Peserta mengulas satu pelatihan satu kali, dan ulasan itu sudah ada.",
    )
    remedy = Text(
        "Nothing more is needed: the first review counts.",
        "Tidak perlu apa-apa lagi: ulasan pertama berlaku.",
    )

"""The ways in which a shortlist says no."""

from core.errors import Conflict
from core.text import Text


class ShortlistFull(Conflict):
    slug = "shortlist-full"
    title = Text("Your shortlist is full", "Daftar pilihan Anda penuh")
    detail = Text(
        "It holds {limit} courses at most.",
        "Daftar pilihan memuat paling banyak {limit} pelatihan.",
    )
    remedy = Text(
        "Take a course off it that you do not want any more.",
        "Hapus pelatihan yang tidak Anda perlukan lagi.",
    )

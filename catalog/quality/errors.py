"""Why there is no quality to show."""

from core.errors import NotFound
from core.text import Text


class InstitutionNotFound(NotFound):
    """Also the answer for an organisation that does not sell courses at present."""

    slug = "institution-not-found"
    title = Text("There is no such institution", "Lembaga tidak ditemukan")
    detail = Text(
        "No training institution that sells courses has this id.",
        "Tidak ada lembaga pelatihan yang menjual pelatihan dengan id ini.",
    )
    remedy = Text(
        "Find it again by one of its courses at /v1/courses.",
        "Cari kembali lewat salah satu pelatihannya di /v1/courses.",
    )

"""Why a list of courses is not taken as a whole."""

from core.errors import Denied, NotFound
from core.text import Text


class ImportForAnother(Denied):
    slug = "import-for-another-institution"
    title = Text("The list names another institution", "Daftar menyebut lembaga lain")
    detail = Text(
        "An institution imports courses under its own name only; rows {rows} name"
        " another one. Nothing was imported.",
        "Lembaga hanya mengimpor pelatihan atas namanya sendiri; baris {rows} menyebut"
        " lembaga lain. Tidak ada yang diimpor.",
    )
    remedy = Text(
        "Send your own courses only, with lp_name as your registered name.",
        "Kirim pelatihan Anda saja, dengan lp_name sesuai nama terdaftar.",
    )


class DraftNotFound(NotFound):
    slug = "course-draft-not-found"
    title = Text("There is no such draft", "Draf pelatihan tidak ditemukan")
    detail = Text(
        "No course that waits for a person has this id.",
        "Tidak ada pelatihan yang menunggu keputusan dengan id ini.",
    )
    remedy = Text(
        "List the drafts at /v1/course-drafts; somebody may have decided already.",
        "Lihat draf di /v1/course-drafts; mungkin sudah diputuskan orang lain.",
    )

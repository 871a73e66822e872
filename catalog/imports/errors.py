"""Why a list of courses is not taken as a whole."""

from core.errors import Denied
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


class NotAnInstitution(Denied):
    slug = "not-a-training-institution"
    title = Text(
        "Only training institutions have courses",
        "Hanya lembaga pelatihan yang memiliki pelatihan",
    )
    detail = Text(
        "Your organisation is not registered as a training institution.",
        "Organisasi Anda tidak terdaftar sebagai lembaga pelatihan.",
    )
    remedy = Text(
        "Ask the programme's operator to register it as one.",
        "Minta pengelola program mendaftarkannya sebagai lembaga pelatihan.",
    )

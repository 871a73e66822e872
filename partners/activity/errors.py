"""Why a use cannot be disputed, or a case not be closed."""

from core.errors import Conflict, NotFound
from core.text import Text


class UseNotFound(NotFound):
    slug = "use-not-found"
    title = Text("There is no such activity", "Aktivitas tidak ditemukan")
    detail = Text(
        "Nothing was done with your account under this address.",
        "Tidak ada aktivitas akun Anda di alamat ini.",
    )
    remedy = Text(
        "Look at the list of your recent activity.", "Lihat daftar aktivitas Anda."
    )


class DisputeNotFound(NotFound):
    slug = "dispute-not-found"
    title = Text("There is no such dispute", "Sanggahan tidak ditemukan")
    detail = Text("No dispute has this id.", "Tidak ada sanggahan dengan id ini.")
    remedy = Text("List them at /v1/disputes.", "Lihat daftarnya di /v1/disputes.")


class DisputeClosedAlready(Conflict):
    slug = "dispute-closed-already"
    title = Text("The dispute is closed", "Sanggahan sudah ditutup")
    detail = Text("The dispute is {state}.", "Status sanggahan: {state}.")
    remedy = Text(
        "Read who closed it and why at /v1/disputes.",
        "Lihat siapa yang menutupnya dan alasannya di /v1/disputes.",
    )

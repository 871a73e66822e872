"""Why an organisation may not act, or cannot be changed."""

from core.errors import Conflict, Denied, NotFound
from core.text import Text


class OrganisationNotApproved(Denied):
    """The caller's own organisation; another's standing is never told."""

    slug = "partner-suspended"
    title = Text("Your organisation may not act now", "Organisasi Anda ditangguhkan")
    detail = Text(
        "The standing of your organisation is: {standing}.",
        "Status organisasi Anda: {standing}.",
    )
    remedy = Text(
        "Nothing was changed. The programme's operator can tell you the reason and how"
        " to reply.",
        "Tidak ada yang berubah. Hubungi pengelola program untuk alasan dan tanggapan.",
    )


class OrganisationNotFound(NotFound):
    slug = "organisation-not-found"
    title = Text("There is no such organisation", "Organisasi tidak ditemukan")
    detail = Text("No organisation has this id.", "Tidak ada organisasi dengan id ini.")
    remedy = Text(
        "Compare the id with the list of organisations.",
        "Bandingkan id dengan daftar organisasi.",
    )


class OrganisationCodeTaken(Conflict):
    slug = "organisation-code-taken"
    title = Text("The code is taken", "Kode sudah dipakai")
    detail = Text(
        "Another organisation has the code {code}.",
        "Organisasi lain memakai kode {code}.",
    )
    remedy = Text("Choose another code.", "Pilih kode lain.")


class StandingMoveIllegal(Conflict):
    slug = "organisation-standing-move"
    title = Text(
        "The standing cannot change this way", "Status tidak dapat diubah seperti itu"
    )
    detail = Text(
        "The organisation is {standing}, from where it cannot become {wanted}.",
        "Status organisasi {standing}, sehingga tidak dapat menjadi {wanted}.",
    )
    remedy = Text(
        "Look at its standing; a terminated organisation has to apply anew.",
        "Periksa statusnya; organisasi yang diakhiri harus mendaftar kembali.",
    )

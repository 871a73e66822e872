"""Why an agreement cannot be accepted, or keeps something from happening."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text


class AgreementUnknown(NotFound):
    slug = "agreement-unknown"
    title = Text("There is no such agreement", "Perjanjian tidak ditemukan")
    detail = Text(
        "No agreement in force has this code, or it was not accepted yet.",
        "Tidak ada perjanjian berlaku dengan kode ini, atau belum disetujui.",
    )
    remedy = Text("Look at the list of agreements.", "Lihat daftar perjanjian.")


class AgreementChanged(Conflict):
    slug = "agreement-changed"
    title = Text("This is not the text in force", "Ini bukan teks yang berlaku")
    detail = Text(
        "The version or the hash is not that of the agreement in force.",
        "Versi atau sidik teks bukan milik perjanjian yang berlaku.",
    )
    remedy = Text(
        "Read the version in force, and accept that one.",
        "Baca versi yang berlaku, lalu setujui versi itu.",
    )


class AgreementAlreadyAccepted(Conflict):
    slug = "agreement-accepted"
    title = Text("It was accepted already", "Sudah disetujui")
    detail = Text(
        "Your organisation has accepted this version.",
        "Organisasi Anda sudah menyetujui versi ini.",
    )
    remedy = Text("Download the receipt.", "Unduh tanda terimanya.")


class AgreementNotAccepted(Conflict):
    slug = "agreement-not-accepted"
    title = Text("The agreement is not accepted", "Perjanjian belum disetujui")
    detail = Text(
        "The applicant has not accepted the version of the agreement in force.",
        "Pemohon belum menyetujui versi perjanjian yang berlaku.",
    )
    remedy = Text(
        "Return it to the review, and ask the applicant to accept it.",
        "Kembalikan ke peninjauan dan minta pemohon menyetujuinya.",
    )


class OfficerMissing(Malformed):
    slug = "agreement-officer-missing"
    title = Text("Say who accepts", "Sebutkan siapa yang menyetujui")
    detail = Text(
        "An officer with name and position accepts for the organisation.",
        "Pengurus dengan nama dan jabatan menyetujui atas nama organisasi.",
    )
    remedy = Text("Write both out.", "Tuliskan keduanya.")

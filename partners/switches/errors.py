"""What a closed switch refuses, and why one cannot be closed or opened.

A closed switch is a decision of people, with no end that anybody knows: 403, and not
503, which would tell programs and proxies to try again (docs/decisions).
"""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text
from partners.switches.models import Switch

_REASON = Text("{reason}", "{reason}")


class RegistrationClosed(Denied):
    slug = "registration-closed"
    title = Text("Registration is closed at present", "Pendaftaran sedang ditutup")
    detail = _REASON
    remedy = Text(
        "Nothing was changed. Come back later: the page says when it is open again. Who"
        " has an account signs in as ever.",
        "Tidak ada yang berubah. Silakan kembali nanti: halaman pendaftaran"
        " memberi tahu bila dibuka lagi. Pemilik akun masuk seperti biasa.",
    )


class SignUpClosed(Denied):
    slug = "sign-up-closed"
    title = Text(
        "Signing up of new partners is closed at present",
        "Pendaftaran mitra baru sedang ditutup",
    )
    detail = _REASON
    remedy = Text(
        "Nothing was changed. Come back later. Drafts that were begun stay, and who has"
        " an account signs in as ever.",
        "Tidak ada yang berubah. Silakan kembali nanti. Draf yang sudah dimulai tetap"
        " ada, dan pemilik akun masuk seperti biasa.",
    )


class ProgrammeClosed(Denied):
    slug = "programme-closed"
    title = Text("The programme is closed at present", "Program sedang ditutup")
    detail = _REASON
    remedy = Text(
        "Nothing was changed: no money was moved, and every day on which it is closed"
        " is added to the deadlines. Try again when the programme is open.",
        "Tidak ada yang berubah: dana tidak bergerak, dan setiap hari penutupan"
        " ditambahkan pada batas waktu. Coba lagi bila program dibuka kembali.",
    )


class PayoutsClosed(Denied):
    slug = "payouts-closed"
    title = Text("Payments are paused at present", "Pembayaran sedang dihentikan")
    detail = _REASON
    remedy = Text(
        "Nothing is lost: what is due is paid when payments go on.",
        "Tidak ada yang hilang: yang jatuh tempo dibayarkan setelah dibuka kembali.",
    )


REFUSAL_OF: dict[Switch, type[Denied]] = {
    Switch.PARTICIPANT_SIGN_UP: RegistrationClosed,
    Switch.PARTNER_SIGN_UP: SignUpClosed,
    Switch.PROGRAMME: ProgrammeClosed,
    Switch.PAYOUTS: PayoutsClosed,
}


class ClosureNotFound(NotFound):
    slug = "closure-not-found"
    title = Text("There is no such closure", "Penutupan tidak ditemukan")
    detail = Text("No closure has this id.", "Tidak ada penutupan dengan id ini.")
    remedy = Text("Look at the list of switches.", "Lihat daftar sakelar.")


class SwitchUnfit(Malformed):
    """`why` is one of the sentences below."""

    slug = "switch-unfit"
    title = Text("This cannot be closed so", "Penutupan tidak sesuai")
    detail = Text("{why}", "{why}")
    remedy = Text("Look at the list of switches.", "Lihat daftar sakelar.")


NOT_OF_A_SCHEME = Text(
    "Only the programme is closed for one scheme alone.",
    "Hanya program yang dapat ditutup untuk satu skema saja.",
)
SCHEME_UNKNOWN = Text("No scheme has this code.", "Tidak ada skema dengan kode ini.")
REASON_MISSING = Text(
    "The reason is told to everybody, in both languages.",
    "Alasan disampaikan kepada semua orang, dalam kedua bahasa.",
)


class AlreadyClosed(Conflict):
    slug = "switch-already-closed"
    title = Text("This is closed already", "Sudah ditutup")
    detail = Text(
        "Somebody closed it a while ago, for a reason that stands.",
        "Sudah ditutup orang lain, dengan alasan yang masih berlaku.",
    )
    remedy = Text("Look at the list of switches.", "Lihat daftar sakelar.")


class AlreadyOpened(Conflict):
    slug = "switch-already-opened"
    title = Text("This is open again", "Sudah dibuka kembali")
    detail = Text(
        "Two people have opened it.", "Penutupan ini sudah dibuka oleh dua orang."
    )
    remedy = Text("Close it again if you must.", "Tutup kembali bila perlu.")


class OpeningAlreadyProposed(Conflict):
    slug = "opening-already-proposed"
    title = Text("A proposal waits already", "Masih ada usulan terbuka")
    detail = Text(
        "Somebody has proposed to open this again.",
        "Pembukaan kembali sudah diusulkan.",
    )
    remedy = Text("Decide about that proposal.", "Putuskan usulan itu.")


class NoOpeningProposed(Conflict):
    slug = "no-opening-proposed"
    title = Text("Nobody has proposed that", "Belum ada usulan")
    detail = Text(
        "No proposal to open this waits for a decision.",
        "Tidak ada usulan pembukaan yang menunggu keputusan.",
    )
    remedy = Text("Propose it first.", "Usulkan terlebih dahulu.")

"""Why a voucher is refused."""

from core.errors import Conflict, NotFound
from core.text import Text


class VoucherNotVoidable(Conflict):
    slug = "voucher-not-voidable"
    title = Text("The voucher cannot be voided", "Voucher tidak dapat dibatalkan")
    detail = Text("The voucher is {state}.", "Status voucher: {state}.")
    remedy = Text(
        "A voucher is voided before its first use only.",
        "Voucher hanya dapat dibatalkan sebelum dipakai pertama kali.",
    )


class VoucherNotFound(NotFound):
    """One answer for a mistyped, an unknown and another institution's code or id, so
    that vouchers cannot be probed (requirements VC-05 and VC-06)."""

    slug = "voucher-not-found"
    title = Text("There is no such voucher", "Voucher tidak ditemukan")
    detail = Text(
        "You have no voucher with this code or id.",
        "Anda tidak memiliki voucher dengan kode atau id ini.",
    )
    remedy = Text(
        "Compare the code letter by letter with the one the participant sees.",
        "Cocokkan kode huruf demi huruf dengan yang dilihat peserta.",
    )


class ClassNotFound(NotFound):
    """Also the answer for another institution's class."""

    slug = "class-not-found"
    title = Text("There is no such class", "Kelas tidak ditemukan")
    detail = Text(
        "Your institution has no schedule with this id.",
        "Lembaga Anda tidak memiliki jadwal dengan id ini.",
    )
    remedy = Text(
        "Use the id of one of your own courses' schedules.",
        "Gunakan id jadwal dari pelatihan Anda sendiri.",
    )


class VoucherStateForbids(Conflict):
    """A move that the table of transitions does not hold."""

    slug = "voucher-state-forbids"
    title = Text("The voucher's state forbids this", "Status voucher tidak mengizinkan")
    detail = Text(
        "The voucher is {state} and cannot become {wanted}.",
        "Voucher berstatus {state} dan tidak dapat menjadi {wanted}.",
    )
    remedy = Text(
        "Read the voucher again; nothing was changed.",
        "Baca ulang voucher; tidak ada yang berubah.",
    )


class VoucherAlreadyRedeemed(Conflict):
    slug = "voucher-already-redeemed"
    title = Text("The voucher was already redeemed", "Voucher sudah ditukarkan")
    detail = Text("It was redeemed at {redeemed_at}.", "Ditukarkan pada {redeemed_at}.")
    remedy = Text(
        "A voucher is spent once. Go on with the next step of the class.",
        "Voucher hanya dipakai sekali. Lanjutkan ke langkah kelas berikutnya.",
    )


class VoucherHasExpired(Conflict):
    slug = "voucher-expired"
    title = Text("The voucher has expired", "Voucher kedaluwarsa")
    detail = Text(
        "It was to be redeemed before {expires_at}.",
        "Voucher harus ditukarkan sebelum {expires_at}.",
    )
    remedy = Text(
        "Its price goes back; the participant may choose another schedule.",
        "Harganya dikembalikan; peserta dapat memilih jadwal lain.",
    )


class VoucherWasVoided(Conflict):
    slug = "voucher-voided"
    title = Text("The voucher was voided", "Voucher dibatalkan")
    detail = Text("It was voided at {voided_at}.", "Dibatalkan pada {voided_at}.")
    remedy = Text(
        "Ask the participant to buy the course again.",
        "Minta peserta membeli kembali pelatihan ini.",
    )


class VoucherAlreadyCompleted(Conflict):
    slug = "voucher-already-completed"
    title = Text("The course was already completed", "Pelatihan sudah diselesaikan")
    detail = Text(
        "It was completed at {completed_at}; nothing can be added.",
        "Diselesaikan pada {completed_at}; tidak ada yang dapat ditambahkan.",
    )
    remedy = Text(
        "Read the certificate of this voucher.", "Lihat sertifikat voucher ini."
    )


class VoucherNotRedeemed(Conflict):
    slug = "voucher-not-redeemed"
    title = Text("The voucher is not redeemed yet", "Voucher belum ditukarkan")
    detail = Text(
        "Results and completion follow the first confirmed step (sequence 1).",
        "Hasil dan penyelesaian mengikuti langkah pertama (urutan 1).",
    )
    remedy = Text(
        "Start a verification of sequence 1 and let the participant confirm it.",
        "Mulai verifikasi urutan 1 dan minta peserta mengonfirmasinya.",
    )

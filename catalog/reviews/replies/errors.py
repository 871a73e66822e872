"""Why something about a reply is not taken."""

from core.errors import Conflict, NotFound
from core.text import Text


class ReplyNotFound(NotFound):
    """Also the answer for one that is not shown, and for another institution's."""

    slug = "review-reply-not-found"
    title = Text("There is no such reply", "Balasan tidak ditemukan")
    detail = Text(
        "No reply that you can reach belongs to this review.",
        "Tidak ada balasan yang dapat Anda akses pada ulasan ini.",
    )
    remedy = Text(
        "List the reviews again; it may have been hidden.",
        "Lihat kembali daftar ulasan; mungkin balasan itu disembunyikan.",
    )


class ReplyIsHidden(Conflict):
    slug = "review-reply-is-hidden"
    title = Text("The reply is hidden", "Balasan disembunyikan")
    detail = Text(
        "The operator has hidden it, so it cannot be changed.",
        "Pengelola menyembunyikannya, sehingga tidak dapat diubah.",
    )
    remedy = Text(
        "Your institution may object once.",
        "Lembaga Anda dapat mengajukan keberatan satu kali.",
    )


class ReplyNotHidden(Conflict):
    slug = "review-reply-not-hidden"
    title = Text("There is nothing to object to", "Tidak ada yang perlu disanggah")
    detail = Text("The reply is not hidden.", "Balasan tidak disembunyikan.")
    remedy = Text("Change its words instead.", "Ubah kata-katanya.")


class ReplyObjectedTwice(Conflict):
    slug = "review-reply-objection-twice"
    title = Text("You have objected before", "Keberatan sudah pernah diajukan")
    detail = Text(
        "An institution objects once to its reply being hidden.",
        "Lembaga mengajukan keberatan satu kali atas balasan yang disembunyikan.",
    )
    remedy = Text(
        "The answer comes by e-mail, and stands on the page of your reviews.",
        "Jawaban dikirim lewat surel dan tampil di halaman ulasan lembaga.",
    )


class ReplyReportedTwice(Conflict):
    slug = "review-reply-report-twice"
    title = Text("You have reported this reply", "Balasan sudah Anda laporkan")
    detail = Text(
        "A person reports a reply once.",
        "Satu orang melaporkan satu balasan satu kali.",
    )
    remedy = Text(
        "Nothing more is needed: somebody looks at it.",
        "Tidak perlu apa-apa lagi: laporan akan diperiksa.",
    )


class ReplyDecided(Conflict):
    slug = "review-reply-decided-already"
    title = Text("There is nothing to decide", "Tidak ada yang perlu diputuskan")
    detail = Text(
        "The reply is {state}, and nothing about it waits.",
        "Status balasan: {state}; tidak ada yang menunggu keputusan.",
    )
    remedy = Text(
        "Read who decided it; another decision may still change its state.",
        "Lihat siapa yang memutuskan; keputusan lain masih dapat mengubahnya.",
    )

"""Why a review, or something about one, is not taken."""

from core.errors import Conflict, NotFound
from core.text import Text


class ReviewTwice(Conflict):
    slug = "review-twice"
    title = Text("The course was reviewed before", "Pelatihan sudah pernah diulas")
    detail = Text(
        "A participant reviews a course once, and this review exists.",
        "Peserta mengulas satu pelatihan satu kali, dan ulasan itu sudah ada.",
    )
    remedy = Text(
        "Change the review that you gave; the first one counts until then.",
        "Ubah ulasan yang sudah ada; ulasan pertama berlaku sampai saat itu.",
    )


class ReviewNotFound(NotFound):
    """Also the answer for another's review, and for one that is not shown."""

    slug = "review-not-found"
    title = Text("There is no such review", "Ulasan tidak ditemukan")
    detail = Text(
        "No review that you can reach has this id.",
        "Tidak ada ulasan dengan id ini yang dapat Anda akses.",
    )
    remedy = Text(
        "List the reviews again; it may have been hidden.",
        "Lihat kembali daftar ulasan; mungkin ulasan itu disembunyikan.",
    )


class ReviewEditTooLate(Conflict):
    slug = "review-edit-too-late"
    title = Text(
        "The review cannot be changed any more", "Ulasan tidak dapat diubah lagi"
    )
    detail = Text(
        "It could be changed until {until_at}.",
        "Ulasan dapat diubah sampai {until_at}.",
    )
    remedy = Text(
        "It stays as it is; tell support if it harms somebody.",
        "Ulasan tetap seperti semula; hubungi bantuan bila merugikan seseorang.",
    )


class ReviewIsHidden(Conflict):
    slug = "review-is-hidden"
    title = Text("The review is hidden", "Ulasan disembunyikan")
    detail = Text(
        "The operator has hidden it, so it cannot be changed or answered.",
        "Pengelola menyembunyikannya, sehingga tidak dapat diubah atau dijawab.",
    )
    remedy = Text(
        "Its writer may object once.",
        "Penulisnya dapat mengajukan keberatan satu kali.",
    )


class ReviewNotHidden(Conflict):
    slug = "review-not-hidden"
    title = Text("There is nothing to object to", "Tidak ada yang perlu disanggah")
    detail = Text("The review is not hidden.", "Ulasan tidak disembunyikan.")
    remedy = Text(
        "Wait until somebody has looked, or change its words.",
        "Tunggu sampai diperiksa, atau ubah kata-katanya.",
    )


class ObjectionTwice(Conflict):
    slug = "review-objection-twice"
    title = Text("You have objected before", "Keberatan sudah pernah diajukan")
    detail = Text(
        "A writer objects once to her review being hidden.",
        "Penulis mengajukan keberatan satu kali atas ulasan yang disembunyikan.",
    )
    remedy = Text(
        "The answer comes by e-mail, and stands on the page of your review.",
        "Jawaban dikirim lewat surel dan tampil di halaman ulasan Anda.",
    )


class PersonalDataInReply(Conflict):
    slug = "personal-data-in-reply"
    title = Text(
        "The reply holds an address or a number", "Balasan memuat alamat atau nomor"
    )
    detail = Text(
        "It looks as if it holds an e-mail, a phone or an identity number.",
        "Balasan tampaknya memuat surel, nomor telepon, atau nomor identitas.",
    )
    remedy = Text(
        "Leave it out: everybody reads the reply.",
        "Hapus bagian itu: balasan dibaca semua orang.",
    )


class ReportTwice(Conflict):
    slug = "review-report-twice"
    title = Text("You have reported this review", "Ulasan sudah Anda laporkan")
    detail = Text(
        "A person reports a review once.",
        "Satu orang melaporkan satu ulasan satu kali.",
    )
    remedy = Text(
        "Nothing more is needed: somebody looks at it.",
        "Tidak perlu apa-apa lagi: laporan akan diperiksa.",
    )


class OwnReviewReported(Conflict):
    slug = "own-review-reported"
    title = Text("This is your own review", "Ini ulasan Anda sendiri")
    detail = Text(
        "Nobody reports her own review.",
        "Ulasan sendiri tidak perlu dilaporkan.",
    )
    remedy = Text("Change it instead.", "Ubah ulasan itu.")


class TooManyReports(Conflict):
    slug = "too-many-review-reports"
    title = Text("Too many reports today", "Terlalu banyak laporan hari ini")
    detail = Text(
        "A person reports {most} reviews a day at most.",
        "Satu orang melaporkan paling banyak {most} ulasan sehari.",
    )
    remedy = Text("Go on tomorrow.", "Lanjutkan besok.")


class NothingToDecide(Conflict):
    slug = "review-decided-already"
    title = Text("There is nothing to decide", "Tidak ada yang perlu diputuskan")
    detail = Text(
        "The review is {state}, and nothing about it waits.",
        "Status ulasan: {state}; tidak ada yang menunggu keputusan.",
    )
    remedy = Text(
        "Read who decided it; another decision may still change its state.",
        "Lihat siapa yang memutuskan; keputusan lain masih dapat mengubahnya.",
    )

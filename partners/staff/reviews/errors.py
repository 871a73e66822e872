"""Why a review, or a seat in it, cannot be decided."""

from core.errors import Conflict, Denied, NotFound
from core.text import Text


class ReviewNotFound(NotFound):
    slug = "access-review-not-found"
    title = Text("There is no such access review", "Tinjauan akses tidak ditemukan")
    detail = Text(
        "The organisation has no access review under this address.",
        "Organisasi tidak memiliki tinjauan akses di alamat ini.",
    )
    remedy = Text(
        "Look at the list of the organisation's access reviews.",
        "Lihat daftar tinjauan akses organisasi.",
    )


class ReviewAlreadyOpen(Conflict):
    slug = "access-review-open"
    title = Text("An access review is open", "Tinjauan akses sedang dibuka")
    detail = Text(
        "An organisation has one open access review at a time.",
        "Satu organisasi memiliki satu tinjauan akses terbuka.",
    )
    remedy = Text(
        "Answer and complete the one that is open.",
        "Jawab dan selesaikan tinjauan yang terbuka.",
    )


class ReviewOver(Conflict):
    slug = "access-review-over"
    title = Text("The access review is over", "Tinjauan akses sudah berakhir")
    detail = Text(
        "It was completed, or nobody answered it in time. Its record stays.",
        "Tinjauan sudah selesai, atau tidak dijawab pada waktunya. Catatannya tetap.",
    )
    remedy = Text(
        "Change roles and end seats on the page for staff.",
        "Ubah peran dan akhiri staf pada halaman staf.",
    )


class ReviewNotFinished(Conflict):
    slug = "access-review-not-finished"
    title = Text("Some seats were not decided", "Ada staf yang belum diputuskan")
    detail = Text(
        "Undecided seats: {left}.", "Jumlah staf yang belum diputuskan: {left}."
    )
    remedy = Text(
        "Keep, change or end each of them first.",
        "Pertahankan, ubah atau akhiri masing-masing terlebih dahulu.",
    )


class SeatAlreadyReviewed(Conflict):
    """Also for the second of two owners who decide at the same moment."""

    slug = "seat-already-reviewed"
    title = Text("The seat was decided already", "Staf ini sudah diputuskan")
    detail = Text(
        "Somebody decided about this seat before you: {decision}.",
        "Sudah ada yang memutuskan tentang staf ini sebelum Anda: {decision}.",
    )
    remedy = Text(
        "Look at the review again. What should differ is changed on the page for"
        " staff.",
        "Lihat kembali tinjauan. Perubahan lain dilakukan pada halaman staf.",
    )


class SeatChangedMeanwhile(Conflict):
    slug = "seat-changed-meanwhile"
    title = Text("The roles are others now", "Peran sudah berubah")
    detail = Text(
        "The seat has other roles than those that you confirm.",
        "Peran staf ini berbeda dari yang Anda konfirmasi.",
    )
    remedy = Text(
        "Look at the seat again, and decide about what it is now.",
        "Lihat kembali staf ini, lalu putuskan berdasarkan keadaannya sekarang.",
    )


class OwnSeatReview(Denied):
    slug = "own-seat-review"
    title = Text(
        "Another owner decides about your seat",
        "Pemilik lain memutuskan tentang Anda",
    )
    detail = Text(
        "Nobody confirms her own seat while the organisation has another owner.",
        "Tidak ada yang mengonfirmasi dirinya sendiri selama ada pemilik lain.",
    )
    remedy = Text(
        "Ask another owner to decide about it in the review.",
        "Minta pemilik lain memutuskannya dalam tinjauan.",
    )

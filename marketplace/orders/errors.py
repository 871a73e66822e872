"""Why an order is refused. Each reason is its own problem."""

from core.errors import Conflict, Denied, NotFound
from core.text import Text


class NoAward(Conflict):
    slug = "no-award"
    title = Text("The participant has no training balance", "Belum ada saldo pelatihan")
    detail = Text(
        "No batch has awarded this participant a training balance.",
        "Peserta belum ditetapkan sebagai penerima saldo pelatihan.",
    )
    remedy = Text(
        "She can join an open batch on the programme's own page.",
        "Peserta dapat bergabung dengan gelombang yang dibuka.",
    )


class AwardRevoked(Conflict):
    slug = "award-revoked"
    title = Text("The award was revoked", "Kepesertaan telah dicabut")
    detail = Text(
        "The first purchase was not made in time, so the award ended.",
        "Pembelian pertama melewati batas waktu sehingga kepesertaan berakhir.",
    )
    remedy = Text(
        "The balance has gone back to the fund and cannot be used any more.",
        "Saldo telah dikembalikan dan tidak dapat dipakai lagi.",
    )


class AwardOver(Conflict):
    slug = "award-over"
    title = Text("The award is over", "Masa penggunaan saldo telah berakhir")
    detail = Text("The award is {state}.", "Status penetapan: {state}.")
    remedy = Text(
        "The balance can no longer be spent.", "Saldo tidak dapat dipakai lagi."
    )


class PurchaseDeadlinePassed(Conflict):
    slug = "purchase-deadline-passed"
    title = Text("The deadline for buying has passed", "Batas waktu pembelian terlewat")
    detail = Text(
        "The purchase had to be made by {deadline_at}.",
        "Pembelian paling lambat {deadline_at}.",
    )
    remedy = Text(
        "The balance can no longer be spent; the programme's page tells what follows.",
        "Saldo tidak dapat dipakai lagi; lihat penjelasan pada laman program.",
    )


class BalanceTooLow(Conflict):
    slug = "balance-too-low"
    title = Text("The training balance is too low", "Saldo pelatihan tidak cukup")
    detail = Text(
        "The course costs {price} and the balance is {balance}.",
        "Harga pelatihan {price}, sedangkan saldo {balance}.",
    )
    remedy = Text(
        "Choose a course within the balance; own money cannot be added.",
        "Pilih pelatihan sesuai saldo; saldo tidak dapat ditambah dengan uang sendiri.",
    )


class PriceChanged(Conflict):
    slug = "price-changed"
    title = Text("The price is another one", "Harga sudah berubah")
    detail = Text(
        "The order says {expected}, the offering costs {price}.",
        "Pesanan menyebut {expected}, harga penawaran {price}.",
    )
    remedy = Text(
        "Show the participant the present price and order again with a new key.",
        "Tampilkan harga terbaru kepada peserta lalu pesan lagi dengan kunci baru.",
    )


class CourseAlreadyOwned(Conflict):
    slug = "course-already-owned"
    title = Text("The participant has this course", "Pelatihan sudah dimiliki")
    detail = Text(
        "She bought it before; a course is bought once.",
        "Pelatihan ini sudah pernah dibeli; satu pelatihan dibeli satu kali.",
    )
    remedy = Text("Choose another course.", "Pilih pelatihan lain.")


class PreviousCourseUnfinished(Conflict):
    slug = "previous-course-unfinished"
    title = Text("The previous course is not finished", "Pelatihan lama belum selesai")
    detail = Text(
        "The next course can be bought once the previous one is completed.",
        "Pelatihan berikutnya dapat dibeli setelah yang sebelumnya selesai.",
    )
    remedy = Text(
        "Finish the previous course first.", "Selesaikan pelatihan sebelumnya."
    )


class PreviousCourseUnreviewed(Conflict):
    slug = "previous-course-unreviewed"
    title = Text("The previous course is not reviewed", "Pelatihan lama belum diulas")
    detail = Text(
        "The next course can be bought once the previous one is rated and reviewed.",
        "Pelatihan berikutnya dapat dibeli setelah memberi rating dan ulasan.",
    )
    remedy = Text(
        "She gives the review on the programme's own page; any number of stars counts.",
        "Beri ulasan di laman program; berapa pun bintangnya diterima.",
    )


class ProviderSuspended(Denied):
    slug = "provider-suspended"
    title = Text(
        "The institution sells nothing at present",
        "Lembaga pelatihan sedang tidak menjual",
    )
    detail = Text(
        "Courses of this institution cannot be bought at present.",
        "Pelatihan lembaga ini sedang tidak dapat dibeli.",
    )
    remedy = Text(
        "Choose a course of another institution.", "Pilih pelatihan lembaga lain."
    )


class CourseSaleStopped(Denied):
    slug = "course-sale-stopped"
    title = Text("The course is not sold at present", "Pelatihan sedang tidak dijual")
    detail = Text(
        "This course cannot be bought at present; others of the institution can.",
        "Pelatihan ini sedang tidak dapat dibeli; pelatihan lain lembaga ini dapat.",
    )
    remedy = Text("Choose another course.", "Pilih pelatihan lain.")


class PlatformReferenceUsed(Conflict):
    slug = "platform-reference-used"
    title = Text("The reference belongs to another order", "Referensi sudah dipakai")
    detail = Text(
        "Your platform gave this platform_reference to an earlier order.",
        "platform_reference ini sudah dipakai pada pesanan sebelumnya.",
    )
    remedy = Text(
        "Use one reference per order; to retry an order, send its Idempotency-Key.",
        "Satu referensi per pesanan; untuk mengulang, kirim Idempotency-Key-nya.",
    )


class OrderNotFound(NotFound):
    slug = "order-not-found"
    title = Text("There is no such order", "Pesanan tidak ditemukan")
    detail = Text(
        "Your platform placed no order with this id.",
        "Platform Anda tidak memiliki pesanan dengan id ini.",
    )
    remedy = Text(
        "List your orders at /v1/orders.", "Lihat pesanan Anda di /v1/orders."
    )


class OrderNotVoidable(Conflict):
    slug = "order-not-voidable"
    title = Text("The order cannot be voided", "Pesanan tidak dapat dibatalkan")
    detail = Text("The order is {state}.", "Status pesanan: {state}.")
    remedy = Text(
        "Only a placed order whose voucher is not redeemed yet can be voided.",
        "Hanya pesanan yang vouchernya belum ditukar yang dapat dibatalkan.",
    )

"""Why a balance is not asked for, or not decided about."""

from core.errors import Conflict, Denied, NotFound
from core.text import Text


class RefundRequestNotFound(NotFound):
    slug = "refund-request-not-found"
    title = Text("There is no such request", "Permohonan tidak ditemukan")
    detail = Text(
        "No learner has asked for a balance with this id.",
        "Tidak ada permohonan pengembalian saldo dengan id ini.",
    )
    remedy = Text("List the requests again.", "Lihat kembali daftar permohonan.")


class NothingToAsk(Conflict):
    slug = "refund-needs-no-request"
    title = Text("You need not ask", "Anda tidak perlu memohon")
    detail = Text(
        "You have done {confirmed} of {required} steps: you take the balance back"
        " yourself.",
        "Anda baru menyelesaikan {confirmed} dari {required} langkah: saldo dapat Anda"
        " ambil kembali sendiri.",
    )
    remedy = Text("Take your balance back.", "Ambil kembali saldo Anda.")


class RefundAskedAlready(Conflict):
    slug = "refund-asked-already"
    title = Text("You have asked already", "Permohonan sudah diajukan")
    detail = Text(
        "Your request of {asked_at} waits for a decision.",
        "Permohonan Anda tanggal {asked_at} menunggu keputusan.",
    )
    remedy = Text(
        "You are told by letter; until then you can still change to another class.",
        "Anda dikabari lewat surel; sebelum itu Anda masih dapat pindah kelas.",
    )


class RefundRefusedForGood(Conflict):
    slug = "refund-refused-for-good"
    title = Text("This was decided for good", "Hal ini sudah diputuskan final")
    detail = Text(
        "You have asked {most} times, and each time the balance was refused.",
        "Anda sudah memohon {most} kali, dan setiap kali saldo ditolak.",
    )
    remedy = Text(
        "Your voucher and your steps stay valid, and you can change to another class.",
        "Voucher dan langkah Anda tetap berlaku, dan Anda dapat pindah kelas.",
    )


class RefundDecided(Conflict):
    slug = "refund-decided-already"
    title = Text("This is decided already", "Hal ini sudah diputuskan")
    detail = Text(
        "The request was decided: {answer}.", "Permohonan sudah diputuskan: {answer}."
    )
    remedy = Text(
        "Read the request again; nothing was changed now.",
        "Baca lagi permohonan ini; tidak ada yang berubah sekarang.",
    )


class OwnRefundRequest(Denied):
    slug = "own-refund-request"
    title = Text("The request is your own", "Permohonan ini milik Anda sendiri")
    detail = Text(
        "Nobody decides about a balance of her own.",
        "Tidak seorang pun memutuskan saldonya sendiri.",
    )
    remedy = Text("Leave it to a colleague.", "Serahkan kepada rekan Anda.")


class SameDecider(Denied):
    slug = "refund-second-look-by-another"
    title = Text("Somebody else has to decide", "Orang lain yang harus memutuskan")
    detail = Text(
        "You refused her first request; the second is decided by another person.",
        "Anda menolak permohonan pertamanya; yang kedua diputuskan orang lain.",
    )
    remedy = Text("Leave it to a colleague.", "Serahkan kepada rekan.")

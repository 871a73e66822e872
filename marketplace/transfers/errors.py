"""Why somebody cannot change her class."""

from core.errors import Conflict, NotFound
from core.text import Text


class TransferNotFound(NotFound):
    """Also the answer for another person's."""

    slug = "transfer-not-found"
    title = Text("There is no such transfer", "Pemindahan tidak ditemukan")
    detail = Text(
        "You have no interrupted class with this id.",
        "Anda tidak memiliki kelas terganggu dengan id ini.",
    )
    remedy = Text(
        "Read your interrupted classes again.", "Baca lagi kelas Anda yang terganggu."
    )


class ReplacementNotFound(NotFound):
    slug = "replacement-not-found"
    title = Text("There is no such class to change to", "Kelas pengganti tidak ada")
    detail = Text(
        "It is not among the classes that you are offered.",
        "Kelas ini tidak termasuk kelas pengganti yang ditawarkan kepada Anda.",
    )
    remedy = Text(
        "Read what you are offered again.", "Baca lagi kelas pengganti yang ditawarkan."
    )


class TransferOver(Conflict):
    slug = "transfer-over"
    title = Text("This is decided already", "Hal ini sudah diputuskan")
    detail = Text(
        "You have changed, your money is back, or the class goes on: {state}.",
        "Anda sudah pindah, dana sudah kembali, atau kelas berlanjut: {state}.",
    )
    remedy = Text(
        "Read the transfer again; nothing was changed now.",
        "Baca lagi pemindahan ini; tidak ada yang berubah sekarang.",
    )


class ReplacementsExpired(Conflict):
    slug = "replacements-expired"
    title = Text("The offer has expired", "Tawaran sudah kedaluwarsa")
    detail = Text(
        "You could change until {answer_by_at}.",
        "Anda dapat pindah sampai {answer_by_at}.",
    )
    remedy = Text(
        "Look for other classes again, or take your balance back.",
        "Cari lagi kelas lain, atau ambil kembali saldo Anda.",
    )


class StepsWouldBeLost(Conflict):
    slug = "steps-would-be-lost"
    title = Text("You would begin again", "Anda akan mulai dari awal")
    detail = Text(
        "You have done {confirmed} of {required} steps, which do not move along.",
        "Anda sudah menyelesaikan {confirmed} dari {required} langkah, yang tidak ikut"
        " pindah.",
    )
    remedy = Text(
        "Confirm that you give them up, or keep your voucher as it is.",
        "Nyatakan bahwa Anda melepasnya, atau pertahankan voucher Anda.",
    )


class TooFarAlong(Conflict):
    slug = "too-far-along"
    title = Text("The balance has to be asked for", "Saldo harus dimohonkan")
    detail = Text(
        "You have done {confirmed} of {required} steps of this class.",
        "Anda sudah menyelesaikan {confirmed} dari {required} langkah kelas ini.",
    )
    remedy = Text(
        "Ask the programme for your balance, or change to another class.",
        "Ajukan permohonan saldo kepada program, atau pindah ke kelas lain.",
    )


class SearchedJustNow(Conflict):
    slug = "searched-just-now"
    title = Text("That was looked for just now", "Baru saja dicari")
    detail = Text(
        "Other classes can be looked for again from {again_at}.",
        "Kelas lain dapat dicari lagi mulai {again_at}.",
    )
    remedy = Text("Try it again later.", "Coba lagi nanti.")

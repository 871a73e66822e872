"""Why an act is refused although its token is good."""

from core.errors import Conflict, Denied
from core.text import Text


class AuthorizationUsed(Conflict):
    slug = "authorization-used"
    title = Text("The consent was used already", "Izin sudah dipakai")
    detail = Text(
        "The participant allowed this once, and it was done with this token before.",
        "Peserta mengizinkan ini satu kali, dan token ini sudah dipakai untuk itu.",
    )
    remedy = Text(
        "To retry, send the first request again with its Idempotency-Key. For another"
        " act, ask the participant again.",
        "Untuk mengulang, kirim lagi permintaan pertama dengan Idempotency-Key-nya."
        " Untuk tindakan lain, mintalah izin peserta lagi.",
    )


class AuthorizationWithdrawn(Conflict):
    slug = "authorization-withdrawn"
    title = Text("The consent was taken back", "Izin sudah dicabut")
    detail = Text(
        "The consent ended while the request was on its way. Nothing was done.",
        "Izin berakhir saat permintaan diproses. Tidak ada yang dilakukan.",
    )
    remedy = Text("Ask the participant again.", "Mintalah izin peserta lagi.")


class NotAsAuthorized(Denied):
    slug = "not-as-authorized"
    title = Text("She allowed something else", "Tidak sesuai dengan yang diizinkan")
    detail = Text(
        "The request differs from what the participant allowed in: {differing}.",
        "Permintaan berbeda dari yang diizinkan peserta dalam: {differing}.",
    )
    remedy = Text(
        "Ask for exactly what she allowed, or ask her to allow the other thing.",
        "Minta persis yang diizinkan, atau mintalah izin untuk hal yang lain itu.",
    )

"""Letters to those who write an institution's replies."""

from core.mail import Letter
from core.text import Text

_NOTE = Text("{note}", "{note}")

HIDDEN = Letter(
    "review-reply-hidden",
    Text("Your reply was hidden: {course}", "Balasan disembunyikan: {course}"),
    (
        Text(
            "The reply to a review of “{course}” is not shown any more. The reason:"
            " {reason}",
            "Balasan atas ulasan “{course}” tidak ditampilkan lagi. Alasan: {reason}",
        ),
        _NOTE,
        Text(
            "Your institution may object once, on its page of reviews: {link}",
            "Lembaga Anda dapat mengajukan keberatan satu kali di halaman ulasannya:"
            " {link}",
        ),
    ),
)
STAYS_HIDDEN = Letter(
    "review-reply-stays-hidden",
    Text("Your reply stays hidden: {course}", "Balasan tetap tersembunyi: {course}"),
    (
        Text(
            "Somebody looked at the reply to a review of “{course}” once more. It stays"
            " hidden: {reason}",
            "Balasan atas ulasan “{course}” sudah diperiksa kembali dan tetap"
            " disembunyikan: {reason}",
        ),
        _NOTE,
    ),
)
SHOWN = Letter(
    "review-reply-shown",
    Text("Your reply is shown: {course}", "Balasan ditampilkan: {course}"),
    (
        Text(
            "Somebody looked at the reply to a review of “{course}”. Everybody can read"
            " it: {link}",
            "Balasan atas ulasan “{course}” sudah diperiksa dan dapat dibaca semua"
            " orang: {link}",
        ),
    ),
)

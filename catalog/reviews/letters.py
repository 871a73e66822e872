"""Letters to those who wrote a review."""

from core.mail import Letter
from core.text import Text

HIDDEN = Letter(
    "review-hidden",
    Text("Your review was hidden", "Ulasan Anda disembunyikan"),
    (
        Text(
            "Your review of “{course}” is not shown any more. The reason: {reason}",
            "Ulasan Anda tentang “{course}” tidak ditampilkan lagi. Alasan: {reason}",
        ),
        Text("{note}", "{note}"),
        Text(
            "Your incentive does not depend on it. You may object once, on the page of"
            " your review: {address}",
            "Insentif Anda tidak terpengaruh. Anda dapat mengajukan keberatan satu kali"
            " di halaman ulasan Anda: {address}",
        ),
    ),
)
STAYS_HIDDEN = Letter(
    "review-stays-hidden",
    Text("Your review stays hidden", "Ulasan Anda tetap disembunyikan"),
    (
        Text(
            "Somebody looked at your review of “{course}” once more. It stays hidden:"
            " {reason}",
            "Ulasan Anda tentang “{course}” sudah diperiksa kembali dan tetap"
            " disembunyikan: {reason}",
        ),
        Text("{note}", "{note}"),
    ),
)
SHOWN = Letter(
    "review-shown",
    Text("Your review is shown", "Ulasan Anda ditampilkan"),
    (
        Text(
            "Somebody looked at your review of “{course}”. Everybody can read it.",
            "Ulasan Anda tentang “{course}” sudah diperiksa dan dapat dibaca semua"
            " orang.",
        ),
    ),
)

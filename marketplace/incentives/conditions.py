"""The conditions of an incentive: their names in words, and the facts that meet them.

Programme rules, section 7: certificate, review, linked account, verified account.
"""

from dataclasses import dataclass
from datetime import datetime

from core.text import Text


@dataclass(frozen=True)
class Words:
    """A condition for people: what it is, and how to meet it."""

    title: Text
    how_to_meet: Text


CERTIFICATE = "certificate"
REVIEW = "review"
ACCOUNT_LINKED = "account_linked"
ACCOUNT_VERIFIED = "account_verified"

WORDS: dict[str, Words] = {
    CERTIFICATE: Words(
        Text("First course finished, with certificate", "Pelatihan pertama selesai"),
        Text(
            "Finish your first course; the certificate is then issued by itself.",
            "Selesaikan pelatihan pertama; sertifikat terbit secara otomatis.",
        ),
    ),
    REVIEW: Words(
        Text("Course rated and reviewed", "Rating dan ulasan diberikan"),
        Text(
            "Give the course stars and a review; any number of stars counts.",
            "Beri rating dan ulasan; berapa pun bintangnya diterima.",
        ),
    ),
    ACCOUNT_LINKED: Words(
        Text("Bank account or wallet linked", "Rekening atau dompet digital tertaut"),
        Text(
            "Link a bank account or a wallet in your own name.",
            "Tautkan rekening atau dompet digital atas nama sendiri.",
        ),
    ),
    ACCOUNT_VERIFIED: Words(
        Text("Linked account verified", "Rekening tertaut terverifikasi"),
        Text(
            "The payment partner checks the linked account; if it refuses, the page of"
            " the account says why and what to do.",
            "Mitra pembayaran memeriksa rekening; bila ditolak, halaman rekening"
            " menjelaskan alasan dan langkahnya.",
        ),
    ),
}


@dataclass(frozen=True)
class Facts:
    """Since when each condition is met; None: not met."""

    certificate: datetime | None
    review: datetime | None
    account_linked: datetime | None
    account_verified: datetime | None

    def met_at(self, name: str) -> datetime | None:
        """Since when the condition is met. A name that no fact can meet is an error in
        the scheme's document: KeyError."""
        return {
            CERTIFICATE: self.certificate,
            REVIEW: self.review,
            ACCOUNT_LINKED: self.account_linked,
            ACCOUNT_VERIFIED: self.account_verified,
        }[name]


STATUS_WORDS: dict[str, Text] = {
    "conditions_open": Text(
        "Waiting: not all conditions are met", "Menunggu: syarat belum lengkap"
    ),
    "eligible": Text("Earned", "Berhak menerima"),
    "scheduled": Text("Scheduled for payment", "Dijadwalkan untuk dibayar"),
    "disbursing": Text("Being paid", "Sedang diproses"),
    "paid": Text("Paid", "Sudah dibayar"),
    "failed": Text("The payment failed", "Pembayaran gagal"),
    "forfeited": Text("Forfeited", "Hangus"),
}

"""Why there is nothing to show."""

from core.errors import NotFound
from core.text import Text


class ReceiptNotFound(NotFound):
    slug = "consent-receipt-not-found"
    title = Text("There is no such receipt", "Bukti persetujuan tidak ditemukan")
    detail = Text(
        "You have no consent receipt at this address.",
        "Anda tidak memiliki bukti persetujuan di alamat ini.",
    )
    remedy = Text(
        "Look at the list of your receipts.", "Lihat daftar bukti persetujuan Anda."
    )

"""Why an alert cannot be acknowledged."""

from core.errors import Conflict, NotFound
from core.text import Text


class AlertNotFound(NotFound):
    slug = "security-alert-not-found"
    title = Text("There is no such alert", "Peringatan tidak ditemukan")
    detail = Text("No alert has this id.", "Tidak ada peringatan dengan id ini.")
    remedy = Text("Look at the list of alerts.", "Lihat daftar peringatan.")


class AlertAlreadyAcknowledged(Conflict):
    slug = "security-alert-acknowledged"
    title = Text("Somebody has looked already", "Peringatan sudah ditangani")
    detail = Text(
        "The alert was acknowledged before.",
        "Peringatan ini sudah ditandai sebelumnya.",
    )
    remedy = Text("Read the note on it.", "Baca catatan pada peringatan itu.")

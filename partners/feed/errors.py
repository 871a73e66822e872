"""Why an event is not shown."""

from core.errors import NotFound
from core.text import Text


class EventNotFound(NotFound):
    slug = "event-not-found"
    title = Text("The event does not exist", "Peristiwa tidak ditemukan")
    detail = Text(
        "No event with this id concerns your organisation.",
        "Tidak ada peristiwa dengan id ini yang menyangkut organisasi Anda.",
    )
    remedy = Text(
        "Read the events that do at /v1/events. A new one is there within seconds.",
        "Baca peristiwa Anda di /v1/events. Peristiwa baru ada dalam hitungan detik.",
    )

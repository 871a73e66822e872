"""Why a replay is refused."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text


class ReplayNotFound(NotFound):
    slug = "webhook-replay-not-found"
    title = Text("The replay does not exist", "Pengiriman ulang tidak ditemukan")
    detail = Text(
        "This webhook endpoint has no replay with this id.",
        "Endpoint webhook ini tidak memiliki pengiriman ulang dengan id tersebut.",
    )
    remedy = Text(
        "List the endpoint's replays; those that ended are kept for 30 days.",
        "Lihat daftar pengiriman ulang endpoint; yang selesai disimpan 30 hari.",
    )


class ReplayRunning(Conflict):
    slug = "webhook-replay-running"
    title = Text("A replay is running", "Pengiriman ulang sedang berjalan")
    detail = Text(
        "An endpoint has one replay at a time, and this one's has not ended.",
        "Satu endpoint hanya menjalankan satu pengiriman ulang, dan belum selesai.",
    )
    remedy = Text(
        "Wait until it is done, or cancel it with DELETE.",
        "Tunggu sampai selesai, atau batalkan dengan DELETE.",
    )


class ReplayTooLarge(Malformed):
    slug = "webhook-replay-too-large"
    title = Text(
        "Too many events are asked for", "Terlalu banyak peristiwa yang diminta"
    )
    detail = Text(
        "A replay sends at most {limit} events, and more fit what you ask for.",
        "Satu pengiriman ulang paling banyak {limit} peristiwa, permintaan lebih.",
    )
    remedy = Text(
        "Narrow the range or the types, or read the log at /v1/events.",
        "Persempit rentang atau jenisnya, atau baca catatan di /v1/events.",
    )

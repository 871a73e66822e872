"""Why webhooks are refused."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text


class EndpointNotFound(NotFound):
    slug = "webhook-endpoint-not-found"
    title = Text(
        "The webhook endpoint does not exist", "Endpoint webhook tidak ditemukan"
    )
    detail = Text(
        "Your organisation has no webhook endpoint with this id.",
        "Organisasi Anda tidak memiliki endpoint webhook dengan id ini.",
    )
    remedy = Text(
        "List your endpoints at /v1/webhook-endpoints.",
        "Lihat daftar endpoint di /v1/webhook-endpoints.",
    )


class DeliveryNotFound(NotFound):
    slug = "webhook-delivery-not-found"
    title = Text("The delivery does not exist", "Pengiriman tidak ditemukan")
    detail = Text(
        "This webhook endpoint has no delivery with this id.",
        "Endpoint webhook ini tidak memiliki pengiriman dengan id tersebut.",
    )
    remedy = Text(
        "List the endpoint's deliveries.", "Lihat daftar pengiriman endpoint tersebut."
    )


class EndpointUrlRefused(Malformed):
    slug = "webhook-url-refused"
    title = Text(
        "Webhooks cannot be sent to this address",
        "Webhook tidak dapat dikirim ke alamat ini",
    )
    detail = Text(
        "The address is refused: {reason}.",
        "Alamat ditolak: {reason}.",
    )
    remedy = Text(
        "Give an https address of the open internet, on port 443 or 8443.",
        "Berikan alamat https di internet publik, pada port 443 atau 8443.",
    )


class UnknownTopic(Malformed):
    slug = "webhook-topic-unknown"
    title = Text("There is no such topic", "Topik tidak dikenal")
    detail = Text(
        "No event has the topic {topic}.", "Tidak ada peristiwa dengan topik {topic}."
    )
    remedy = Text(
        "Use topics of the event catalogue; an empty list means all.",
        "Gunakan topik dari katalog peristiwa; daftar kosong berarti semua.",
    )


class TooManyEndpoints(Conflict):
    slug = "webhook-endpoints-exhausted"
    title = Text("There are too many endpoints", "Endpoint terlalu banyak")
    detail = Text(
        "An organisation may have {limit} webhook endpoints in use.",
        "Sebuah organisasi dapat memakai {limit} endpoint webhook.",
    )
    remedy = Text(
        "Disable an endpoint that you no longer need.",
        "Nonaktifkan endpoint yang tidak diperlukan lagi.",
    )


class EndpointDisabled(Conflict):
    slug = "webhook-endpoint-disabled"
    title = Text("The endpoint is disabled", "Endpoint sedang nonaktif")
    detail = Text(
        "Nothing is sent to a disabled endpoint.",
        "Tidak ada yang dikirim ke endpoint yang nonaktif.",
    )
    remedy = Text(
        "Enable it with PATCH and `enabled` true, then try again.",
        "Aktifkan dengan PATCH dan `enabled` true, lalu coba lagi.",
    )


class EndpointPaused(Conflict):
    slug = "webhook-endpoint-paused"
    title = Text("The endpoint is paused", "Endpoint sedang dijeda")
    detail = Text(
        "What is for a paused endpoint waits, so a test would show nothing.",
        "Kiriman untuk endpoint yang dijeda menunggu, sehingga uji tidak terlihat.",
    )
    remedy = Text(
        "Resume it with PATCH and `paused` false, then try again.",
        "Lanjutkan dengan PATCH dan `paused` false, lalu coba lagi.",
    )

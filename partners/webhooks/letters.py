"""What people are told about their endpoints when we stop sending."""

from core.mail import Letter
from core.text import Text
from partners.webhooks.models import DisabledReason

ENDPOINT_DISABLED = Letter(
    "webhook-endpoint-disabled",
    Text(
        "We stopped sending events of {organisation}",
        "Pengiriman peristiwa {organisation} dihentikan",
    ),
    (
        Text(
            "We send nothing more to this webhook endpoint of {organisation}:",
            "Kami tidak lagi mengirim ke endpoint webhook {organisation} ini:",
        ),
        Text("{url}", "{url}"),
        Text("Why: {reason}", "Alasannya: {reason}"),
        Text(
            "Not delivered to it: {waiting}. Nothing is lost: what is not sent waits"
            " for 30 days, and all of it stands in your log of events.",
            "Belum terkirim ke sana: {waiting}. Tidak ada yang hilang: yang belum"
            " terkirim menunggu 30 hari, dan semuanya ada dalam log peristiwa Anda.",
        ),
        Text(
            "Mend the receiver, enable the endpoint again, and let what it missed be"
            " replayed. All of this is on its page:",
            "Perbaiki penerimanya, aktifkan kembali endpoint, lalu kirim ulang yang"
            " terlewat. Semuanya ada di halamannya:",
        ),
        Text("{link}", "{link}"),
    ),
)

REASONS: dict[DisabledReason, Text] = {
    DisabledReason.GONE: Text(
        "the receiver answered 410, which says that nobody takes events there now.",
        "penerima menjawab 410, artinya tidak ada lagi yang menerima di sana.",
    ),
    DisabledReason.FAILING: Text(
        "an event was tried ten times over three days, and nothing was taken.",
        "satu peristiwa dicoba sepuluh kali selama tiga hari, dan tidak ada yang"
        " diterima.",
    ),
    DisabledReason.PAUSED: Text(
        "it has been paused for more than 30 days.",
        "pengirimannya dijeda lebih dari 30 hari.",
    ),
}

# More is not counted: whoever has so many asks for a range.
MOST_COUNTED = 1_000
MORE_THAN_COUNTED = Text("more than 1,000 events", "lebih dari 1.000 peristiwa")

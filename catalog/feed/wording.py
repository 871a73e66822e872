"""The words of holds on pages."""

from catalog.feed.models import HoldReason, HoldState
from core.text import Text

FEED_WORDS: dict[str, dict[str, Text]] = {
    "hold_reason": {
        HoldReason.EMPTIED: Text(
            "the set would become empty", "kumpulan akan menjadi kosong"
        ),
        HoldReason.SHRUNK: Text(
            "the set would become sharply smaller", "kumpulan akan menyusut tajam"
        ),
    },
    "hold_state": {
        HoldState.OPEN: Text("Waiting", "Menunggu"),
        HoldState.RELEASED: Text("Published", "Diterbitkan"),
        HoldState.REJECTED: Text("Courses kept", "Pelatihan dipertahankan"),
        HoldState.RECOVERED: Text(
            "Over, the courses came back", "Selesai, pelatihan kembali"
        ),
    },
}

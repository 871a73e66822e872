"""Reviews in the words of those who read the pages."""

from core.text import Text
from partners.staff.reviews.rules import Decision, ReviewState

STATES: dict[str, Text] = {
    ReviewState.OPEN: Text("Open", "Terbuka"),
    ReviewState.COMPLETED: Text("Completed", "Selesai"),
    ReviewState.LAPSED: Text("Ended undone", "Berakhir tanpa jawaban"),
}

DECISIONS: dict[str, Text] = {
    Decision.KEEP: Text("Kept", "Dipertahankan"),
    Decision.CHANGE: Text("Roles changed", "Peran diubah"),
    Decision.END: Text("Seat ended", "Staf diakhiri"),
    Decision.GONE: Text("Left meanwhile", "Sudah keluar sebelumnya"),
    Decision.UNCONFIRMED: Text("Nobody confirmed it", "Tidak dikonfirmasi"),
    Decision.ENDED_UNUSED: Text(
        "Ended: nobody confirmed it, and it was not used",
        "Diakhiri: tidak dikonfirmasi dan lama tidak dipakai",
    ),
}

WORDS = {"access_review": STATES, "access_decision": DECISIONS}

"""Transfers in words."""

from core.text import Text
from marketplace.transfers.letters import WHY

STATES = {
    "open": Text("Waits for you", "Menunggu keputusan"),
    "moved": Text("Moved", "Sudah pindah"),
    "refunded": Text("Refunded", "Dana kembali"),
    "withdrawn": Text("Goes on", "Berlanjut"),
}
LIKENESS = {
    "same_course": Text(
        "The same course at another time", "Pelatihan yang sama pada waktu lain"
    ),
    "competence": Text(
        "Teaches the same units of competence", "Mengajarkan unit kompetensi yang sama"
    ),
    "skills": Text("Teaches the same skills", "Mengajarkan keterampilan yang sama"),
    "occupation": Text("For the same occupation", "Untuk pekerjaan yang sama"),
    "category": Text("Of the same category", "Dari kategori yang sama"),
}

ANSWERS = {
    "waiting": Text("Waits for a decision", "Menunggu keputusan"),
    "granted": Text("Granted", "Dikabulkan"),
    "refused": Text("Refused", "Ditolak"),
}

WORDS = {
    "refund_answer": ANSWERS,
    "transfer": STATES,
    "likeness": LIKENESS,
    "interruption": {str(cause): text for cause, text in WHY.items()},
}

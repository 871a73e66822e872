"""States and signals of reviews in the words of the people they concern."""

from core.text import Text

STATES = {
    "shown": Text("Everybody reads it", "Dibaca semua orang"),
    "held": Text(
        "Not shown before somebody looked", "Belum tampil, menunggu diperiksa"
    ),
    "hidden": Text("Hidden", "Disembunyikan"),
}
SIGNALS = {
    "burst": Text(
        "Many reviews within an hour, nearly all alike",
        "Banyak ulasan dalam satu jam, hampir semua sama",
    ),
    "same_origin": Text("Many from one origin", "Banyak dari satu asal"),
    "same_words": Text("Words of another review", "Kata-kata ulasan lain"),
    "one_institution": Text(
        "Gives five stars to one institution only",
        "Hanya memberi lima bintang untuk satu lembaga",
    ),
    "soon": Text(
        "Given within moments of completion", "Diberikan sesaat setelah selesai"
    ),
    "insider": Text(
        "Somebody of the institution or its group",
        "Orang dari lembaga atau kelompoknya",
    ),
}
SORTS = {
    "newest": Text("Newest first", "Terbaru"),
    "highest": Text("Most stars first", "Bintang terbanyak"),
    "lowest": Text("Fewest stars first", "Bintang tersedikit"),
}
FACTS = {
    "reviews": Text("reviews", "ulasan"),
    "minutes": Text("minutes", "menit"),
    "hours": Text("hours", "jam"),
    "seconds": Text("seconds", "detik"),
    "share_percent": Text("percent alike", "persen sama"),
    "of": Text("of one", "dari satu"),
    "review_id": Text("the other review", "ulasan lain"),
    "by": Text("known by", "diketahui dari"),
}

WORDS = {
    "review": STATES,
    "review_signal": SIGNALS,
    "review_fact": FACTS,
    "review_sort": SORTS,
}

"""The parts of quality in the words of the people who read them."""

from core.text import Text

PARTS = {
    "completion": Text("Completed the course", "Menyelesaikan pelatihan"),
    "pass": Text("Passed the final test", "Lulus tes akhir"),
    "rating": Text("Stars of reviews", "Bintang ulasan"),
    "complaints": Text("Complaints upheld", "Pengaduan yang terbukti"),
    "job_outcome": Text("Work afterwards", "Pekerjaan sesudahnya"),
}

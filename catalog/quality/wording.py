"""The parts of quality in the words of the people who read them."""

from core.text import Text

PARTS = {
    "completion": Text("Completed the course", "Menyelesaikan pelatihan"),
    "pass": Text("Passed the final test", "Lulus tes akhir"),
    "rating": Text("Stars of reviews", "Bintang ulasan"),
    "complaints": Text("Complaints upheld", "Pengaduan yang terbukti"),
    "job_outcome": Text("Work afterwards", "Pekerjaan sesudahnya"),
}

# How each part is counted, and becomes 0 to 1,000 points, rounded down.
COUNTED = {
    "completion": Text(
        "Who completed, of those who entered a class that ended in the period.",
        "Yang menyelesaikan, dari yang masuk kelas yang berakhir dalam periode.",
    ),
    "pass": Text(
        "Whose last final test reaches the pass mark, of those who took one in the"
        " period in courses that have a mark.",
        "Yang tes akhir terakhirnya mencapai nilai lulus, dari peserta tes dalam"
        " periode pada pelatihan yang punya nilai lulus.",
    ),
    "rating": Text(
        "Stars together, of the reviews that count, since the beginning.",
        "Jumlah bintang dari ulasan yang dihitung, sejak awal.",
    ),
    "complaints": Text(
        "Complaints upheld in the period, of the people who entered a class in it.",
        "Pengaduan yang terbukti dalam periode, dari yang masuk kelas di dalamnya.",
    ),
    "job_outcome": Text(
        "Nothing yet: there are no data, and none are made up.",
        "Belum ada: datanya belum tersedia dan tidak direka.",
    ),
}
_SHARE = Text("1,000 × first ÷ second", "1.000 × yang pertama ÷ yang kedua")
POINTS = {
    "completion": _SHARE,
    "pass": _SHARE,
    "rating": Text(
        "With {reviews} reviews of {thousandths} thousandths of a star added, the mean"
        " in thousandths of a star, rounded down; that less 1,000, ÷ 4: one star is 0"
        " points, five are 1,000.",
        "Ditambah {reviews} ulasan bernilai {thousandths} perseribu bintang, rata-rata"
        " dalam perseribu bintang, dibulatkan ke bawah; dikurangi 1.000, ÷ 4: satu"
        " bintang 0 poin, lima bintang 1.000.",
    ),
    "complaints": Text(
        "1,000 without any, falling evenly to 0 at {most} per hundred people.",
        "1.000 bila tidak ada, turun merata menjadi 0 pada {most} per seratus orang.",
    ),
    "job_outcome": Text("None", "Tidak ada"),
}
SCORE = Text(
    "The points of the parts that are shown, each times its weight, together ÷ the"
    " weights of those parts; 0 to 1,000, rounded down. A part of fewer than {smallest}"
    " people or reviews is not shown. There is a score where what is shown weighs"
    " {percent} % of all or more.",
    "Poin tiap bagian yang ditampilkan dikali bobotnya, dijumlahkan, ÷ jumlah bobotnya;"
    " 0 sampai 1.000, dibulatkan ke bawah. Bagian dengan kurang dari {smallest} orang"
    " atau ulasan tidak ditampilkan. Skor ada bila yang ditampilkan berbobot"
    " {percent} % dari semuanya atau lebih.",
)

"""What people are told about visits: those who go there, and, once somebody was there,
those whose class it is. Words of findings are read on the page."""

from core.mail import Letter
from core.text import Text

_LINK = Text("{link}", "{link}")

ASKED = Letter(
    "visit-asked",
    Text(
        "{organisation}: a class is to be visited",
        "{organisation}: ada kelas yang perlu dikunjungi",
    ),
    (
        Text(
            "{organisation} was drawn to visit “{title}” ({starts}). Accept or decline"
            " by {until}. Tell nobody at the institution that you will come:",
            "{organisation} terpilih untuk mengunjungi “{title}”"
            " ({starts}). Terima atau tolak paling lambat {until}. Jangan beri tahu"
            " lembaganya:",
        ),
        _LINK,
    ),
)

FOUND = Letter(
    "finding-opened",
    Text("“{title}” was visited: a finding", "“{title}” dikunjungi: ada temuan"),
    (
        Text(
            "A class of “{title}” was visited, and something was not as it should be."
            " Read it, and answer by {until}:",
            "Kelas “{title}” dikunjungi dan ada yang tidak sesuai. Bacalah dan jawab"
            " paling lambat {until}:",
        ),
        _LINK,
    ),
)

REMINDER = Letter(
    "finding-answer-due",
    Text(
        "An answer about “{title}” is due",
        "Jawaban tentang “{title}” segera jatuh tempo",
    ),
    (
        Text(
            "A finding about “{title}” has no answer yet. Until {until} you can say"
            " what happened and show what you mended:",
            "Temuan tentang “{title}” belum dijawab. Sampai {until} Anda dapat"
            " menjelaskan dan menunjukkan perbaikannya:",
        ),
        _LINK,
    ),
)

DECIDED = Letter(
    "finding-decided",
    Text("A finding about “{title}” was decided", "Temuan “{title}” diputuskan"),
    (
        Text(
            "The finding about “{title}” was decided. The decision, its reasons, and"
            " whether and until when you can appeal, stand here:",
            "Temuan tentang “{title}” telah diputuskan. Putusan, alasannya, serta"
            " apakah dan sampai kapan Anda dapat mengajukan keberatan, ada di sini:",
        ),
        _LINK,
    ),
)

"""What people are told about the judging of courses: those who judge, and those whose
course it is. Reasons are read on the page, which asks who is there."""

from core.mail import Letter
from core.text import Text

_LINK = Text("{link}", "{link}")

ASSIGNED = Letter(
    "course-assessment-assigned",
    Text(
        "{organisation}: a course waits to be judged",
        "{organisation}: ada pelatihan yang perlu dinilai",
    ),
    (
        Text(
            "{organisation} is asked to judge the course “{title}” by {due}:",
            "{organisation} diminta menilai pelatihan “{title}” paling lambat {due}:",
        ),
        _LINK,
    ),
)

CHANGES = Letter(
    "course-changes-requested",
    Text("“{title}” needs changes", "“{title}” perlu perbaikan"),
    (
        Text(
            "The course “{title}” was judged, and changes are asked for. You have to"
            " act: change what is listed, and submit it again.",
            "Pelatihan “{title}” sudah dinilai dan perlu perbaikan. Giliran Anda:"
            " perbaiki yang tercantum, lalu ajukan lagi.",
        ),
        _LINK,
    ),
)

APPROVED = Letter(
    "course-approved",
    Text("“{title}” was approved", "“{title}” disetujui"),
    (
        Text(
            "The course “{title}” is approved until {until}. It is on sale once you"
            " publish it.",
            "Pelatihan “{title}” disetujui sampai {until}. Pelatihan dijual setelah"
            " Anda menerbitkannya.",
        ),
        _LINK,
    ),
)

REJECTED = Letter(
    "course-rejected",
    Text("“{title}” was rejected", "“{title}” ditolak"),
    (
        Text(
            "The course “{title}” was rejected. The reasons, and whether and until when"
            " you can appeal, stand here:",
            "Pelatihan “{title}” ditolak. Alasannya, serta apakah dan sampai kapan Anda"
            " dapat mengajukan keberatan, ada di sini:",
        ),
        _LINK,
    ),
)

ENDING = Letter(
    "course-approval-ending",
    Text(
        "The approval of “{title}” ends soon", "Persetujuan “{title}” segera berakhir"
    ),
    (
        Text(
            "The approval of “{title}” ends on {until}. Submit the course again before,"
            " also if nothing changed; otherwise it is not sold any more from then on.",
            "Persetujuan “{title}” berakhir pada {until}. Ajukan lagi sebelum itu, juga"
            " bila tidak ada perubahan; jika tidak, pelatihan tidak dijual lagi.",
        ),
        _LINK,
    ),
)

ENDED = Letter(
    "course-approval-ended",
    Text("The approval of “{title}” has ended", "Persetujuan “{title}” berakhir"),
    (
        Text(
            "The approval of “{title}” has ended, and the course is not sold any more."
            " Whoever has bought it keeps her class. Submit it again to have it sold.",
            "Persetujuan “{title}” telah berakhir dan pelatihan tidak dijual lagi. Yang"
            " sudah membeli tetap mengikuti kelasnya. Ajukan lagi agar dapat dijual.",
        ),
        _LINK,
    ),
)

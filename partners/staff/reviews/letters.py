"""What the platform writes to owners about access reviews."""

from core.mail import Letter
from core.text import Text

OPENED = Letter(
    "access-review-opened",
    Text(
        "Review who has access at {organisation}",
        "Tinjau siapa yang memiliki akses di {organisation}",
    ),
    (
        Text(
            "An access review of {organisation} is open. Look at each person on the"
            " staff and say whether she keeps her roles, changes them or leaves. Please"
            " complete it until {due}:",
            "Tinjauan akses {organisation} dibuka. Periksa setiap staf, lalu tentukan"
            " apakah perannya dipertahankan, diubah atau diakhiri. Selesaikan sampai"
            " {due}:",
        ),
        Text("{link}", "{link}"),
    ),
)

REMINDER = Letter(
    "access-review-reminder",
    Text(
        "The access review of {organisation} waits",
        "Tinjauan akses {organisation} menunggu",
    ),
    (
        Text(
            "The access review of {organisation} is to be completed until {due}:",
            "Tinjauan akses {organisation} perlu diselesaikan sampai {due}:",
        ),
        Text("{link}", "{link}"),
    ),
)

LATE = Letter(
    "access-review-late",
    Text(
        "The access review of {organisation} is late",
        "Tinjauan akses {organisation} terlambat",
    ),
    (
        Text(
            "The access review of {organisation} was due on {due}. The operator sees"
            " that it is late. On {lapse} it ends by itself: seats that nobody"
            " confirmed and nobody used for {days} days are ended then.",
            "Tinjauan akses {organisation} jatuh tempo pada {due}. Pengelola melihat"
            " keterlambatan ini. Pada {lapse} tinjauan berakhir sendiri: staf yang"
            " tidak dikonfirmasi dan tidak masuk selama {days} hari diakhiri.",
        ),
        Text("{link}", "{link}"),
    ),
)

LAPSED = Letter(
    "access-review-lapsed",
    Text(
        "The access review of {organisation} ended undone",
        "Tinjauan akses {organisation} berakhir tanpa jawaban",
    ),
    (
        Text(
            "Nobody completed the access review of {organisation}. Seats that were"
            " ended because nobody confirmed and nobody used them: {ended}. Seats that"
            " stay although nobody confirmed them: {stayed}. The next review opens on"
            " {next}. The record:",
            "Tinjauan akses {organisation} tidak diselesaikan. Staf yang diakhiri"
            " karena tidak dikonfirmasi dan lama tidak masuk: {ended}. Staf yang tetap"
            " meski tidak dikonfirmasi: {stayed}. Tinjauan berikutnya dibuka pada"
            " {next}. Catatannya:",
        ),
        Text("{link}", "{link}"),
    ),
)

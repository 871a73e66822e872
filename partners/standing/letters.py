"""What an organisation is told about sanctions. Reasons are read on its page."""

from core.mail import Letter
from core.text import Text

_LINK = Text("{link}", "{link}")
_REPLY = Text(
    "What is stopped, and why, stands on your page. You can reply there once, by"
    " {reply_due}:",
    "Yang dihentikan dan alasannya ada di laman Anda. Di sana Anda dapat menanggapi"
    " satu kali, paling lambat {reply_due}:",
)

BEGUN = Letter(
    "sanction-begun",
    Text("{organisation}: sanction in force", "{organisation}: sanksi berlaku"),
    (
        Text(
            "A sanction of {organisation} is in force since {since}: {severity}."
            " {scope}.",
            "Sanksi terhadap {organisation} berlaku sejak {since}: {severity}."
            " {scope}.",
        ),
        _REPLY,
        _LINK,
    ),
)

ANNOUNCED = Letter(
    "sanction-announced",
    Text("{organisation}: a sanction was decided", "{organisation}: sanksi diputuskan"),
    (
        Text(
            "A sanction of {organisation} was decided, and begins on {since}:"
            " {severity}. {scope}.",
            "Sanksi terhadap {organisation} sudah diputuskan dan mulai berlaku pada"
            " {since}: {severity}. {scope}.",
        ),
        _REPLY,
        _LINK,
    ),
)

ANSWERED = Letter(
    "sanction-reply-answered",
    Text(
        "{organisation}: your reply was answered",
        "{organisation}: tanggapan Anda dijawab",
    ),
    (
        Text(
            "The programme has answered the reply of {organisation}. The answer stands"
            " here:",
            "Program sudah menjawab tanggapan {organisation}. Jawabannya ada di sini:",
        ),
        _LINK,
    ),
)

OVER = Letter(
    "sanction-over",
    Text("{organisation}: a sanction is over", "{organisation}: sanksi selesai"),
    (
        Text(
            "A sanction of {organisation} acts no more ({severity}). {scope}. What it"
            " stopped goes on, unless another sanction stops it. How you stand now:",
            "Sanksi terhadap {organisation} tidak berlaku lagi ({severity}). {scope}."
            " Yang dihentikan berlanjut, kecuali dihentikan sanksi lain. Status Anda"
            " sekarang:",
        ),
        _LINK,
    ),
)

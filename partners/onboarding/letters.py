"""What people are told about applications: those who apply, and those who review.

Reasons and notes are read on the page, which asks who is there; no letter has them.
"""

from core.mail import Letter
from core.text import Text

_LINK = Text("{link}", "{link}")

CHANGES_WANTED = Letter(
    "partner-application-changes",
    Text(
        "{organisation}: your application needs changes",
        "{organisation}: permohonan Anda perlu perbaikan",
    ),
    (
        Text(
            "The application of {organisation} as “{kind}” was looked at, and something"
            " has to be changed. You have to act: the review stands still until you"
            " send it again. What is wanted stands with each criterion:",
            "Permohonan {organisation} sebagai “{kind}” sudah ditinjau dan ada yang"
            " perlu diperbaiki. Giliran Anda: peninjauan berhenti sampai Anda"
            " mengirimnya lagi. Yang diminta tercantum pada tiap kriteria:",
        ),
        _LINK,
    ),
)

APPROVED = Letter(
    "partner-application-approved",
    Text(
        "{organisation}: your application was approved",
        "{organisation}: permohonan Anda disetujui",
    ),
    (
        Text(
            "{organisation} takes part from now on as “{kind}”. Invite your colleagues,"
            " and register the programs that will call us:",
            "{organisation} mulai sekarang ikut serta sebagai “{kind}”. Undang rekan"
            " Anda, dan daftarkan program yang akan memanggil kami:",
        ),
        _LINK,
    ),
)

REFUSED = Letter(
    "partner-application-refused",
    Text(
        "{organisation}: your application was refused",
        "{organisation}: permohonan Anda ditolak",
    ),
    (
        Text(
            "The application of {organisation} as “{kind}” was refused. The reasons"
            " stand with each criterion:",
            "Permohonan {organisation} sebagai “{kind}” ditolak. Alasannya tercantum"
            " pada tiap kriteria:",
        ),
        _LINK,
        Text(
            "You may appeal once, within {days} days. Somebody who had no part in the"
            " decision then looks at it again. You may also apply anew.",
            "Anda dapat mengajukan keberatan satu kali, dalam {days} hari. Orang lain"
            " yang tidak ikut memutuskan akan meninjaunya. Anda juga dapat mengajukan"
            " permohonan baru.",
        ),
    ),
)

APPEAL_GRANTED = Letter(
    "partner-appeal-granted",
    Text(
        "{organisation}: your appeal was granted",
        "{organisation}: keberatan Anda diterima",
    ),
    (
        Text(
            "Your appeal was granted: {organisation} takes part from now on as"
            " “{kind}”.",
            "Keberatan Anda diterima: {organisation} mulai sekarang ikut serta sebagai"
            " “{kind}”.",
        ),
        _LINK,
    ),
)

APPEAL_DISMISSED = Letter(
    "partner-appeal-dismissed",
    Text(
        "{organisation}: your appeal was not granted",
        "{organisation}: keberatan Anda tidak diterima",
    ),
    (
        Text(
            "The refusal of {organisation} as “{kind}” was looked at again by somebody"
            " who had no part in it, and it stands. The reasons are on the page of the"
            " application. You may apply anew.",
            "Penolakan {organisation} sebagai “{kind}” sudah ditinjau ulang oleh orang"
            " yang tidak ikut memutuskan, dan tetap berlaku. Alasannya ada di halaman"
            " permohonan. Anda dapat mengajukan permohonan baru.",
        ),
        _LINK,
    ),
)

OVERDUE = Letter(
    "partner-application-overdue",
    Text(
        "{organisation}: we are late with your application",
        "{organisation}: kami terlambat memproses permohonan Anda",
    ),
    (
        Text(
            "The published working days for the application of {organisation} as"
            " “{kind}” ended on {due_on}, and it is not decided. This is not your"
            " fault, and you lose nothing. The reviewers were reminded. Where it is:",
            "Hari kerja yang dijanjikan untuk permohonan {organisation} sebagai"
            " “{kind}” berakhir pada {due_on}, dan belum ada keputusan. Ini bukan"
            " kesalahan Anda, dan tidak merugikan Anda. Peninjau sudah diingatkan."
            " Posisinya:",
        ),
        _LINK,
    ),
)

AGREEMENT_WANTED = Letter(
    "partner-agreement-wanted",
    Text(
        "{organisation}: an agreement waits for you",
        "{organisation}: ada perjanjian yang menunggu Anda",
    ),
    (
        Text(
            "{organisation} is recommended as “{kind}”, and can be approved only when"
            " one of its officers has accepted the agreement that is in force now. An"
            " owner reads and accepts it here:",
            "{organisation} direkomendasikan sebagai “{kind}”, dan baru dapat disetujui"
            " setelah pengurusnya menerima perjanjian yang berlaku sekarang. Pemilik"
            " membaca dan menerimanya di sini:",
        ),
        _LINK,
    ),
)

REVIEW_WAITS = Letter(
    "partner-review-waits",
    Text("{applicant} waits for a review", "{applicant} menunggu peninjauan"),
    (
        Text(
            "{applicant} sent its application as “{kind}”. It has to be decided by"
            " {due_on}:",
            "{applicant} mengirim permohonannya sebagai “{kind}”. Harus diputuskan"
            " paling lambat {due_on}:",
        ),
        _LINK,
    ),
)

APPEAL_WAITS = Letter(
    "partner-appeal-waits",
    Text("{applicant} appeals", "{applicant} mengajukan keberatan"),
    (
        Text(
            "{applicant} appeals against the refusal as “{kind}”. Somebody who had no"
            " part in it has to decide by {due_on}:",
            "{applicant} berkeberatan atas penolakannya sebagai “{kind}”. Orang yang"
            " tidak ikut memutuskan harus memutuskan paling lambat {due_on}:",
        ),
        _LINK,
    ),
)

REVIEW_OVERDUE = Letter(
    "partner-review-overdue",
    Text(
        "The review of {applicant} is overdue",
        "Peninjauan {applicant} terlambat",
    ),
    (
        Text(
            "The published working days for {applicant} as “{kind}” ended on {due_on},"
            " and nobody has decided. The applicant was told:",
            "Hari kerja yang dijanjikan untuk {applicant} sebagai “{kind}” berakhir"
            " pada {due_on}, dan belum diputuskan. Pemohon sudah diberi tahu:",
        ),
        _LINK,
    ),
)

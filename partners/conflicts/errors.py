"""Why a tie cannot be written down, and what ties refuse."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text


class Explained(Denied):
    """A refusal because of a tie; `tie` says which, in both languages, and names
    organisations alone."""


class OwnGroupCourse(Explained):
    slug = "own-group-course"
    title = Text(
        "A platform does not sell its own group's courses",
        "Platform tidak menjual pelatihan grupnya sendiri",
    )
    detail = Text(
        "The institution belongs to the platform's own group. {tie}",
        "Lembaga pelatihan ini satu grup dengan platform. {tie}",
    )
    remedy = Text(
        "Another platform can sell it; free of charge you may offer it yourself. If the"
        " tie is wrong, dispute it on your organisation's page.",
        "Platform lain dapat menjualnya; tanpa biaya Anda boleh menawarkannya. Bila"
        " hubungan ini keliru, sanggah di halaman organisasi Anda.",
    )


class ReviewerTied(Explained):
    slug = "reviewer-tied"
    title = Text(
        "The reviewer is tied to the partner", "Penilai terkait dengan mitra itu"
    )
    detail = Text("It cannot be assigned: {tie}", "Tidak dapat ditugaskan: {tie}")
    remedy = Text(
        "Assign another one, or have two people waive the conflict.",
        "Tugaskan yang lain, atau minta dua orang memberi pengecualian.",
    )


class StaffTied(Explained):
    slug = "staff-tied"
    title = Text("You are tied to this partner", "Anda terkait dengan mitra ini")
    detail = Text(
        "You cannot decide about it: {tie}", "Anda tidak dapat memutuskannya: {tie}"
    )
    remedy = Text(
        "Leave it to a colleague, or have two people waive the conflict.",
        "Serahkan kepada rekan, atau minta dua orang memberi pengecualian.",
    )


class BothRoles(Denied):
    slug = "assessor-and-monitor"
    title = Text(
        "Assessors and monitors are not the same", "Asesor dan pemantau harus berbeda"
    )
    detail = Text(
        "The organisation, or one of its group, is the {role} of this partner.",
        "Organisasi ini, atau anggota grupnya, adalah {role} mitra tersebut.",
    )
    remedy = Text("Assign another one.", "Tugaskan yang lain.")


class NoReviewer(Malformed):
    slug = "no-reviewer"
    title = Text("This is no reviewer", "Bukan penilai")
    detail = Text(
        "The organisation is not admitted as {role}.",
        "Organisasi ini tidak diterima sebagai {role}.",
    )
    remedy = Text(
        "Choose an approved organisation of that kind.",
        "Pilih organisasi berjenis itu yang disetujui.",
    )


class AlreadyAssigned(Conflict):
    slug = "already-assigned"
    title = Text("It is assigned already", "Sudah ditugaskan")
    detail = Text(
        "This organisation has that task with this partner.",
        "Organisasi ini sudah memiliki tugas itu pada mitra tersebut.",
    )
    remedy = Text("Look at the assignments.", "Lihat daftar penugasan.")


class AssignmentNotFound(NotFound):
    slug = "assignment-not-found"
    title = Text("There is no such assignment", "Penugasan tidak ditemukan")
    detail = Text(
        "No open assignment has this id.", "Tidak ada penugasan terbuka dengan id ini."
    )
    remedy = Text("Look at the assignments.", "Lihat daftar penugasan.")


class TieNotFound(NotFound):
    slug = "tie-not-found"
    title = Text("There is no such tie", "Hubungan tidak ditemukan")
    detail = Text(
        "The organisation has no live tie with this id.",
        "Organisasi tidak memiliki hubungan aktif dengan id ini.",
    )
    remedy = Text("Look at the list of ties.", "Lihat daftar hubungan.")


class RegisterTieUnfit(Malformed):
    slug = "register-tie-unfit"
    title = Text("The tie cannot be used", "Hubungan tidak dapat dipakai")
    detail = Text("{why}", "{why}")
    remedy = Text("Complete it, and send it again.", "Lengkapi, lalu kirim lagi.")


PERSON_UNKNOWN = Text(
    "A person is recognised by name and birth date, or by her identity number of 16"
    " digits.",
    "Seseorang dikenali dari nama dan tanggal lahir, atau dari NIK 16 angka.",
)
COMPANY_UNKNOWN = Text(
    "A company is recognised by its name or registration number, an organisation of the"
    " programme by its code.",
    "Perusahaan dikenali dari nama atau nomor registrasi, mitra program dari kodenya.",
)
ACCOUNT_UNKNOWN = Text(
    "A bank account has a bank and 5 to 30 digits.",
    "Rekening memiliki nama bank dan 5 sampai 30 angka.",
)
DOMAIN_UNKNOWN = Text(
    "This is no domain that an organisation registers for itself.",
    "Ini bukan domain yang didaftarkan organisasi untuk dirinya sendiri.",
)
SHARE_UNKNOWN = Text(
    "An owner has a share, and nothing else has one.",
    "Pemilik memiliki porsi saham, yang lain tidak.",
)
SOURCE_MISSING = Text(
    "The operator says from where it knows.", "Pengelola menyebutkan sumbernya."
)


class TooManyRegisterTies(Conflict):
    slug = "too-many-register-ties"
    title = Text("There are too many ties", "Hubungan terlalu banyak")
    detail = Text(
        "An organisation has {limit} live ties at most.",
        "Organisasi memiliki paling banyak {limit} hubungan aktif.",
    )
    remedy = Text(
        "Have those ended that are over.", "Minta mengakhiri yang tidak berlaku."
    )


class DisputeOpen(Conflict):
    slug = "tie-dispute-open"
    title = Text("It is disputed already", "Sudah disanggah")
    detail = Text(
        "A dispute about this tie waits for the operator.",
        "Sanggahan atas hubungan ini menunggu pengelola.",
    )
    remedy = Text("Wait for the answer.", "Tunggu jawabannya.")


class NoDispute(Conflict):
    slug = "tie-no-dispute"
    title = Text("No dispute waits", "Tidak ada sanggahan yang menunggu")
    detail = Text(
        "The tie is not disputed, or the dispute was answered.",
        "Hubungan ini tidak disanggah, atau sanggahannya sudah dijawab.",
    )
    remedy = Text("Look at the tie again.", "Lihat kembali hubungannya.")


class WaiverNotFound(NotFound):
    slug = "waiver-not-found"
    title = Text("There is no such waiver", "Pengecualian tidak ditemukan")
    detail = Text("No waiver has this id.", "Tidak ada pengecualian dengan id ini.")
    remedy = Text("Look at the list of waivers.", "Lihat daftar pengecualian.")


class WaiverMoveIllegal(Conflict):
    slug = "waiver-move"
    title = Text("The waiver is past that", "Pengecualian tidak dapat diubah")
    detail = Text("The waiver is {state}.", "Status pengecualian: {state}.")
    remedy = Text("Look at it again.", "Periksa kembali.")


class WaiverUnfit(Malformed):
    slug = "waiver-unfit"
    title = Text("The waiver does not fit", "Pengecualian tidak sesuai")
    detail = Text(
        "A waiver is about two organisations, or about somebody of the operator's staff"
        " and an organisation for a decision, and ends within {days} days.",
        "Pengecualian menyangkut dua organisasi, atau seorang staf operator dan"
        " organisasi untuk keputusan, dan berakhir dalam {days} hari.",
    )
    remedy = Text("Complete it.", "Lengkapi.")


class SecondWaiverPerson(Denied):
    slug = "waiver-second-person"
    title = Text("A second person decides this", "Diperlukan orang kedua")
    detail = Text(
        "Neither who proposed a waiver nor whom it is for decides it.",
        "Pengusul maupun yang diuntungkan tidak memutuskan pengecualian.",
    )
    remedy = Text("Ask a colleague.", "Minta rekan lain.")

"""The ways in which monitoring says no."""

from core.errors import Conflict, Denied, Malformed, NotFound, Stale
from core.text import Text


class VisitNotFound(NotFound):
    slug = "visit-not-found"
    title = Text("There is no such visit", "Kunjungan tidak ditemukan")
    detail = Text(
        "Your organisation is asked for no visit with this id.",
        "Organisasi Anda tidak memiliki kunjungan dengan id ini.",
    )
    remedy = Text("Look at your list of visits.", "Lihat daftar kunjungan Anda.")


class FindingNotFound(NotFound):
    slug = "course-finding-not-found"
    title = Text("There is no such finding", "Temuan tidak ditemukan")
    detail = Text("No finding has this id.", "Tidak ada temuan dengan id ini.")
    remedy = Text("Look at the list of findings.", "Lihat daftar temuan.")


class PlanNotFound(NotFound):
    slug = "monitoring-plan-not-found"
    title = Text("There is no such plan", "Rencana tidak ditemukan")
    detail = Text(
        "No period was planned under this id.", "Tidak ada periode dengan id ini."
    )
    remedy = Text("Look at the list of plans.", "Lihat daftar rencana.")


class VisitFileNotFound(NotFound):
    slug = "visit-file-not-found"
    title = Text("There is no such file", "Berkas tidak ditemukan")
    detail = Text(
        "Nothing with this id was attached here.",
        "Tidak ada lampiran dengan id ini.",
    )
    remedy = Text("Look at the list of files.", "Lihat daftar berkas.")


class VisitClosed(Conflict):
    slug = "visit-closed"
    title = Text("The visit is past that", "Kunjungan tidak dapat diubah lagi")
    detail = Text("The visit is {state}.", "Status kunjungan: {state}.")
    remedy = Text(
        "Accept it first; what is reported, missed or cancelled stays so.",
        "Terima dahulu; yang sudah dilaporkan, terlewat, atau dibatalkan tetap begitu.",
    )


class VisitDraftChanged(Stale):
    """`current` is the version now; 0 where nothing is kept."""

    slug = "visit-draft-changed"
    title = Text("Your draft was changed meanwhile", "Draf Anda sudah berubah")
    detail = Text(
        "You changed the draft elsewhere after you read it here, so this was not kept.",
        "Draf Anda ubah di tempat lain setelah dibaca, sehingga ini tidak disimpan.",
    )
    remedy = Text(
        'Read it again, decide, and send it with If-Match "{current}".',
        'Baca lagi, putuskan, lalu kirim dengan If-Match "{current}".',
    )


class VisitNotBegun(Conflict):
    slug = "visit-not-begun"
    title = Text("The session has not begun", "Sesi belum dimulai")
    detail = Text(
        "A session that begins at {starts_at} cannot be reported on before.",
        "Sesi yang mulai {starts_at} belum dapat dilaporkan.",
    )
    remedy = Text("Report when you were there.", "Laporkan setelah Anda di sana.")


class ChecksOpen(Malformed):
    slug = "visit-checks-open"
    title = Text("Some checks have no answer", "Ada butir yang belum dijawab")
    detail = Text("Still open: {checks}.", "Belum dijawab: {checks}.")
    remedy = Text(
        "Answer each check once, with yes, no or not_applicable.",
        "Jawab setiap butir satu kali: yes, no, atau not_applicable.",
    )


class CheckUnknown(Malformed):
    slug = "visit-check-unknown"
    title = Text("There is no such check", "Butir tidak dikenal")
    detail = Text(
        "The list for this course has no {check}.",
        "Daftar periksa pelatihan ini tidak memuat {check}.",
    )
    remedy = Text("Read the visit for its checks.", "Baca kunjungan untuk daftarnya.")


class FindingsUnfit(Malformed):
    slug = "visit-findings-unfit"
    title = Text("Answers and findings differ", "Jawaban dan temuan tidak cocok")
    detail = Text(
        "What is answered with no has a finding, and nothing else has: {checks}.",
        "Yang dijawab tidak harus memiliki temuan, dan hanya itu: {checks}.",
    )
    remedy = Text(
        "Describe what you saw for each no.", "Jelaskan yang Anda lihat di tiap tidak."
    )


class EvidenceMissing(Malformed):
    slug = "visit-evidence-missing"
    title = Text("The finding needs evidence", "Temuan memerlukan bukti")
    detail = Text(
        "A finding of this weight has to be shown: {checks}.",
        "Temuan seberat ini harus disertai bukti: {checks}.",
    )
    remedy = Text(
        "Attach a photo or a PDF for the check, or a link with the SHA-256 of what it"
        " shows.",
        "Lampirkan foto atau PDF pada butir itu, atau tautan dengan SHA-256 isinya.",
    )


class TooManyVisitFiles(Conflict):
    slug = "too-many-visit-files"
    title = Text("There are enough files", "Berkas sudah cukup")
    detail = Text("At most {limit} files are kept.", "Paling banyak {limit} berkas.")
    remedy = Text(
        "Send those that show it best.", "Kirim berkas yang paling menjelaskan."
    )


class FindingClosed(Conflict):
    slug = "course-finding-closed"
    title = Text("The finding is past that", "Temuan tidak dapat diubah lagi")
    detail = Text("The finding is {state}.", "Status temuan: {state}.")
    remedy = Text(
        "It is answered in time, then decided, then appealed against once.",
        "Temuan dijawab pada waktunya, diputuskan, lalu dapat diajukan keberatan.",
    )


class AnswerTooLate(Conflict):
    slug = "course-finding-answer-late"
    title = Text("The time to answer is over", "Waktu menjawab sudah habis")
    detail = Text(
        "The answer was due by {answer_until}.",
        "Jawaban paling lambat {answer_until}.",
    )
    remedy = Text(
        "Wait for the decision; you can appeal against it.",
        "Tunggu putusan; Anda dapat mengajukan keberatan.",
    )


class NotDueYet(Conflict):
    slug = "course-finding-not-due"
    title = Text("The institution may still answer", "Lembaga masih dapat menjawab")
    detail = Text("It has until {answer_until}.", "Batas waktunya {answer_until}.")
    remedy = Text(
        "Decide when it has answered or its time is over.",
        "Putuskan setelah dijawab atau waktunya habis.",
    )


class NothingMended(Malformed):
    slug = "course-finding-not-mended"
    title = Text("Nobody says that it is mended", "Belum dinyatakan diperbaiki")
    detail = Text(
        "The institution has not said that it mended this.",
        "Lembaga tidak menyatakan bahwa hal ini sudah diperbaiki.",
    )
    remedy = Text("Uphold or dismiss the finding.", "Kuatkan atau batalkan temuan.")


class VisitorDecides(Denied):
    slug = "visitor-decides"
    title = Text("Whoever visited does not decide", "Yang berkunjung tidak memutuskan")
    detail = Text(
        "You made the visit, or decided about this finding before.",
        "Anda melakukan kunjungan itu atau pernah memutuskan temuan ini.",
    )
    remedy = Text(
        "Leave it to a colleague with the same permission.",
        "Serahkan kepada rekan dengan izin yang sama.",
    )


class NoAppeal(Conflict):
    slug = "course-finding-no-appeal"
    title = Text("Nothing can be appealed against", "Tidak ada yang dapat digugat")
    detail = Text(
        "An upheld finding can be appealed against once, within its time.",
        "Keberatan atas temuan yang dikuatkan diajukan satu kali, pada waktunya.",
    )
    remedy = Text("Read the finding for its state.", "Baca status temuan.")


class NoAppealWaits(Conflict):
    slug = "course-finding-no-appeal-waits"
    title = Text("No appeal waits", "Tidak ada keberatan yang menunggu")
    detail = Text(
        "Nobody has appealed, or that was decided.",
        "Belum ada keberatan, atau sudah diputuskan.",
    )
    remedy = Text("Read the finding again.", "Baca kembali temuannya.")


class EvidenceLinkUnfit(Malformed):
    slug = "evidence-link-unfit"
    title = Text("The link shows nothing yet", "Tautan belum dapat menjadi bukti")
    detail = Text(
        "The link for {check} needs an address that begins with https://, and the"
        " SHA-256 of what it showed, 64 digits of hex.",
        "Tautan untuk {check} memerlukan alamat yang diawali https:// dan SHA-256"
        " isinya, 64 digit heksadesimal.",
    )
    remedy = Text(
        "Complete both, or leave both empty and attach a photo.",
        "Lengkapi keduanya, atau kosongkan keduanya dan lampirkan foto.",
    )

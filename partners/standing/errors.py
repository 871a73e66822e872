"""Why a sanction cannot be decided, changed or replied to, and what it refuses."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text


class SanctionNotFound(NotFound):
    slug = "sanction-not-found"
    title = Text("There is no such sanction", "Sanksi tidak ditemukan")
    detail = Text("No sanction has this id.", "Tidak ada sanksi dengan id ini.")
    remedy = Text("Look at the list of sanctions.", "Lihat daftar sanksi.")


class ChangeNotFound(NotFound):
    slug = "sanction-change-not-found"
    title = Text("There is no such proposal", "Usulan tidak ditemukan")
    detail = Text(
        "The sanction has no open proposal with this id.",
        "Sanksi ini tidak memiliki usulan terbuka dengan id tersebut.",
    )
    remedy = Text("Look at the sanction again.", "Lihat kembali sanksinya.")


class SanctionMoveIllegal(Conflict):
    slug = "sanction-move"
    title = Text("The sanction is past that", "Sanksi tidak dapat diubah seperti itu")
    detail = Text(
        "The sanction is {state} and cannot become {wanted}.",
        "Status sanksi {state}, sehingga tidak dapat menjadi {wanted}.",
    )
    remedy = Text(
        "Look at it again: somebody may have decided meanwhile.",
        "Periksa kembali: mungkin sudah diputuskan orang lain.",
    )


class SecondPersonNeeded(Denied):
    slug = "second-person-needed"
    title = Text("A second person decides this", "Diperlukan orang kedua")
    detail = Text(
        "Who proposed it cannot also decide it.",
        "Pengusul tidak dapat sekaligus memutuskan.",
    )
    remedy = Text(
        "Ask a colleague with the same permission to look at it.",
        "Minta rekan dengan izin yang sama untuk memeriksanya.",
    )


class SanctionUnfit(Malformed):
    """`why` is a sentence in both languages, one of those below."""

    slug = "sanction-unfit"
    title = Text("The sanction does not fit", "Sanksi tidak sesuai")
    detail = Text("{why}", "{why}")
    remedy = Text(
        "Compare it with the ladder of sanctions: scope, severity and dates.",
        "Bandingkan dengan tangga sanksi: cakupan, tingkat dan tanggal.",
    )


NOT_ON_THE_LADDER = Text(
    "The ladder has no such severity for this scope.",
    "Tangga sanksi tidak memiliki tingkat ini untuk cakupan tersebut.",
)
UNKNOWN_REASON = Text(
    "The list of reasons has no such code.", "Kode alasan tidak ada dalam daftar."
)
SCOPE_INCOMPLETE = Text(
    "The scope says what it is about: a kind names the kind, a program its id, courses"
    " their ids; no other scope does.",
    "Cakupan menyebut sasarannya: jenis, id program, atau id pelatihan; cakupan lain"
    " tidak.",
)
NOT_ITS_KIND = Text(
    "The organisation is not of this kind.", "Organisasi tidak berjenis itu."
)
NOT_ITS_CLIENT = Text(
    "The organisation has no program with this id.",
    "Organisasi tidak memiliki program dengan id itu.",
)
NOT_ITS_COURSES = Text(
    "Some of the courses are not the organisation's.",
    "Sebagian pelatihan bukan milik organisasi itu.",
)
END_OUT_OF_BOUNDS = Text(
    "The end is before the start, or later than the ladder allows.",
    "Tanggal akhir mendahului tanggal mulai, atau melewati batas tangga sanksi.",
)
NO_END_WANTED = Text(
    "A termination has no end.", "Pengakhiran tidak memiliki tanggal akhir."
)
NO_EMERGENCY = Text(
    "The ladder has no emergency stop of this severity, and an emergency starts now.",
    "Tingkat ini tidak mengenal penghentian darurat, dan keadaan darurat mulai"
    " seketika.",
)
NOT_ADMITTED = Text(
    "Only an organisation that was admitted can be sanctioned, and the operator itself"
    " cannot.",
    "Hanya organisasi yang telah diterima dapat dikenai sanksi, dan pengelola sendiri"
    " tidak.",
)
NOT_SHORTER = Text(
    "The new end is not between today and the present end.",
    "Tanggal akhir baru tidak berada di antara hari ini dan tanggal akhir sekarang.",
)
ALREADY_OVER = Text(
    "The end that was proposed is over.", "Tanggal akhir yang diusulkan sudah lewat."
)


class ChangeAlreadyOpen(Conflict):
    slug = "sanction-change-open"
    title = Text("A proposal waits already", "Masih ada usulan terbuka")
    detail = Text(
        "A proposal to lift or shorten this sanction waits for a second person.",
        "Usulan mencabut atau mempersingkat sanksi ini menunggu orang kedua.",
    )
    remedy = Text("Decide that one first.", "Putuskan usulan itu terlebih dahulu.")


class ReplyAlreadyFiled(Conflict):
    slug = "sanction-reply-filed"
    title = Text("The reply was filed", "Tanggapan sudah diajukan")
    detail = Text(
        "An organisation replies to a sanction once.",
        "Organisasi menanggapi sebuah sanksi satu kali.",
    )
    remedy = Text("Wait for the operator's answer.", "Tunggu jawaban pengelola.")


class ReplyTooLate(Conflict):
    slug = "sanction-reply-too-late"
    title = Text("The time to reply is over", "Waktu menanggapi sudah habis")
    detail = Text(
        "The reply was due by {reply_due_at}, or the sanction is over.",
        "Tanggapan paling lambat {reply_due_at}, atau sanksi sudah berakhir.",
    )
    remedy = Text(
        "Write to the operator, who can lift a sanction at any time.",
        "Hubungi pengelola, yang dapat mencabut sanksi kapan saja.",
    )


class NoReplyWaits(Conflict):
    slug = "sanction-no-reply"
    title = Text("No reply waits for an answer", "Tidak ada tanggapan yang menunggu")
    detail = Text(
        "The organisation has not replied, or its reply was answered.",
        "Organisasi belum menanggapi, atau tanggapannya sudah dijawab.",
    )
    remedy = Text("Look at the sanction again.", "Lihat kembali sanksinya.")


class SanctionDecidedByTwo(Conflict):
    slug = "sanction-decided-by-two"
    title = Text("Two people decided this", "Diputuskan oleh dua orang")
    detail = Text(
        "A program can lift only an emergency stop that nobody has confirmed.",
        "Program hanya dapat mencabut penghentian darurat yang belum dikonfirmasi.",
    )
    remedy = Text(
        "Two members of the operator's staff lift it on its page.",
        "Dua staf pengelola mencabutnya pada halaman sanksi.",
    )


class ClientStopped(Denied):
    """For the stopped program itself, whose token is good."""

    slug = "client-stopped"
    title = Text("This program may not act now", "Program ini dihentikan")
    detail = Text(
        "A sanction stops this program of your organisation.",
        "Sanksi menghentikan program organisasi Anda ini.",
    )
    remedy = Text(
        "Nothing was changed. Your organisation's page tells the reason and how to"
        " reply.",
        "Tidak ada yang berubah. Halaman organisasi Anda memuat alasan dan cara"
        " menanggapi.",
    )


class NothingNewStarts(Denied):
    """The caller's own organisation; its other calls work."""

    slug = "no-new-starts"
    title = Text(
        "Your organisation may start nothing new", "Organisasi Anda tidak dapat memulai"
    )
    detail = Text(
        "Nothing new is sold or linked by your organisation at present; what runs goes"
        " on.",
        "Organisasi Anda sedang tidak dapat menjual atau menautkan; yang berjalan tetap"
        " berlanjut.",
    )
    remedy = Text(
        "Your organisation's page tells the reason, the end and how to reply.",
        "Halaman organisasi Anda memuat alasan, tanggal akhir dan cara menanggapi.",
    )


class LinkingStopped(Denied):
    """For the person who wants to link a platform; the reason is not hers to know."""

    slug = "linking-stopped"
    title = Text(
        "The platform takes no new links", "Platform sedang tidak menerima tautan"
    )
    detail = Text(
        "This platform can link no further accounts at present.",
        "Platform ini sedang tidak dapat menautkan akun baru.",
    )
    remedy = Text(
        "Choose another platform. What you bought here stays yours.",
        "Pilih platform lain. Yang sudah Anda beli tetap milik Anda.",
    )

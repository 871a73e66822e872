"""The ways in which authoring says no."""

from core.errors import Conflict, Malformed, NotFound, Stale
from core.text import Text


class OwnCourseNotFound(NotFound):
    """Also the answer for another institution's course: it is not to be known."""

    slug = "own-course-not-found"
    title = Text("You have no such course", "Anda tidak memiliki pelatihan ini")
    detail = Text(
        "No course of your institution has this id.",
        "Tidak ada pelatihan lembaga Anda dengan id ini.",
    )
    remedy = Text(
        "List your courses at /v1/provider/courses.",
        "Lihat pelatihan Anda di /v1/provider/courses.",
    )


class RevisionNotFound(NotFound):
    slug = "course-revision-not-found"
    title = Text("There is no such revision", "Revisi tidak ditemukan")
    detail = Text(
        "The course was not published under this number.",
        "Pelatihan tidak pernah terbit dengan nomor ini.",
    )
    remedy = Text(
        "List the revisions of the course.", "Lihat daftar revisi pelatihan ini."
    )


class CourseDraftChanged(Stale):
    """`current` is the version now; `changes` are those since the caller's version:
    each field with its value now and, where the caller changes it too, hers, the
    `places` that both changed, and without any the field as `joined`."""

    slug = "course-draft-changed"
    title = Text("Somebody else changed the draft", "Draf diubah orang lain")
    detail = Text(
        "The draft was changed after you read it, so your change was not kept.",
        "Draf berubah setelah Anda membacanya, sehingga perubahan Anda tidak disimpan.",
    )
    remedy = Text(
        "Look at `changes`: where `yours` is given you both changed a field. Decide"
        " its `places`, or take what is `joined`, and send it again with If-Match"
        ' "{current}".',
        "Lihat `changes`: bila ada `yours`, Anda berdua mengubahnya. Putuskan `places`"
        " atau ambil `joined`, lalu kirim lagi dengan If-Match"
        ' "{current}".',
    )


class DraftStateWrong(Conflict):
    slug = "course-draft-state-wrong"
    title = Text("The draft is not open for that", "Draf tidak terbuka untuk itu")
    detail = Text("The draft is {state}.", "Draf berstatus {state}.")
    remedy = Text(
        "While it is submitted, take it back first; while it is being assessed, wait"
        " for the result.",
        "Selama diajukan, tarik dahulu; selama dinilai, tunggu hasilnya.",
    )


class DraftUnchanged(Conflict):
    slug = "course-draft-unchanged"
    title = Text("The draft changes nothing", "Draf tidak mengubah apa pun")
    detail = Text(
        "It says the same as the published revision {number}.",
        "Isinya sama dengan revisi {number} yang telah terbit.",
    )
    remedy = Text("Change something, then submit it.", "Ubah sesuatu, lalu ajukan.")


class DraftIncomplete(Malformed):
    """`missing` lists what is missing or not as the standard asks."""

    slug = "course-draft-incomplete"
    title = Text("The course is not complete yet", "Pelatihan belum lengkap")
    detail = Text(
        "{count} things are missing or not as the standard asks.",
        "{count} hal belum ada atau belum sesuai standar.",
    )
    remedy = Text(
        "Mend what `missing` lists, each with its rule, and submit it again.",
        "Perbaiki isi `missing`, masing-masing beserta aturannya, lalu ajukan lagi.",
    )


class TooManyDrafts(Conflict):
    slug = "too-many-course-drafts"
    title = Text(
        "Too many unpublished courses", "Terlalu banyak pelatihan belum terbit"
    )
    detail = Text(
        "An institution keeps at most {limit} courses that were never published.",
        "Lembaga menyimpan paling banyak {limit} pelatihan yang belum pernah terbit.",
    )
    remedy = Text(
        "Finish and publish some of them first, or discard those that you do not need"
        " (PUT their /retirement).",
        "Selesaikan dan terbitkan sebagian, atau buang yang tidak diperlukan"
        " (PUT pada /retirement masing-masing).",
    )


class CourseRetired(Conflict):
    slug = "course-retired"
    title = Text("The course is retired", "Pelatihan telah dihentikan")
    detail = Text(
        "A retired course is not changed, planned or offered any more. Those who bought"
        " it keep what they have.",
        "Pelatihan yang dihentikan tidak lagi diubah, dijadwalkan, atau ditawarkan."
        " Mereka yang membelinya tetap memiliki semuanya.",
    )
    remedy = Text(
        "This is final. Begin a new course, or choose another one.",
        "Ini tidak dapat diurungkan. Mulai pelatihan baru, atau pilih yang lain.",
    )


class CourseBeingJudged(Conflict):
    slug = "course-being-judged"
    title = Text("The course is being judged", "Pelatihan sedang dinilai")
    detail = Text(
        "Its draft was sent to be judged, so the course cannot be retired now.",
        "Drafnya sudah diajukan untuk dinilai, sehingga pelatihan belum dapat"
        " dihentikan.",
    )
    remedy = Text(
        "Take the draft back first (DELETE the course's /submission); once somebody"
        " judges it, wait for the result.",
        "Tarik dahulu drafnya (DELETE pada /submission pelatihan itu); bila sudah"
        " dinilai, tunggu hasilnya.",
    )


class CourseStillListed(Conflict):
    slug = "course-still-listed"
    title = Text("Platforms still list the course", "Platform masih menawarkannya")
    detail = Text(
        "{count} platforms list the course, or will once it is published.",
        "{count} platform menawarkan pelatihan ini, atau akan menawarkannya begitu"
        " terbit.",
    )
    remedy = Text(
        "Give notice to each of them first (PUT the /notice of each of its /offerings),"
        " and retire the course when the notices are over.",
        "Beri tahu masing-masing dahulu (PUT pada /notice setiap /offerings), lalu"
        " hentikan pelatihan setelah masa pemberitahuan berakhir.",
    )


class CourseHasClasses(Conflict):
    slug = "course-has-classes"
    title = Text("The course has classes to come", "Masih ada kelas mendatang")
    detail = Text(
        "{count} classes are neither over nor called off; {seats} seats are taken.",
        "{count} kelas belum selesai dan tidak dibatalkan; {seats} kursi terisi.",
    )
    remedy = Text(
        "Call them off, or wait until they are over. Those who hold seats keep all that"
        " they have.",
        "Batalkan kelas itu, atau tunggu sampai selesai. Pemegang kursi tetap memiliki"
        " semua haknya.",
    )


class CourseUnderSanction(Conflict):
    slug = "course-under-sanction"
    title = Text("The course was taken off sale", "Penjualan pelatihan dihentikan")
    detail = Text(
        "The course is off sale for a reason that is not yet settled, so it cannot be"
        " retired.",
        "Pelatihan tidak dijual karena alasan yang belum selesai, sehingga belum dapat"
        " dihentikan.",
    )
    remedy = Text(
        "Settle that with the operator first.",
        "Selesaikan dahulu dengan penyelenggara program.",
    )

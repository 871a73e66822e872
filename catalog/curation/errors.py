"""The ways in which curation says no."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text


class PlatformNeeded(Malformed):
    slug = "course-platform-needed"
    title = Text("Name the platform that checks it", "Sebutkan platform pemeriksanya")
    detail = Text(
        "A course is checked first by a digital platform, and none is named.",
        "Pelatihan diperiksa dahulu oleh platform digital; belum ada yang dipilih.",
    )
    remedy = Text(
        "Send `platform_id`, the platform that is to sell it.",
        "Kirim `platform_id`, platform yang akan menjualnya.",
    )


class PlatformUnfit(Malformed):
    slug = "course-platform-unfit"
    title = Text("This platform cannot check it", "Platform ini tidak dapat memeriksa")
    detail = Text(
        "The organisation is no digital platform that is admitted to the programme.",
        "Organisasi ini bukan platform digital yang diterima dalam program.",
    )
    remedy = Text("Name another platform.", "Pilih platform lain.")


class CourseTaskNotFound(NotFound):
    slug = "course-assessment-not-found"
    title = Text("There is no such task", "Tugas tidak ditemukan")
    detail = Text(
        "Your organisation has no assessment with this id.",
        "Organisasi Anda tidak memiliki penilaian dengan id ini.",
    )
    remedy = Text("Look at your list of tasks.", "Lihat daftar tugas Anda.")


class CaseNotFound(NotFound):
    slug = "curation-case-not-found"
    title = Text("There is no such case", "Kasus tidak ditemukan")
    detail = Text(
        "No course was submitted under this id.",
        "Tidak ada pengajuan pelatihan dengan id ini.",
    )
    remedy = Text("Look at the list of cases.", "Lihat daftar kasus.")


class NeverSubmitted(NotFound):
    slug = "course-never-submitted"
    title = Text("The course was never submitted", "Pelatihan belum pernah diajukan")
    detail = Text(
        "Nobody has judged this course here.", "Pelatihan ini belum pernah dinilai."
    )
    remedy = Text("Submit its draft first.", "Ajukan drafnya dahulu.")


class TaskClosed(Conflict):
    slug = "course-assessment-closed"
    title = Text("The task is closed", "Tugas sudah ditutup")
    detail = Text("The task is {state}.", "Status tugas: {state}.")
    remedy = Text(
        "Only a task that is assigned can be answered.",
        "Hanya tugas yang masih ditugaskan yang dapat dijawab.",
    )


class TaskNotDeclinable(Conflict):
    slug = "course-assessment-not-declinable"
    title = Text("Nobody else can take it over", "Tidak ada pengganti")
    detail = Text(
        "This layer belongs to your organisation alone.",
        "Lapis ini hanya milik organisasi Anda.",
    )
    remedy = Text(
        "Judge the course, or ask for changes.", "Nilai, atau minta perbaikan."
    )


class AlreadyJudged(Denied):
    slug = "course-already-judged"
    title = Text("You have judged this course", "Anda sudah menilai pelatihan ini")
    detail = Text(
        "Nobody judges the same submission twice, nor an appeal against herself.",
        "Pengajuan yang sama, atau keberatannya, tidak dinilai orang yang sama lagi.",
    )
    remedy = Text("Leave it to a colleague.", "Serahkan kepada rekan.")


class IndicatorUnknown(Malformed):
    slug = "indicator-unknown"
    title = Text("There is no such indicator", "Indikator tidak dikenal")
    detail = Text(
        "The rubric of this layer does not have all that you scored.",
        "Sebagian yang Anda nilai tidak ada dalam rubrik lapis ini.",
    )
    remedy = Text("Score what the task lists.", "Nilai yang tercantum dalam tugas.")


class ScoreOutOfRange(Malformed):
    slug = "score-out-of-range"
    title = Text("The score is not on the scale", "Nilai di luar skala")
    detail = Text(
        "{indicator} is scored from 0 to {most}.",
        "{indicator} dinilai dari 0 sampai {most}.",
    )
    remedy = Text("Correct the score.", "Perbaiki nilainya.")


class IndicatorsOpen(Malformed):
    """`indicators` are those without a score."""

    slug = "indicators-open"
    title = Text("Not everything is scored", "Belum semua dinilai")
    detail = Text(
        "A course is approved, or sent back, once every indicator has a score.",
        "Pelatihan disetujui atau dikembalikan setelah semua indikator dinilai.",
    )
    remedy = Text("Score all that are listed.", "Nilai semua yang tercantum.")


class MandatoryFailed(Malformed):
    """`indicators` are the mandatory ones that failed."""

    slug = "mandatory-indicator-failed"
    title = Text("A mandatory indicator failed", "Indikator wajib tidak terpenuhi")
    detail = Text(
        "By your scores the course does not have what is mandatory.",
        "Menurut nilai Anda, pelatihan tidak memenuhi yang wajib.",
    )
    remedy = Text(
        "Ask for changes, or reject it; or correct the score.",
        "Minta perbaikan, atau tolak; atau perbaiki nilainya.",
    )


class ChangesMissing(Malformed):
    slug = "requested-changes-missing"
    title = Text("Verdict and changes do not fit", "Putusan dan perbaikan tidak cocok")
    detail = Text(
        "Who asks for changes says which; who approves or rejects asks for none.",
        "Permintaan perbaikan menyebut apa saja; persetujuan atau penolakan tidak.",
    )
    remedy = Text(
        "Name the field and what is to change, or take another verdict.",
        "Sebutkan bidang dan perbaikannya, atau ubah putusan.",
    )


class PlaceUnknown(Malformed):
    slug = "requested-change-nowhere"
    title = Text("A course has no such field", "Bidang ini tidak ada")
    detail = Text(
        "{place} is no place in a course.", "{place} tidak ada dalam pelatihan."
    )
    remedy = Text(
        "Name a field as a JSON Pointer, such as /title/en.",
        "Sebutkan bidang sebagai JSON Pointer, misalnya /title/en.",
    )


class NothingToAppeal(Conflict):
    slug = "course-appeal-not-open"
    title = Text("There is nothing to appeal against", "Keberatan tidak terbuka")
    detail = Text(
        "Only a rejection is appealed against, once and in time.",
        "Keberatan hanya atas penolakan, sekali dan tepat waktu.",
    )
    remedy = Text(
        "Edit the course and submit it anew.", "Ubah pelatihan, lalu ajukan lagi."
    )


class CategoryNotFound(NotFound):
    slug = "course-category-not-found"
    title = Text("There is no such category", "Kategori tidak ditemukan")
    detail = Text("No category has this code.", "Tidak ada kategori dengan kode ini.")
    remedy = Text(
        "List the categories at /v1/course-categories.",
        "Lihat kategori di /v1/course-categories.",
    )

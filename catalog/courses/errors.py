"""The catalogue's ways of saying no."""

from core.errors import Conflict, NotFound
from core.text import Text


class CourseNotFound(NotFound):
    """Also the answer for a course that is not on sale: drafts are not to be known."""

    slug = "course-not-found"
    title = Text("There is no such course", "Pelatihan tidak ditemukan")
    detail = Text(
        "No published course of an approved institution has this id.",
        "Tidak ada pelatihan terbit dari lembaga yang disetujui dengan id ini.",
    )
    remedy = Text(
        "Find the course again at /v1/courses; it may have been withdrawn.",
        "Cari kembali pelatihan di /v1/courses; mungkin telah ditarik.",
    )


class OfferingNotFound(NotFound):
    """Also the answer for another platform's offering: it is not to be known."""

    slug = "offering-not-found"
    title = Text("There is no such offering", "Penawaran tidak ditemukan")
    detail = Text(
        "Your platform does not offer this course on this schedule.",
        "Platform Anda tidak menawarkan pelatihan ini pada jadwal tersebut.",
    )
    remedy = Text(
        "List your offerings at /v1/offerings and the schedules of their courses.",
        "Lihat penawaran Anda di /v1/offerings beserta jadwal pelatihannya.",
    )


class CourseNotOnSale(Conflict):
    slug = "course-not-on-sale"
    title = Text("The course is not on sale", "Pelatihan tidak dijual")
    detail = Text(
        "The course, its schedule or its offering has been withdrawn.",
        "Pelatihan, jadwal, atau penawarannya telah ditarik.",
    )
    remedy = Text("Choose another course.", "Pilih pelatihan lain.")


class ScheduleStarted(Conflict):
    slug = "schedule-started"
    title = Text("The class has already started", "Kelas sudah dimulai")
    detail = Text("It started at {starts_at}.", "Kelas dimulai pada {starts_at}.")
    remedy = Text("Choose a later schedule.", "Pilih jadwal lain yang belum dimulai.")


class EnrolmentClosed(Conflict):
    slug = "enrolment-closed"
    title = Text("Enrolment for this class has closed", "Pendaftaran kelas ditutup")
    detail = Text("It closed at {closed_at}.", "Pendaftaran ditutup pada {closed_at}.")
    remedy = Text("Choose a later schedule.", "Pilih jadwal lain.")


class EnrolmentNotOpen(Conflict):
    slug = "enrolment-not-open"
    title = Text("Enrolment is not open yet", "Pendaftaran kelas belum dibuka")
    detail = Text("It opens at {opens_at}.", "Pendaftaran dibuka pada {opens_at}.")
    remedy = Text(
        "Come back then, or choose another schedule.",
        "Kembali saat itu, atau pilih jadwal lain.",
    )


class ScheduleMoved(Conflict):
    slug = "schedule-moved"
    title = Text("The class was moved just now", "Kelas baru saja dipindahkan")
    detail = Text(
        "Its times or its place changed while the order was being placed.",
        "Waktu atau tempatnya berubah saat pesanan diproses.",
    )
    remedy = Text(
        "Show the participant the schedule as it is now, and order again with a new"
        " key.",
        "Tampilkan jadwal terbaru kepada peserta lalu pesan lagi dengan kunci baru.",
    )


class SeatsGone(Conflict):
    slug = "seats-gone"
    title = Text("No seat is left", "Kursi sudah habis")
    detail = Text(
        "All seats of this schedule are taken.", "Semua kursi pada jadwal ini terisi."
    )
    remedy = Text(
        "Choose another schedule of the course.",
        "Pilih jadwal lain dari pelatihan ini.",
    )

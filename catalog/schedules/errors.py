"""The ways in which planning a run says no."""

from core.errors import Conflict, Malformed, NotFound, Stale
from core.text import Text


class OwnScheduleNotFound(NotFound):
    """Also the answer for a run of another institution: it is not to be known."""

    slug = "own-schedule-not-found"
    title = Text("You have no such schedule", "Anda tidak memiliki jadwal ini")
    detail = Text(
        "This course of yours has no schedule with this id.",
        "Pelatihan Anda ini tidak memiliki jadwal dengan id tersebut.",
    )
    remedy = Text(
        "List the schedules of the course at /v1/provider/courses.",
        "Lihat jadwal pelatihan di /v1/provider/courses.",
    )


class ScheduleUnfit(Malformed):
    """`findings` lists what is not as the standard asks: `place` (RFC 6901), a stable
    `code`, a `message` in both languages, and the `source` of the rule."""

    slug = "schedule-unfit"
    title = Text("The schedule is not as it must be", "Jadwal belum sesuai aturan")
    detail = Text(
        "{count} things are missing or not as the standard asks.",
        "{count} hal belum ada atau belum sesuai standar.",
    )
    remedy = Text(
        "Mend what `findings` lists, each with its rule, and send it again.",
        "Perbaiki isi `findings`, masing-masing beserta aturannya, lalu kirim lagi.",
    )


class ScheduleVersionChanged(Stale):
    """`current` is the version now; `changes` are those since the caller's version,
    each field as in CourseDraftChanged. Of changes that were not kept they are those of
    the caller's fields that stand otherwise by now."""

    slug = "schedule-version-changed"
    title = Text("Somebody else changed the schedule", "Jadwal diubah orang lain")
    detail = Text(
        "The schedule was changed after you read it, so your change was not kept.",
        "Jadwal berubah setelah Anda membacanya, sehingga perubahan tidak disimpan.",
    )
    remedy = Text(
        "Look at `changes`: where `yours` is given you both changed a field. Decide"
        " its `places`, or take what is `joined`, and send it again with If-Match"
        ' "{current}".',
        "Lihat `changes`: bila ada `yours`, Anda berdua mengubahnya. Putuskan `places`"
        " atau ambil `joined`, lalu kirim lagi dengan If-Match"
        ' "{current}".',
    )


class CapacityBelowTaken(Conflict):
    slug = "capacity-below-taken"
    title = Text("More seats are taken than that", "Kursi terisi lebih banyak")
    detail = Text(
        "{taken} seats are taken, so there cannot be {capacity} of them.",
        "{taken} kursi sudah terisi, jadi kapasitas tidak dapat menjadi {capacity}.",
    )
    remedy = Text(
        "Set it to {taken} to sell no more, or cancel the schedule.",
        "Setel menjadi {taken} agar tidak terjual lagi, atau batalkan jadwalnya.",
    )


class NoticeTooShort(Conflict):
    slug = "schedule-notice-too-short"
    title = Text("It is too late to move the class", "Terlambat memindahkan kelas")
    detail = Text(
        "{taken} people hold seats; they are told of another time or place at least"
        " {hours} hours before.",
        "{taken} orang memegang kursi; mereka diberi tahu perubahan waktu atau tempat"
        " paling lambat {hours} jam sebelumnya.",
    )
    remedy = Text(
        "Choose a later time, or cancel the schedule: holders are offered other"
        " classes, or get the money back.",
        "Pilih waktu yang lebih lambat, atau batalkan jadwal: pemegang kursi ditawari"
        " kelas lain, atau saldonya kembali.",
    )


class ScheduleCancelledAlready(Conflict):
    slug = "schedule-cancelled"
    title = Text("The schedule was cancelled", "Jadwal telah dibatalkan")
    detail = Text(
        "It was cancelled at {cancelled_at}; that is not undone.",
        "Jadwal dibatalkan pada {cancelled_at}; ini tidak dapat diurungkan.",
    )
    remedy = Text("Plan another schedule.", "Buat jadwal lain.")


class TooManySchedules(Conflict):
    slug = "too-many-schedules"
    title = Text("Too many coming schedules", "Terlalu banyak jadwal mendatang")
    detail = Text(
        "The course has {limit} schedules that are not over.",
        "Pelatihan ini memiliki {limit} jadwal yang belum selesai.",
    )
    remedy = Text("Cancel some of them first.", "Batalkan sebagian lebih dahulu.")


class ScheduleReferenceTaken(Conflict):
    slug = "schedule-reference-taken"
    title = Text("Another schedule has this number", "Nomor ini milik jadwal lain")
    detail = Text(
        "Another schedule of this course has your number {reference}.",
        "Jadwal lain dari pelatihan ini sudah memakai nomor {reference}.",
    )
    remedy = Text(
        "Give each schedule of a course a number of its own.",
        "Beri setiap jadwal suatu pelatihan nomor tersendiri.",
    )

"""Why the programme says no."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text

_READ_THE_STATE = Text(
    "Read it again; the documentation lists which state follows which.",
    "Baca kembali keadaannya; dokumentasi memuat urutan keadaan.",
)


class SchemeNotFound(NotFound):
    slug = "scheme-not-found"
    title = Text("There is no such scheme", "Skema tidak ditemukan")
    detail = Text(
        "No version of a scheme has this code.", "Tidak ada skema dengan kode ini."
    )
    remedy = Text(
        "GET /v1/schemes lists all codes.", "GET /v1/schemes memuat semuanya."
    )


class SchemeUnusable(Malformed):
    slug = "scheme-unusable"
    title = Text("The scheme's document is not usable", "Dokumen skema tidak sah")
    detail = Text(
        "The document cannot be read as a scheme: {problem}",
        "Dokumen tidak dapat dibaca sebagai skema: {problem}",
    )
    remedy = Text(
        "Compare it with a shipped scheme; every parameter is needed and no other.",
        "Bandingkan dengan skema bawaan; semua parameter wajib ada, tanpa tambahan.",
    )


class BatchNotFound(NotFound):
    slug = "batch-not-found"
    title = Text("There is no such batch", "Gelombang tidak ditemukan")
    detail = Text(
        "No batch has this id or number.",
        "Tidak ada gelombang dengan id atau nomor ini.",
    )
    remedy = Text("GET /v1/batches lists all.", "GET /v1/batches memuat semuanya.")


class BatchNumberTaken(Conflict):
    slug = "batch-number-taken"
    title = Text("The batch number is taken", "Nomor gelombang sudah dipakai")
    detail = Text("Batch {number} exists already.", "Gelombang {number} sudah ada.")
    remedy = Text("Use the next free number.", "Gunakan nomor berikutnya.")


class BatchNotInState(Conflict):
    slug = "batch-not-in-state"
    title = Text(
        "The batch's state does not allow this", "Keadaan gelombang tidak mengizinkan"
    )
    detail = Text(
        "The batch is {state} and cannot become {wanted}.",
        "Gelombang berstatus {state} dan tidak dapat menjadi {wanted}.",
    )
    remedy = _READ_THE_STATE


class BatchNotOpen(Conflict):
    slug = "batch-not-open"
    title = Text(
        "The batch takes no applications", "Gelombang tidak menerima pendaftar"
    )
    detail = Text(
        "The batch is {state}; only an open one can be joined.",
        "Gelombang berstatus {state}; hanya yang dibuka yang dapat diikuti.",
    )
    remedy = Text(
        "Join when a batch is open; your data stays.",
        "Ikuti gelombang yang sedang dibuka; data Anda tetap tersimpan.",
    )


class VerificationUnfinished(Conflict):
    slug = "verification-unfinished"
    title = Text(
        "Applications are still being checked", "Pendaftaran masih diverifikasi"
    )
    detail = Text(
        "{remaining} applications have not been checked yet.",
        "{remaining} pendaftaran belum diverifikasi.",
    )
    remedy = Text(
        "The checks run by themselves; select when none is left.",
        "Verifikasi berjalan sendiri; lakukan seleksi bila sudah selesai.",
    )


class AlreadyApplied(Conflict):
    slug = "already-applied"
    title = Text("You have already applied", "Anda sudah mendaftar")
    detail = Text(
        "Your application to batch {batch_number} counts; it is {state}.",
        "Pendaftaran Anda di gelombang {batch_number} berlaku; statusnya {state}.",
    )
    remedy = Text(
        "Wait for its outcome. If you are not selected, join a later batch.",
        "Tunggu hasilnya. Bila belum terpilih, ikuti gelombang berikutnya.",
    )


class AwardedBefore(Conflict):
    slug = "awarded-before"
    title = Text("The programme helps a person once", "Bantuan diberikan satu kali")
    detail = Text(
        "You were awarded a training balance before, and it is given once in a life.",
        "Anda pernah menerima saldo pelatihan, yang diberikan sekali seumur hidup.",
    )
    remedy = Text(
        "Nothing is to be done; a revoked award counts too.",
        "Tidak ada tindakan; kepesertaan yang dicabut juga dihitung.",
    )


class AwardNotFound(NotFound):
    slug = "award-not-found"
    title = Text("There is no award", "Belum ada penetapan")
    detail = Text(
        "The participant has not been awarded a training balance.",
        "Peserta belum ditetapkan sebagai penerima saldo pelatihan.",
    )
    remedy = Text(
        "An award follows when an application is selected and decided.",
        "Penetapan diberikan setelah pendaftaran terpilih dan diputuskan.",
    )


class AwardNotInState(Conflict):
    slug = "award-not-in-state"
    title = Text(
        "The award's state does not allow this", "Status penetapan tidak mengizinkan"
    )
    detail = Text(
        "The award is {state} and cannot become {wanted}.",
        "Penetapan berstatus {state} dan tidak dapat menjadi {wanted}.",
    )
    remedy = _READ_THE_STATE

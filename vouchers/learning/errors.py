"""Why a step, a result or a completion is refused."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text


class VerificationNotFound(NotFound):
    """Also the answer for another person's and another institution's verification."""

    slug = "verification-not-found"
    title = Text("There is no such verification", "Verifikasi tidak ditemukan")
    detail = Text(
        "No verification of yours has this address.",
        "Tidak ada verifikasi Anda dengan alamat ini.",
    )
    remedy = Text(
        "Sign in as the person who bought the course, or ask the institution for a"
        " new address.",
        "Masuk sebagai pembeli pelatihan, atau minta alamat baru dari lembaga.",
    )


class VerificationOver(Conflict):
    slug = "verification-over"
    title = Text("The verification's time is over", "Waktu verifikasi sudah habis")
    detail = Text(
        "It could be confirmed until {expires_at}.",
        "Konfirmasi hanya dapat dilakukan hingga {expires_at}.",
    )
    remedy = Text(
        "Ask the institution to start a new one.",
        "Minta lembaga memulai verifikasi baru.",
    )


class AlreadyConfirmed(Conflict):
    slug = "step-already-confirmed"
    title = Text("The step was already confirmed", "Langkah sudah dikonfirmasi")
    detail = Text(
        "Sequence {sequence} of this voucher is confirmed; it counts once.",
        "Urutan {sequence} pada voucher ini sudah dikonfirmasi; hanya dihitung sekali.",
    )
    remedy = Text(
        "Nothing is left to do for this step.", "Tidak perlu apa-apa untuk langkah ini."
    )


class StepNotInCourse(Conflict):
    slug = "step-not-in-course"
    title = Text("The course has no such step", "Pelatihan tidak memiliki langkah ini")
    detail = Text(
        "Sequence {sequence} was asked for, and the course has {sessions} session(s).",
        "Urutan {sequence} diminta, sedangkan pelatihan memiliki {sessions} sesi.",
    )
    remedy = Text(
        "Use 1 to {sessions} for the sessions and 999 for the post-test.",
        "Gunakan 1 sampai {sessions} untuk sesi dan 999 untuk tes akhir.",
    )


class FirstStepMissing(Conflict):
    slug = "first-step-missing"
    title = Text("Sequence 1 comes first", "Urutan 1 harus lebih dahulu")
    detail = Text(
        "Sequence {sequence} can only follow sequence 1, which redeems the voucher.",
        "Urutan {sequence} hanya dapat mengikuti urutan 1 yang menukarkan voucher.",
    )
    remedy = Text("Start with sequence 1.", "Mulai dengan urutan 1.")


class AttendanceMissing(Conflict):
    slug = "attendance-missing"
    title = Text("Sessions are missing", "Kehadiran belum cukup")
    detail = Text(
        "The post-test follows {needed} confirmed session(s); there are {have}.",
        "Tes akhir mengikuti {needed} sesi terkonfirmasi; baru ada {have}.",
    )
    remedy = Text(
        "Let the participant confirm the missing sessions first.",
        "Minta peserta mengonfirmasi sesi yang kurang lebih dahulu.",
    )


class ScheduleWindowClosed(Conflict):
    slug = "schedule-window-closed"
    title = Text("It is not the time for this step", "Bukan waktunya langkah ini")
    detail = Text(
        "Sequence {sequence} can be confirmed from {opens_at} and before {closes_at}.",
        "Urutan {sequence} dikonfirmasi sejak {opens_at} dan sebelum {closes_at}.",
    )
    remedy = Text(
        "Come back in that time; afterwards the step can no longer be confirmed.",
        "Kembali pada waktu itu; sesudahnya langkah tak dapat dikonfirmasi.",
    )


class ClassCancelled(Conflict):
    slug = "class-cancelled"
    title = Text("The class was cancelled", "Kelas dibatalkan")
    detail = Text("It was cancelled at {cancelled_at}.", "Dibatalkan {cancelled_at}.")
    remedy = Text(
        "Nothing was used up. The platform takes the order back.",
        "Tidak ada yang terpakai. Platform membatalkan pesanan.",
    )


class RedirectNotRegistered(Malformed):
    slug = "redirect-not-registered"
    title = Text("The return address is not registered", "Alamat kembali tak terdaftar")
    detail = Text(
        "redirect_uri must equal, letter by letter, one that your client registered.",
        "redirect_uri harus sama persis dengan yang didaftarkan klien Anda.",
    )
    remedy = Text(
        "Use a registered address, or have a new one registered.",
        "Gunakan alamat terdaftar, atau daftarkan yang baru.",
    )


class PostTestNotAttended(Conflict):
    slug = "post-test-not-attended"
    title = Text("The post-test was not attended", "Tes akhir belum dihadiri")
    detail = Text(
        "A post-test result follows the confirmation of sequence 999.",
        "Hasil tes akhir mengikuti konfirmasi urutan 999.",
    )
    remedy = Text(
        "Start a verification of sequence 999 and let the participant confirm it.",
        "Mulai verifikasi urutan 999 dan minta peserta mengonfirmasinya.",
    )


class CompletionNotEarned(Conflict):
    """The member `unmet` names each requirement: name, needed, have and words."""

    slug = "completion-not-earned"
    title = Text(
        "The completion rule is not met", "Syarat penyelesaian belum terpenuhi"
    )
    detail = Text(
        "{count} requirement(s) of the scheme are not met; `unmet` names them.",
        "{count} syarat skema belum terpenuhi; `unmet` menyebutkannya.",
    )
    remedy = Text(
        "Report what is missing and send the completion again with a new key.",
        "Laporkan yang kurang lalu kirim ulang dengan kunci baru.",
    )

"""The ways in which the registry of trainers says no."""

from core.errors import Conflict, Malformed, NotFound, Stale
from core.text import Text


class TrainerNotFound(NotFound):
    """Also the answer for another institution's trainer: she is not to be known."""

    slug = "trainer-not-found"
    title = Text("You have no such trainer", "Anda tidak memiliki pelatih ini")
    detail = Text(
        "No trainer of your institution has this id.",
        "Tidak ada pelatih lembaga Anda dengan id ini.",
    )
    remedy = Text(
        "List your trainers at /v1/provider/trainers.",
        "Lihat pelatih Anda di /v1/provider/trainers.",
    )


class TrainerRegistered(Conflict):
    """`trainer_id` is who has the address."""

    slug = "trainer-registered"
    title = Text("The trainer is registered already", "Pelatih sudah terdaftar")
    detail = Text(
        "Another of your trainers has this e-mail address.",
        "Pelatih Anda yang lain memakai alamat surel ini.",
    )
    remedy = Text(
        "Change {trainer_id}; if she had ended, take that back.",
        "Ubah {trainer_id}; bila ia sudah berakhir, aktifkan kembali.",
    )


class TrainerChanged(Stale):
    """`current` is the version now."""

    slug = "trainer-changed"
    title = Text("Somebody else changed the trainer", "Data pelatih diubah orang lain")
    detail = Text(
        "The trainer was changed after you read it, so your change was not kept.",
        "Data berubah setelah Anda membacanya, sehingga perubahan tidak disimpan.",
    )
    remedy = Text(
        'Read it again, decide, and send your change with If-Match "{current}".',
        'Baca lagi, putuskan, lalu kirim perubahan dengan If-Match "{current}".',
    )


class TooManyTrainers(Conflict):
    slug = "too-many-trainers"
    title = Text("Too many trainers", "Terlalu banyak pelatih")
    detail = Text(
        "Your institution has {limit} trainers.",
        "Lembaga Anda memiliki {limit} pelatih.",
    )
    remedy = Text("Ask the operator for more.", "Minta tambahan kepada pengelola.")


class TrainerSkillsUnknown(Malformed):
    """`codes` are those that do not exist."""

    slug = "trainer-skills-unknown"
    title = Text("There are no such skills", "Keterampilan ini tidak ada")
    detail = Text(
        "{count} skills in the certificates do not exist.",
        "{count} keterampilan dalam sertifikat tidak ada.",
    )
    remedy = Text("Find them at /v1/skills.", "Cari di /v1/skills.")


class TooFewTrainers(Conflict):
    """`source` is where the number is from."""

    slug = "too-few-trainers"
    title = Text("Too few trainers for the seats", "Pelatih kurang untuk jumlah kursi")
    detail = Text(
        "{capacity} seats need {needed} trainers, one for each {seats_per_trainer};"
        " {named} are named.",
        "{capacity} kursi memerlukan {needed} pelatih, satu untuk setiap"
        " {seats_per_trainer}; baru {named} yang disebut.",
    )
    remedy = Text(
        "Name more in `trainers`, or plan at most {most} seats.",
        "Tambahkan pada `trainers`, atau rencanakan paling banyak {most} kursi.",
    )


class TooFewAssistants(Conflict):
    """`source` is where the rule is from."""

    slug = "too-few-assistants"
    title = Text("The class needs an assistant", "Kelas ini memerlukan seorang asisten")
    detail = Text(
        "A class of more than {most} seats needs an assistant; {capacity} are planned.",
        "Kelas dengan lebih dari {most} kursi memerlukan asisten; direncanakan"
        " {capacity} kursi.",
    )
    remedy = Text(
        "Name one in `assistants`, or plan at most {most} seats.",
        "Sebutkan satu orang pada `assistants`, atau rencanakan paling banyak {most}"
        " kursi.",
    )


class TrainerBusy(Conflict):
    """`trainer_id` teaches `schedule_id` from `starts_at` to `ends_at`."""

    slug = "trainer-busy"
    title = Text("The trainer teaches at that time", "Pelatih mengajar pada waktu itu")
    detail = Text(
        "Trainer {trainer_id} teaches another class from {starts_at} to {ends_at}.",
        "Pelatih {trainer_id} mengajar kelas lain dari {starts_at} sampai {ends_at}.",
    )
    remedy = Text(
        "Name somebody else, or choose another time.",
        "Pilih pelatih lain, atau waktu lain.",
    )

"""What people are told about their second factors (NIST SP 800-63B, section 4.6)."""

from core.mail import Letter
from core.text import Text
from partners.accounts.letters import NOT_ME

FACTOR_ADDED = Letter(
    "factor-added",
    Text("A second factor was added", "Faktor kedua ditambahkan"),
    (
        Text(
            "Your account has a new second factor: {factor}. Whoever signs in by the"
            " password shows it, too.",
            "Akun Anda memiliki faktor kedua yang baru: {factor}. Masuk dengan kata"
            " sandi kini juga memerlukannya.",
        ),
        NOT_ME,
    ),
)

FACTOR_REMOVED = Letter(
    "factor-removed",
    Text("A second factor was removed", "Faktor kedua dihapus"),
    (
        Text(
            "A second factor of your account was removed: {factor}.",
            "Satu faktor kedua akun Anda dihapus: {factor}.",
        ),
        NOT_ME,
    ),
)

LAST_FACTOR_REMOVED = Letter(
    "last-factor-removed",
    Text("Your last second factor was removed", "Faktor kedua terakhir dihapus"),
    (
        Text(
            "The last second factor of your account was removed: {factor}. From now on"
            " the password alone opens it.",
            "Faktor kedua terakhir akun Anda dihapus: {factor}. Mulai sekarang akun"
            " terbuka hanya dengan kata sandi.",
        ),
        NOT_ME,
    ),
)

CODES_RENEWED = Letter(
    "recovery-codes-renewed",
    Text("You have new recovery codes", "Kode pemulihan Anda diperbarui"),
    (
        Text(
            "New recovery codes were made for your account. The old ones are worth"
            " nothing any more.",
            "Kode pemulihan baru dibuat untuk akun Anda. Kode lama tidak berlaku lagi.",
        ),
        NOT_ME,
    ),
)

CODE_USED = Letter(
    "recovery-code-used",
    Text("A recovery code was used", "Kode pemulihan dipakai"),
    (
        Text(
            "Somebody used one of your recovery codes. {left} are left; new ones are"
            " made on the page Security of your account.",
            "Salah satu kode pemulihan Anda dipakai. Tersisa {left}; yang baru dibuat"
            " di halaman Keamanan akun Anda.",
        ),
        NOT_ME,
    ),
)

GUESSED_AT = Letter(
    "codes-guessed-at",
    Text(
        "Somebody types wrong codes for your account",
        "Ada yang mencoba kode untuk akun Anda",
    ),
    (
        Text(
            "After the right password, wrong codes were typed {times} times. Nobody got"
            " in, but somebody may know your password.",
            "Setelah kata sandi yang benar, kode salah dimasukkan {times} kali. Tidak"
            " ada yang berhasil masuk, tetapi kata sandi Anda mungkin diketahui orang.",
        ),
        NOT_ME,
    ),
)

FACTORS_RESET = Letter(
    "factors-reset",
    Text("Your second factors were removed", "Faktor kedua Anda dihapus"),
    (
        Text(
            "You told us that you have lost your second factors, so they were removed."
            " All browsers were signed out. Sign in with your password, and set a new"
            " factor up.",
            "Anda memberi tahu kami bahwa faktor kedua Anda hilang, jadi semuanya"
            " dihapus. Semua peramban dikeluarkan. Masuk dengan kata sandi, lalu"
            " siapkan faktor baru.",
        ),
        NOT_ME,
    ),
)

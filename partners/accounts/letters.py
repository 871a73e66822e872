"""What the platform writes to people about their accounts."""

from core.mail import Letter
from core.text import Text

# NIST SP 800-63B, section 4.6: people are told, and told what to do if it was not them.
NOT_ME = Text(
    "If it was not you, change your password now and look at the page Security of your"
    " account.",
    "Jika bukan Anda, segera ganti kata sandi dan periksa halaman Keamanan akun Anda.",
)

VERIFY_EMAIL = Letter(
    "email-verification",
    Text("Confirm your e-mail address", "Konfirmasi alamat surel Anda"),
    (
        Text(
            "Somebody, we hope you, gave this address for an account with us. Confirm"
            " that it is yours:",
            "Seseorang, semoga Anda, memakai alamat ini untuk akun pada kami."
            " Konfirmasi bahwa alamat ini milik Anda:",
        ),
        Text("{link}", "{link}"),
        Text(
            "The link is good for three days. If you have no account with us, do"
            " nothing.",
            "Tautan berlaku tiga hari. Jika Anda tidak memiliki akun, abaikan saja.",
        ),
    ),
)

SIGN_UP = Letter(
    "sign-up",
    Text("Make your account", "Buat akun Anda"),
    (
        Text(
            "Somebody, we hope you, wants an account with us for this address. Choose a"
            " name and a password here:",
            "Seseorang, semoga Anda, ingin membuat akun pada kami dengan alamat ini."
            " Isi nama dan kata sandi di sini:",
        ),
        Text("{link}", "{link}"),
        Text(
            "The link works once, within three days. If it was not you, do nothing: no"
            " account is made.",
            "Tautan berlaku sekali, dalam tiga hari. Jika bukan Anda, abaikan saja:"
            " tidak ada akun yang dibuat.",
        ),
    ),
)

HAS_ACCOUNT = Letter(
    "sign-up-has-account",
    Text("You have an account already", "Anda sudah memiliki akun"),
    (
        Text(
            "Somebody, we hope you, wants an account with us for this address. It has"
            " one already. Sign in with it:",
            "Seseorang, semoga Anda, ingin membuat akun pada kami dengan alamat ini."
            " Alamat ini sudah memiliki akun. Silakan masuk:",
        ),
        Text("{link}", "{link}"),
        Text(
            "If you have forgotten the password, choose a new one here:",
            "Jika Anda lupa kata sandi, pilih yang baru di sini:",
        ),
        Text("{forgotten}", "{forgotten}"),
        Text(
            "If it was not you, do nothing: your account is as it was.",
            "Jika bukan Anda, abaikan saja: akun Anda tidak berubah.",
        ),
    ),
)

RESET_PASSWORD = Letter(
    "password-reset",
    Text("A new password for your account", "Kata sandi baru untuk akun Anda"),
    (
        Text(
            "Somebody, we hope you, has forgotten the password of this account. Choose"
            " a new one here:",
            "Seseorang, semoga Anda, lupa kata sandi akun ini. Pilih yang baru:",
        ),
        Text("{link}", "{link}"),
        Text(
            "The link works once, within {minutes} minutes. If you remember your"
            " password, do nothing: it still works.",
            "Tautan berlaku sekali, dalam {minutes} menit. Jika Anda ingat kata sandi"
            " Anda, abaikan saja: kata sandi itu masih berlaku.",
        ),
    ),
)

PASSWORD_CHANGED = Letter(
    "password-changed",
    Text("Your password was changed", "Kata sandi Anda diganti"),
    (
        Text(
            "The password of your account was changed. All other browsers were signed"
            " out.",
            "Kata sandi akun Anda diganti. Semua peramban lain sudah dikeluarkan.",
        ),
        NOT_ME,
    ),
)

NEW_DEVICE = Letter(
    "new-device",
    Text("A new browser signed in", "Ada peramban baru yang masuk"),
    (
        Text(
            "Somebody signed in to your account with a browser that we had not seen:"
            " {browser}, from the network {network}.",
            "Seseorang masuk ke akun Anda dengan peramban yang belum pernah kami lihat:"
            " {browser}, dari jaringan {network}.",
        ),
        NOT_ME,
    ),
)

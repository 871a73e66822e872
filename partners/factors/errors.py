"""Why a second factor is not accepted, not set up, or not taken away."""

from core.errors import Conflict, Denied, NotFound
from core.text import Text
from openapi.problems import HttpProblem


class WrongCode(Denied):
    """The same for a wrong code, one that was used, and one of another account."""

    slug = "wrong-code"
    title = Text("The code is not right", "Kode tidak tepat")
    detail = Text(
        "The code is wrong, too old, or was used already.",
        "Kode salah, terlalu lama, atau sudah dipakai.",
    )
    remedy = Text(
        "Wait for the next code of your application, or use a recovery code.",
        "Tunggu kode berikutnya di aplikasi Anda, atau pakai kode pemulihan.",
    )


class WrongPassword(Denied):
    slug = "wrong-password"
    title = Text("The password is not right", "Kata sandi tidak tepat")
    detail = Text(
        "This is not the password of your account.", "Ini bukan kata sandi akun Anda."
    )
    remedy = Text("Check it, and try again.", "Periksa kembali, lalu coba lagi.")


class CodesTriedTooOften(HttpProblem):
    status = 429
    slug = "codes-tried-too-often"
    title = Text("Too many wrong codes", "Terlalu banyak kode yang salah")
    detail = Text(
        "For this account {limit} tries failed within {minutes} minutes.",
        "Untuk akun ini {limit} percobaan gagal dalam {minutes} menit.",
    )
    remedy = Text(
        "Wait, or sign in with a passkey. If it was not you, change your password.",
        "Tunggu, atau masuk dengan kunci sandi. Jika bukan Anda, ganti kata sandi.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(60 * int(self.members["minutes"]))}


class SignInTooSlow(Denied):
    slug = "sign-in-too-slow"
    title = Text("Please sign in again", "Silakan masuk lagi")
    detail = Text(
        "The code has to follow the password within {minutes} minutes.",
        "Kode harus dimasukkan dalam {minutes} menit setelah kata sandi.",
    )
    remedy = Text(
        "Start again with your e-mail and password.",
        "Mulai lagi dengan surel dan kata sandi.",
    )


class NothingOffered(Conflict):
    slug = "nothing-to-confirm"
    title = Text("There is nothing to confirm", "Tidak ada yang perlu dikonfirmasi")
    detail = Text(
        "No authenticator is being set up, or setting it up took too long.",
        "Tidak ada aplikasi autentikator yang sedang disiapkan, atau waktunya habis.",
    )
    remedy = Text(
        "Begin again on the page of your account's security.",
        "Mulai lagi di halaman keamanan akun Anda.",
    )


class FactorNotFound(NotFound):
    slug = "factor-not-found"
    title = Text("You have no such factor", "Faktor ini tidak ada")
    detail = Text(
        "Your account has no second factor under this address.",
        "Akun Anda tidak memiliki faktor kedua di alamat ini.",
    )
    remedy = Text(
        "Look at the page of your account's security.",
        "Lihat halaman keamanan akun Anda.",
    )


class SecondFactorMissing(Denied):
    """She may do this by her role, and has nothing to prove with that it is her."""

    slug = "second-factor-missing"
    title = Text("This needs a second factor", "Ini memerlukan faktor kedua")
    detail = Text(
        "What moves money, keys or rules is done only with a second factor, and your"
        " account has none.",
        "Tindakan atas uang, kunci atau aturan memerlukan faktor kedua, sedangkan akun"
        " Anda belum memilikinya.",
    )
    remedy = Text(
        "Set up an authenticator or a passkey on the page of your account's security.",
        "Siapkan autentikator atau kunci sandi di halaman keamanan akun Anda.",
    )


class ConfirmationNeeded(Denied):
    slug = "confirmation-needed"
    title = Text("Please confirm that it is you", "Konfirmasi bahwa ini Anda")
    detail = Text(
        "What you are about to do needs a fresh proof of who you are.",
        "Tindakan ini memerlukan bukti baru bahwa ini memang Anda.",
    )
    remedy = Text("Confirm, and go on.", "Konfirmasi, lalu lanjutkan.")


class PasskeyRefused(Denied):
    """Whatever was wrong with it: the library's reason stands in the log."""

    slug = "passkey-refused"
    title = Text("The passkey was not accepted", "Kunci sandi tidak diterima")
    detail = Text(
        "The passkey is not known here, or its answer does not fit the question.",
        "Kunci sandi tidak dikenal di sini, atau jawabannya tidak cocok.",
    )
    remedy = Text(
        "Load the page anew and try again, or use another way.",
        "Muat ulang halaman lalu coba lagi, atau pakai cara lain.",
    )


class TooManyPasskeys(Conflict):
    slug = "too-many-passkeys"
    title = Text("You have many passkeys", "Kunci sandi Anda sudah banyak")
    detail = Text(
        "An account has at most {limit} passkeys.",
        "Satu akun paling banyak memiliki {limit} kunci sandi.",
    )
    remedy = Text(
        "Remove one that you no longer use.", "Hapus yang sudah tidak dipakai."
    )


class PasskeyKnown(Conflict):
    slug = "passkey-known"
    title = Text("This passkey is set up already", "Kunci sandi ini sudah ada")
    detail = Text(
        "The same passkey was added before.", "Kunci sandi yang sama sudah ditambahkan."
    )
    remedy = Text(
        "Use it, or choose another device.", "Pakai, atau pilih perangkat lain."
    )

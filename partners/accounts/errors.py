"""Why an account cannot be made, or a person cannot sign in."""

from core.errors import Conflict, Denied, Malformed, NotFound
from core.text import Text
from openapi.problems import HttpProblem


class EmailUnusable(Malformed):
    slug = "email-unusable"
    title = Text("This is no e-mail address", "Ini bukan alamat surel")
    detail = Text(
        "The e-mail address is not complete, or longer than 254 letters.",
        "Alamat surel tidak lengkap, atau lebih dari 254 huruf.",
    )
    remedy = Text("Write it as name@example.org.", "Tulis seperti nama@contoh.org.")


class EmailTaken(Conflict):
    slug = "email-taken"
    title = Text(
        "There is an account with this e-mail", "Surel ini sudah memiliki akun"
    )
    detail = Text(
        "An account with this e-mail address exists already.",
        "Akun dengan alamat surel ini sudah ada.",
    )
    remedy = Text("Sign in instead.", "Silakan masuk.")


class PasswordTooShort(Malformed):
    slug = "password-too-short"
    title = Text("The password is too short", "Kata sandi terlalu pendek")
    detail = Text(
        "A password has at least {minimum} letters.",
        "Kata sandi paling sedikit {minimum} huruf.",
    )
    remedy = Text(
        "Choose a longer one; a few words with blanks are fine.",
        "Pilih yang lebih panjang; beberapa kata dengan spasi pun boleh.",
    )


class PasswordTooLong(Malformed):
    slug = "password-too-long"
    title = Text("The password is too long", "Kata sandi terlalu panjang")
    detail = Text(
        "A password has at most {maximum} letters.",
        "Kata sandi paling banyak {maximum} huruf.",
    )
    remedy = Text("Choose a shorter one.", "Pilih yang lebih pendek.")


class PasswordGuessable(Malformed):
    slug = "password-guessable"
    title = Text("The password is easy to guess", "Kata sandi mudah ditebak")
    detail = Text(
        "The password is the e-mail address, or has fewer than five different letters.",
        "Kata sandi sama dengan surel, atau kurang dari lima huruf yang berbeda.",
    )
    remedy = Text("Choose one that only you know.", "Pilih yang hanya Anda ketahui.")


class WrongCredentials(Denied):
    """The same for an unknown e-mail, a wrong password and a disabled account."""

    slug = "wrong-credentials"
    title = Text("E-mail or password is not right", "Surel atau kata sandi tidak tepat")
    detail = Text(
        "No account has this e-mail together with this password.",
        "Tidak ada akun dengan surel dan kata sandi tersebut.",
    )
    remedy = Text("Check both, and try again.", "Periksa keduanya, lalu coba lagi.")


class LinkExpired(Denied):
    """The same for a link that never was, one that was used and one that is too old."""

    slug = "link-expired"
    title = Text("The link is no longer valid", "Tautan sudah tidak berlaku")
    detail = Text(
        "The link was used already, is too old, or was cut off on its way.",
        "Tautan sudah dipakai, terlalu lama, atau terpotong di perjalanan.",
    )
    remedy = Text("Ask for a new link.", "Minta tautan yang baru.")


class CurrentPasswordWrong(Denied):
    slug = "current-password-wrong"
    title = Text("The current password is not right", "Kata sandi lama tidak tepat")
    detail = Text(
        "This is not the password that you sign in with now.",
        "Ini bukan kata sandi yang Anda pakai sekarang.",
    )
    remedy = Text("Check it, and try again.", "Periksa kembali, lalu coba lagi.")


class SessionNotFound(NotFound):
    slug = "session-not-found"
    title = Text("There is no such browser", "Peramban tidak ditemukan")
    detail = Text(
        "You are signed in in no browser under this address.",
        "Anda tidak masuk di peramban dengan alamat ini.",
    )
    remedy = Text("Look at the list of your browsers.", "Lihat daftar peramban Anda.")


class TooManyLetters(HttpProblem):
    status = 429
    slug = "too-many-letters"
    title = Text("A letter is on its way already", "Surat sudah dikirim")
    detail = Text(
        "A link was sent to your address a moment ago, or five times today.",
        "Tautan baru saja dikirim ke alamat Anda, atau sudah lima kali hari ini.",
    )
    remedy = Text(
        "Look into your mailbox, also among the spam; try again later.",
        "Periksa kotak surat Anda, juga folder spam; coba lagi nanti.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "120"}


class TooManyTries(HttpProblem):
    status = 429
    slug = "too-many-tries"
    title = Text("Too many failed tries", "Terlalu banyak percobaan gagal")
    detail = Text(
        "Signing in with this e-mail failed too often in the last {minutes} minutes.",
        "Percobaan masuk dengan surel ini terlalu sering gagal dalam {minutes} menit.",
    )
    remedy = Text(
        "Wait for {minutes} minutes. Browsers that are signed in stay so.",
        "Tunggu {minutes} menit. Peramban yang sudah masuk tetap masuk.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(60 * int(self.members["minutes"]))}

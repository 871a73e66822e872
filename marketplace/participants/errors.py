"""Why a person's data cannot be taken."""

from core.errors import Conflict, Malformed, NotFound
from core.text import Text

_CHECK_THE_CARD = Text(
    "Copy the 16 digits from the identity card and send them again.",
    "Salin 16 angka dari KTP lalu kirim kembali.",
)


class NikMalformed(Malformed):
    """The identity number cannot be one. Never repeats the number: it is personal."""


class NikNotSixteenDigits(NikMalformed):
    slug = "nik-not-sixteen-digits"
    title = Text(
        "An identity number has 16 digits",
        "Nomor Induk Kependudukan terdiri dari 16 angka",
    )
    detail = Text(
        "The identity number (NIK) does not consist of 16 digits.",
        "Nomor Induk Kependudukan (NIK) tidak terdiri dari 16 angka.",
    )
    remedy = _CHECK_THE_CARD


class NikBirthDateImpossible(NikMalformed):
    slug = "nik-birth-date-impossible"
    title = Text(
        "The identity number holds an impossible date of birth",
        "Tanggal lahir dalam NIK tidak mungkin",
    )
    detail = Text(
        "Digits 7 to 12 of the identity number (NIK) are not a past date of birth.",
        "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang sudah lewat.",
    )
    remedy = _CHECK_THE_CARD


class NikSerialImpossible(NikMalformed):
    slug = "nik-serial-impossible"
    title = Text(
        "The identity number ends in an impossible serial",
        "Nomor urut pada akhir NIK tidak mungkin",
    )
    detail = Text(
        "The last four digits of the identity number (NIK) start at 0001.",
        "Empat angka terakhir NIK dimulai dari 0001.",
    )
    remedy = _CHECK_THE_CARD


class ParticipantNotFound(NotFound):
    slug = "participant-not-found"
    title = Text("There is no such participant", "Peserta tidak ditemukan")
    detail = Text(
        "No participant is registered under this id or account.",
        "Tidak ada peserta terdaftar dengan id atau akun ini.",
    )
    remedy = Text(
        "Register the person first, with her identity card at hand.",
        "Daftarkan orang tersebut terlebih dahulu dengan KTP-nya.",
    )


class BirthDateMismatch(Malformed):
    slug = "birth-date-mismatch"
    title = Text(
        "The birth date is not that of the identity number",
        "Tanggal lahir tidak sesuai dengan NIK",
    )
    detail = Text(
        "The date of birth differs from the one in the identity number (NIK).",
        "Tanggal lahir berbeda dengan yang tercantum dalam NIK.",
    )
    remedy = _CHECK_THE_CARD


class FamilyCardMalformed(Malformed):
    slug = "family-card-malformed"
    title = Text(
        "A family card number has 16 digits",
        "Nomor Kartu Keluarga terdiri dari 16 angka",
    )
    detail = Text(
        "The family card number (KK) does not consist of 16 digits.",
        "Nomor Kartu Keluarga (KK) tidak terdiri dari 16 angka.",
    )
    remedy = Text(
        "Copy the 16 digits from the family card and send them again.",
        "Salin 16 angka dari Kartu Keluarga lalu kirim kembali.",
    )


class PhoneMalformed(Malformed):
    slug = "phone-malformed"
    title = Text(
        "This is not an Indonesian mobile number", "Bukan nomor ponsel Indonesia"
    )
    detail = Text(
        "A mobile number starts with 08, 628 or +628 and has 10 to 13 digits.",
        "Nomor ponsel diawali 08, 628 atau +628 dan terdiri dari 10 sampai 13 angka.",
    )
    remedy = Text(
        "Send the number as it is dialled, such as 081234567890.",
        "Kirim nomor seperti saat dihubungi, misalnya 081234567890.",
    )


class DistrictUnknown(Malformed):
    slug = "district-unknown"
    title = Text("There is no such district", "Kecamatan tidak dikenal")
    detail = Text(
        "No district (kecamatan) has this code.", "Tidak ada kecamatan dengan kode ini."
    )
    remedy = Text(
        "Use a code of three levels, such as 32.73.01.",
        "Gunakan kode tiga tingkat, misalnya 32.73.01.",
    )


class IdentityTaken(Conflict):
    """Never says whose it is, nor which batch or account it belongs to."""

    slug = "identity-number-taken"
    title = Text("The identity number is registered", "NIK sudah terdaftar")
    detail = Text(
        "An account with this identity number (NIK) exists.",
        "Sudah ada akun dengan NIK ini.",
    )
    remedy = Text(
        "Sign in to that account, or ask support if it is not yours.",
        "Masuk ke akun tersebut, atau hubungi dukungan bila bukan milik Anda.",
    )


class PhoneTaken(Conflict):
    slug = "phone-taken"
    title = Text("The phone number is registered", "Nomor ponsel sudah terdaftar")
    detail = Text(
        "An account with this phone number exists.",
        "Sudah ada akun dengan nomor ponsel ini.",
    )
    remedy = Text(
        "Use a number of your own, or sign in to that account.",
        "Gunakan nomor Anda sendiri, atau masuk ke akun tersebut.",
    )

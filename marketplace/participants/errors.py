"""Why a person's data cannot be taken."""

from core.errors import Malformed
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

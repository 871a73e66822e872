"""What an import has to say about a row: the kinds of finding, and their words."""

from dataclasses import dataclass
from enum import StrEnum

from core.text import Text


class Severity(StrEnum):
    """How much a finding weighs.

    A notice tells of a harmless repair, a warning asks for a person's look, and an
    error means that the row was not imported.
    """

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Kind:
    """One thing that can be found in a row; the message may hold placeholders."""

    code: str
    severity: Severity
    message: Text


@dataclass(frozen=True)
class Finding:
    """One thing found in one cell. Rows count from 1, without the header."""

    row: int
    column: str
    value: str
    severity: Severity
    code: str
    message: Text


def _notice(code: str, en: str, id_: str) -> Kind:
    return Kind(code, Severity.NOTICE, Text(en, id_))


def _warning(code: str, en: str, id_: str) -> Kind:
    return Kind(code, Severity.WARNING, Text(en, id_))


def _error(code: str, en: str, id_: str) -> Kind:
    return Kind(code, Severity.ERROR, Text(en, id_))


ROW_NOT_AN_OBJECT = _error(
    "row_not_an_object",
    "The row is not a set of named values.",
    "Baris ini bukan kumpulan nilai bernama.",
)
ROW_REPEATED = _error(
    "row_repeated",
    "Row {first_row} already holds this course of this institution.",
    "Baris {first_row} sudah memuat pelatihan ini dari lembaga yang sama.",
)
CELL_NOT_TEXT = _error(
    "cell_not_text",
    "The value is neither text nor a whole number.",
    "Nilai ini bukan teks dan bukan bilangan bulat.",
)
STATUS_NOT_OK = _error(
    "status_not_ok",
    "Only rows with the status Ok, or without a status, are imported.",
    "Hanya baris berstatus Ok, atau tanpa status, yang diimpor.",
)

INSTITUTION_MISSING = _error(
    "institution_missing",
    "The training institution is not named.",
    "Nama lembaga pelatihan tidak diisi.",
)
INSTITUTION_RESPELT = _notice(
    "institution_respelt",
    "Read as the institution that this list mostly spells {name}.",
    "Dibaca sebagai lembaga yang dalam daftar ini umumnya ditulis {name}.",
)

TITLE_MISSING = _error(
    "title_missing", "The course has no title.", "Pelatihan tidak berjudul."
)
TITLE_TOO_LONG = _error(
    "title_too_long",
    "The title is longer than {limit} characters.",
    "Judul lebih panjang dari {limit} karakter.",
)
TITLE_LONG = _warning(
    "title_long",
    "The title is unusually long; the row may stand for several courses.",
    "Judul sangat panjang; baris ini mungkin mewakili beberapa pelatihan.",
)
TITLE_TIDIED = _notice(
    "title_tidied",
    "Superfluous blanks or invisible characters were removed from the title.",
    "Spasi berlebih atau karakter tak terlihat dihapus dari judul.",
)

CATEGORY_MISSING = _error(
    "category_missing",
    "The course has no category.",
    "Kategori pelatihan tidak diisi.",
)
MODE_UNKNOWN = _error(
    "mode_unknown",
    "The type is neither Online - LMS nor Online - Webinar.",
    "Jenis pelatihan bukan Online - LMS dan bukan Online - Webinar.",
)

PRICE_WITHOUT_SEPARATORS = _notice(
    "price_without_separators",
    "The price has no dots between thousands; read as it stands.",
    "Harga ditulis tanpa titik ribuan; dibaca apa adanya.",
)
PRICE_SEPARATOR_MISSING = _warning(
    "price_separator_missing",
    "A dot seems to be missing: read as Rp {reading}, held until confirmed.",
    "Tampaknya satu titik hilang: dibaca Rp {reading}, ditahan sampai dikonfirmasi.",
)
PRICE_FOREIGN_SEPARATORS = _warning(
    "price_foreign_separators",
    "Commas part the thousands: read as Rp {reading}, held until confirmed.",
    "Ribuan dipisah koma: dibaca Rp {reading}, ditahan sampai dikonfirmasi.",
)
PRICE_IMPLAUSIBLE = _error(
    "price_implausible",
    "A price between Rp {smallest} and Rp {largest}, or Gratis, was expected.",
    "Harga antara Rp {smallest} dan Rp {largest}, atau Gratis, diharapkan.",
)
PRICE_UNREADABLE = _error(
    "price_unreadable",
    "The price cannot be read as whole rupiah.",
    "Harga tidak dapat dibaca sebagai rupiah bulat.",
)
PRICE_CONTRADICTS_DISCOUNT = _warning(
    "price_contradicts_discount",
    "Price and discount contradict each other; held until somebody confirms it.",
    "Harga dan diskon bertentangan; ditahan sampai ada konfirmasi.",
)
FREE_WITHOUT_DISCOUNT = _warning(
    "free_without_discount",
    "The course is free, yet no discount is stated; the price is taken as final.",
    "Pelatihan gratis tanpa diskon tercantum; harga dianggap harga akhir.",
)
DISCOUNT_UNREADABLE = _warning(
    "discount_unreadable",
    "The discount is not a percentage up to 100 %; taken as not stated.",
    "Diskon bukan persentase hingga 100 %; dianggap tidak tercantum.",
)

LINK_MISSING = _warning(
    "link_missing", "The course has no link.", "Pelatihan tidak memiliki tautan."
)
LINK_WITHOUT_SCHEME = _notice(
    "link_without_scheme",
    "The link has no scheme; https:// was put before it.",
    "Tautan tanpa skema; https:// ditambahkan di depannya.",
)
LINK_UNUSABLE = _warning(
    "link_unusable",
    "The link is not a web address and was left out.",
    "Tautan bukan alamat web dan tidak dipakai.",
)
LINK_REDIRECTS = _warning(
    "link_redirects",
    "The link goes through another site; ask for the course's own address.",
    "Tautan melewati situs lain; mintalah alamat asli pelatihan.",
)
LINK_SHARED = _warning(
    "link_shared",
    "Row {first_row} has the same link.",
    "Baris {first_row} memiliki tautan yang sama.",
)

"""Why a list is not read at all."""

from catalog.imports.reading.bounds import Bounds
from core.errors import Malformed
from core.text import Text


class ListRefused(Malformed):
    """Any refusal that is about the file as a whole; nothing of it was taken."""


class ListEmpty(ListRefused):
    slug = "course-list-empty"
    title = Text("The list has no rows", "Daftar tidak berisi baris")
    detail = Text(
        "No row was found below the names of the columns.",
        "Tidak ada baris di bawah nama kolom.",
    )
    remedy = Text(
        "Put the names of the columns in the first row and a course in each further"
        " one.",
        "Tulis nama kolom di baris pertama dan satu pelatihan di tiap baris"
        " berikutnya.",
    )


class ListTooLarge(ListRefused):
    slug = "course-list-too-large"
    title = Text("The list is too large", "Daftar terlalu besar")
    detail = Text(
        "A list may hold at most {limit_mib} MiB.",
        "Daftar paling besar {limit_mib} MiB.",
    )
    remedy = Text(
        "Split it; each course is found again whichever file it is in.",
        "Bagi menjadi beberapa berkas; tiap pelatihan tetap dikenali.",
    )


class ListTooLong(ListRefused):
    slug = "course-list-too-long"
    title = Text("The list has too many rows", "Baris daftar terlalu banyak")
    detail = Text(
        "A list may have at most {limit} rows.", "Daftar paling banyak {limit} baris."
    )
    remedy = ListTooLarge.remedy


class ListTooWide(ListRefused):
    slug = "course-list-too-wide"
    title = Text("The list has too many columns", "Kolom daftar terlalu banyak")
    detail = Text(
        "A list may have at most {limit} columns.",
        "Daftar paling banyak {limit} kolom.",
    )
    remedy = Text(
        "Take out the columns that say nothing of a course; if there are none, the"
        " cells are parted by something else than a comma, a semicolon or a tab.",
        "Hapus kolom yang bukan tentang pelatihan; bila tidak ada, sel dipisahkan"
        " dengan tanda selain koma, titik koma atau tab.",
    )


class ListTypeRefused(ListRefused):
    slug = "course-list-type-refused"
    title = Text("This is no list that can be read", "Berkas ini bukan daftar")
    detail = Text(
        "By its content, and whatever its name says, the file is {what}.",
        "Menurut isinya, apa pun namanya, berkas ini adalah {what}.",
    )
    remedy = Text(
        "Save it as CSV or as an Excel workbook (.xlsx), without a password.",
        "Simpan sebagai CSV atau buku kerja Excel (.xlsx), tanpa kata sandi.",
    )


class ListActive(ListRefused):
    slug = "course-list-active"
    title = Text("The workbook holds programs", "Buku kerja memuat program")
    detail = Text(
        "The workbook holds macros or embedded objects.",
        "Buku kerja memuat makro atau objek tertanam.",
    )
    remedy = Text(
        "Save it as a workbook without macros (.xlsx), or as CSV.",
        "Simpan sebagai buku kerja tanpa makro (.xlsx), atau CSV.",
    )


class ListEncodingUnknown(ListRefused):
    slug = "course-list-encoding-unknown"
    title = Text("The letters cannot be read", "Huruf tidak dapat dibaca")
    detail = Text(
        "The file is neither UTF-8 nor UTF-16 nor Windows-1252.",
        "Berkas bukan UTF-8, UTF-16, maupun Windows-1252.",
    )
    remedy = Text(
        "Save it as CSV UTF-8; Excel offers that under Save as.",
        "Simpan sebagai CSV UTF-8; ada pada menu Simpan sebagai di Excel.",
    )


class ListUnreadable(ListRefused):
    slug = "course-list-unreadable"
    title = Text("The list cannot be opened", "Daftar tidak dapat dibuka")
    detail = Text(
        "The file is damaged or incomplete: {what}.",
        "Berkas rusak atau tidak lengkap: {what}.",
    )
    remedy = Text(
        "Open it yourself and save it anew. In CSV look for a quotation mark that is"
        " never closed.",
        "Buka sendiri dan simpan ulang. Pada CSV, cari tanda kutip yang tidak ditutup.",
    )


class ListTooIntricate(ListRefused):
    slug = "course-list-too-intricate"
    title = Text("The list is too intricate", "Daftar terlalu rumit")
    detail = Text(
        "Reading the file would take more time or memory than a list does.",
        "Membaca berkas ini memerlukan waktu atau memori yang tidak wajar.",
    )
    remedy = Text(
        "Copy the cells into a new workbook, or save it as CSV, and send that.",
        "Salin sel ke buku kerja baru, atau simpan sebagai CSV, lalu kirim.",
    )


_WHAT = {
    "an old or locked office file": "berkas office lama atau terkunci",
    "a file of another kind": "berkas jenis lain",
    "a page or another document with markup": "halaman atau dokumen bermarkah",
    "a file that is not text": "berkas yang bukan teks",
    "an archive that is no workbook": "arsip yang bukan buku kerja",
    "the archive": "arsip",
    "a cell that is too long": "sel terlalu panjang",
    "a value that is too long": "nilai terlalu panjang",
    "the JSON": "JSON",
    "": "isi",
}


def refusal(why: str, what: str, bounds: Bounds) -> ListRefused:
    """The refusal that the reading process's word stands for."""
    place = what.replace("line", "baris").replace("character", "karakter")
    said = Text(what or "content", _WHAT.get(what, place))
    match why:
        case "type":
            return ListTypeRefused(what=said)
        case "active":
            return ListActive()
        case "encoding":
            return ListEncodingUnknown()
        case "wide":
            return ListTooWide(limit=bounds.columns)
        case "long":
            return ListTooLong(limit=bounds.rows)
        case "empty":
            return ListEmpty()
        case "intricate":
            return ListTooIntricate()
    return ListUnreadable(what=said)


EVERY_REFUSAL = (
    ListEmpty,
    ListTooLarge,
    ListTooLong,
    ListTooWide,
    ListTypeRefused,
    ListActive,
    ListEncodingUnknown,
    ListUnreadable,
    ListTooIntricate,
)

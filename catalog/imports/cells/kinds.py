"""What can be found in a cell, with its words. Codes are stable: programs know them."""

from catalog.imports.findings import Kind, Severity
from core.text import Text


def _kind(severity: Severity, code: str, en: str, id_: str) -> Kind:
    return Kind(code, severity, Text(en, id_))


N, W, E = Severity.NOTICE, Severity.WARNING, Severity.ERROR

FORMULA = _kind(
    E,
    "formula",
    "The cell is a formula, which is never worked out here; put its value there.",
    "Sel ini rumus, yang tidak pernah dihitung di sini; isi dengan nilainya.",
)
CELL_FAILED = _kind(
    E,
    "cell_failed",
    "The spreadsheet says here that a formula of it failed; put the value there.",
    "Lembar kerja menyatakan rumusnya gagal di sini; isi dengan nilainya.",
)
ROW_IS_A_TOTAL = _kind(
    E,
    "row_is_a_total",
    "The row looks like the sum of those above it, and is no course.",
    "Baris ini tampak sebagai jumlah baris di atasnya, bukan pelatihan.",
)
ROW_NOT_AN_OBJECT = _kind(
    E,
    "row_not_an_object",
    "The row is not a set of named values.",
    "Baris ini bukan kumpulan nilai bernama.",
)
NAME_UNSEEN = _kind(
    W,
    "name_unseen",
    "This name stands in no earlier row, so that nobody could say what it is: it is"
    " not read. Put a row that has it among the first.",
    "Nama ini tidak ada di baris sebelumnya sehingga artinya belum ditentukan dan tidak"
    " dibaca. Letakkan baris yang memuatnya di awal.",
)
CELLS_BEYOND = _kind(
    E,
    "cells_beyond_columns",
    "The row has {count} cells more than there are columns; a separator may stand"
    " inside a cell without quotation marks.",
    "Baris ini memiliki {count} sel lebih dari jumlah kolom; mungkin ada pemisah di"
    " dalam sel tanpa tanda kutip.",
)
TEXT_TOO_LONG = _kind(
    E,
    "text_too_long",
    "The text is longer than {limit} characters.",
    "Teks lebih panjang dari {limit} karakter.",
)
TITLE_MISSING = _kind(
    E, "title_missing", "The course has no title.", "Pelatihan tidak berjudul."
)
LIST_TOO_LONG = _kind(
    E,
    "list_too_long",
    "The cell lists more than {limit} things.",
    "Sel memuat lebih dari {limit} hal.",
)
ROW_REPEATED = _kind(
    E,
    "row_repeated",
    "Row {first_row} is the same course already.",
    "Baris {first_row} sudah memuat pelatihan yang sama.",
)
TITLE_TAKEN = _kind(
    E,
    "title_taken",
    "You have a course with this title already: {code}. Put that into the column for"
    " the reference to change it, or give this one another title.",
    "Anda sudah memiliki pelatihan berjudul ini: {code}. Isi kolom referensi dengan"
    " kode itu untuk mengubahnya, atau beri judul lain.",
)
BEING_JUDGED = _kind(
    E,
    "course_being_judged",
    "The course is being judged, so its draft cannot be changed now.",
    "Pelatihan ini sedang dinilai sehingga drafnya belum dapat diubah.",
)
COURSE_RETIRED = _kind(
    E,
    "course_retired",
    "The course was retired for good. Give the row another reference to begin a new"
    " one.",
    "Pelatihan ini telah dihentikan untuk seterusnya. Beri baris ini referensi lain"
    " untuk memulai yang baru.",
)
FOREIGN_INSTITUTION = _kind(
    E,
    "another_institution",
    "The row names another institution than yours.",
    "Baris ini menyebut lembaga lain.",
)

NUMBER_AMBIGUOUS = _kind(
    E,
    "number_ambiguous",
    "This can be read as {one} and as {other}. Say for the list which mark is before"
    " fractions, or write it without marks.",
    "Ini dapat dibaca {one} atau {other}. Tentukan tanda desimal untuk daftar ini, atau"
    " tulis tanpa tanda.",
)
NUMBER_UNREADABLE = _kind(
    E,
    "number_unreadable",
    "A number from {smallest} to {largest} was expected.",
    "Diharapkan bilangan dari {smallest} sampai {largest}.",
)
PRICE_UNREADABLE = _kind(
    E,
    "price_unreadable",
    "The price cannot be read. Write it like 350000, Rp 350.000 or Gratis, or say for"
    " the list what its words stand for.",
    "Harga tidak dapat dibaca. Tulis seperti 350000, Rp 350.000 atau Gratis, atau"
    " tentukan arti katanya untuk daftar ini.",
)
PRICE_RANGE = _kind(
    E,
    "price_range",
    "The cell gives several prices, a range or a lowest one; a course has one price.",
    "Sel ini memuat beberapa harga, rentang atau harga terendah; satu pelatihan satu"
    " harga.",
)
PRICE_OTHER_CURRENCY = _kind(
    E,
    "price_other_currency",
    "The price is in {currency}. Give it in {ours}, or say for the list what one"
    " {currency} is worth.",
    "Harga dalam {currency}. Tulis dalam {ours}, atau tentukan nilai satu {currency}"
    " untuk daftar ini.",
)
PRICE_CONVERTED = _kind(
    N,
    "price_converted",
    "Converted from {currency} as you said, to {reading}.",
    "Dikonversi dari {currency} sesuai ketentuan Anda, menjadi {reading}.",
)
PRICE_FRACTION = _kind(
    E,
    "price_fraction",
    "The price has a fraction; prices are whole units of {ours}.",
    "Harga memuat pecahan; harga adalah bilangan bulat {ours}.",
)
PRICE_SHORTENED = _kind(N, "price_shortened", "Read as {reading}.", "Dibaca {reading}.")
PRICE_IMPLAUSIBLE = _kind(
    E,
    "price_implausible",
    "A price between {smallest} and {largest}, or Gratis, was expected.",
    "Diharapkan harga antara {smallest} dan {largest}, atau Gratis.",
)
DISCOUNT_UNREADABLE = _kind(
    E,
    "discount_unreadable",
    "The discount is not a percentage up to 100 %; write it like 25%.",
    "Diskon bukan persentase hingga 100 %; tulis seperti 25%.",
)

LENGTH_UNREADABLE = _kind(
    E,
    "duration_unreadable",
    "The length cannot be read. Write it like 15 jam, 90 menit or 20 JP, or say for the"
    " list what its unit stands for.",
    "Durasi tidak dapat dibaca. Tulis seperti 15 jam, 90 menit atau 20 JP, atau"
    " tentukan arti satuannya untuk daftar ini.",
)
LENGTH_WITHOUT_UNIT = _kind(
    E,
    "duration_without_unit",
    "The number has no unit. Say for the list whether it is minutes, hours or lesson"
    " hours (JP).",
    "Angka ini tanpa satuan. Tentukan untuk daftar ini: menit, jam atau JP.",
)
LENGTH_IS_A_SPAN = _kind(
    E,
    "duration_is_a_span",
    "Days, weeks and months say when, not how many hours are taught.",
    "Hari, minggu dan bulan tidak menyebut berapa jam diajarkan.",
)
LENGTH_RANGE = _kind(
    E,
    "duration_range",
    "The cell gives a range; a course has one length.",
    "Sel ini memuat rentang; satu pelatihan satu durasi.",
)
LENGTH_IN_LESSONS = _kind(
    N,
    "duration_in_lesson_hours",
    "A lesson hour (JP) is taken as 45 minutes: {reading} minutes.",
    "Satu JP dihitung 45 menit: {reading} menit.",
)

WORD_UNKNOWN = _kind(
    E,
    "word_unknown",
    "This is none of: {known}. Say for the list what it stands for.",
    "Ini bukan salah satu dari: {known}. Tentukan artinya untuk daftar ini.",
)
WORD_AMBIGUOUS = _kind(
    E,
    "word_ambiguous",
    "This may be {one} or {other}. Say for the list which it stands for.",
    "Ini dapat berarti {one} atau {other}. Tentukan artinya untuk daftar ini.",
)
TITLES_UNDERSTOOD = _kind(
    N,
    "titles_understood",
    "Understood as {understood}.",
    "Dipahami sebagai {understood}.",
)
TITLE_AMBIGUOUS = _kind(
    E,
    "title_ambiguous",
    "Several have this title: {choices}. Write the code instead.",
    "Beberapa memiliki judul ini: {choices}. Tulis kodenya.",
)
CONCEPT_UNKNOWN = _kind(
    E,
    "concept_unknown",
    "Nothing has this title. Write a title as it was published, or the code.",
    "Tidak ada yang berjudul ini. Tulis judul seperti diterbitkan, atau kodenya.",
)
CONCEPT_NEAR = _kind(
    E,
    "concept_unknown",
    "Nothing has this title. The nearest are: {near}.",
    "Tidak ada yang berjudul ini. Yang terdekat: {near}.",
)
CODE_UNREADABLE = _kind(
    E,
    "code_unreadable",
    "{part} is not a code of the kind {example}.",
    "{part} bukan kode seperti {example}.",
)
LINK_UNUSABLE = _kind(
    E,
    "link_unusable",
    "The link is not a web address (http or https).",
    "Tautan bukan alamat web (http atau https).",
)
LINK_COMPLETED = _kind(
    N,
    "link_without_scheme",
    "The link has no scheme; https:// was put before it.",
    "Tautan tanpa skema; https:// ditambahkan di depannya.",
)
LINK_NOT_SECURE = _kind(
    E,
    "link_not_secure",
    "The link to a class begins with https.",
    "Tautan kelas diawali https.",
)

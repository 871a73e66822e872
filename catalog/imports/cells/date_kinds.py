"""What can be found in the cells of a run, with its words."""

from catalog.imports.findings import Kind, Severity
from core.text import Text


def _error(code: str, en: str, id_: str) -> Kind:
    return Kind(code, Severity.ERROR, Text(en, id_))


DATE_UNREADABLE = _error(
    "date_unreadable",
    "The day cannot be read. Write it like 2027-03-01 09:00 or 1 Maret 2027 09.00 WIB,"
    " or say for the list what its words stand for.",
    "Tanggal tidak dapat dibaca. Tulis seperti 2027-03-01 09:00 atau 1 Maret 2027"
    " 09.00 WIB, atau tentukan arti katanya untuk daftar ini.",
)
DATE_AMBIGUOUS = _error(
    "date_ambiguous",
    "This can be read as {one} and as {other}. Say for the list whether the day or the"
    " month comes first, or write it like {one}.",
    "Ini dapat dibaca {one} atau {other}. Tentukan untuk daftar ini apakah hari atau"
    " bulan di depan, atau tulis seperti {one}.",
)
DATE_IS_COUNTED = _error(
    "date_is_counted",
    "A spreadsheet may mean {day} by this number. Format the column as days, or write"
    " it like {day}.",
    "Lembar kerja mungkin memaksudkan {day} dengan angka ini. Format kolomnya sebagai"
    " tanggal, atau tulis seperti {day}.",
)
YEAR_OF_TWO_DIGITS = _error(
    "date_year_short",
    "Write the year with four digits.",
    "Tulis tahun dengan empat angka.",
)
DATE_RANGE = _error(
    "date_range",
    "The cell says a beginning and an end; put the end into a column of its own.",
    "Sel ini memuat awal dan akhir; tulis akhirnya di kolom tersendiri.",
)
TOO_MANY_DAYS = _error(
    "days_too_many",
    "A run has at most {limit} sessions; each run has a row of its own.",
    "Satu jadwal paling banyak {limit} sesi; tiap jadwal di baris tersendiri.",
)
HOURS_UNREADABLE = _error(
    "hours_unreadable",
    "The hours cannot be read. Write them like 09.00 - 12.00 WIB, or say for the list"
    " what their words stand for.",
    "Jam tidak dapat dibaca. Tulis seperti 09.00 - 12.00 WIB, atau tentukan arti"
    " katanya untuk daftar ini.",
)
ZONE_UNKNOWN = _error(
    "zone_unknown",
    "This is no time zone. Write WIB, WITA, WIT, or a name like Asia/Jakarta.",
    "Ini bukan zona waktu. Tulis WIB, WITA, WIT, atau nama seperti Asia/Jakarta.",
)
ZONES_DIFFER = _error(
    "zones_differ",
    "The cells of the row say different time zones.",
    "Sel-sel baris ini menyebut zona waktu yang berbeda.",
)
RUN_WITHOUT_START = _error(
    "run_without_start",
    "The row says something of a run, but not when it starts.",
    "Baris ini memuat keterangan jadwal, tetapi bukan kapan dimulai.",
)
RUN_NOT_PLANNED = Kind(
    "run_not_planned",
    Severity.NOTICE,
    Text(
        "No run is planned, as the row does not say when one starts.",
        "Jadwal tidak dibuat karena baris ini tidak menyebut kapan dimulai.",
    ),
)
RUN_WITHOUT_END = _error(
    "run_without_end",
    "Say when each session of the run ends.",
    "Sebutkan kapan setiap sesi jadwal berakhir.",
)
RUN_WITHOUT_HOURS = _error(
    "run_without_hours",
    "A class has hours: write them beside the day, or in a column of their own.",
    "Kelas memerlukan jam: tulis di samping tanggal, atau di kolom tersendiri.",
)
RUN_WITHOUT_SEATS = _error(
    "run_without_seats",
    "Say how many seats the run has.",
    "Sebutkan jumlah kursi jadwal ini.",
)
RUN_WITHOUT_MODE = _error(
    "run_without_mode",
    "A run can be planned once it is known how the course is taught: map that column.",
    "Jadwal dapat dibuat setelah cara belajarnya diketahui: petakan kolom itu.",
)
RUN_MOVED = Kind(
    "run_moved",
    Severity.NOTICE,
    Text(
        "The class moves from {before} to {after}.",
        "Kelas ini pindah dari {before} ke {after}.",
    ),
)
RUN_MOVED_WITH_HOLDERS = Kind(
    "run_moved_with_holders",
    Severity.WARNING,
    Text(
        "The class moves from {before} to {after}. {taken} people hold seats of it and"
        " will be written to.",
        "Kelas ini pindah dari {before} ke {after}. {taken} orang memegang kursinya dan"
        " akan dikabari.",
    ),
)
RUN_CANCELLED = _error(
    "run_cancelled",
    "You called this run off. It is not planned again by a list.",
    "Jadwal ini telah Anda batalkan dan tidak dibuat lagi oleh daftar.",
)

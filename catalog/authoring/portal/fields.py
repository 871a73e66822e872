"""The sections of a draft and the inputs in them, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.authoring.content import Access, Education, Evaluation, Level
from catalog.courses.models import Mode
from catalog.curation.wording import FIELDS as LABELS
from core.text import Text


class Form(StrEnum):
    """How a field is written: texts in two languages on one line or several, rows of
    such lines, codes one a line, concepts of a taxonomy, trainers of the institution,
    and the rest as their names say."""

    LINE = "line"
    PROSE = "prose"
    ROWS = "rows"
    CODES = "codes"
    CONCEPTS = "concepts"
    TRAINERS = "trainers"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    MINUTES = "minutes"
    MONEY = "money"
    PERCENT = "percent"
    FLAG = "flag"
    SYLLABUS = "syllabus"
    MEDIA = "media"


LINE_LETTERS, PROSE_LETTERS = 300, 10_000


@dataclass(frozen=True)
class Field:
    """An input. `shape` says what can be read, to whoever typed something else.
    `choices` are codes whose words are of the kind `words` (web/wording.py)."""

    code: str
    form: Form
    shape: Text
    help: Text | None = None
    choices: Sequence[str] = ()
    words: str = ""

    @property
    def label(self) -> Text:
        return LABELS[self.code]


@dataclass(frozen=True)
class Section:
    """Some fields that are edited, saved and merged together."""

    code: str
    title: Text
    fields: tuple[Field, ...]


_LETTERS = Text(
    "At most 10,000 letters in each language.",
    "Paling banyak 10.000 huruf tiap bahasa.",
)
_LINES = Text(
    "At most 50 lines of at most 300 letters.",
    "Paling banyak 50 baris, masing-masing paling panjang 300 huruf.",
)
_CHOOSE = Text("Choose one of those listed.", "Pilih salah satu dari daftar.")
_AGE = Text("A whole number up to 120.", "Angka bulat sampai 120.")

SECTIONS = (
    Section(
        "texts",
        Text("What it is", "Tentang pelatihan"),
        (
            Field("title", Form.LINE, _LETTERS),
            Field("summary", Form.PROSE, _LETTERS),
            Field("description", Form.PROSE, _LETTERS),
            Field("category", Form.CHOICE, _CHOOSE),
            Field(
                "market_need",
                Form.PROSE,
                _LETTERS,
                Text(
                    "Why employers ask for it. Only those who judge it read this.",
                    "Mengapa pemberi kerja membutuhkannya. Hanya dibaca para penilai.",
                ),
            ),
        ),
    ),
    Section(
        "teaching",
        Text("How it is taught", "Cara belajar"),
        (
            Field("mode", Form.CHOICE, _CHOOSE, choices=[*Mode], words="mode"),
            Field(
                "languages",
                Form.CODES,
                Text(
                    "At most five codes such as id, en or jv.",
                    "Paling banyak lima kode seperti id, en, atau jv.",
                ),
                Text(
                    "The languages spoken, one a line, the main one first: id, en, jv.",
                    "Bahasa pengantar, satu per baris, yang utama dahulu: id, en, jv.",
                ),
            ),
            Field("level", Form.CHOICE, _CHOOSE, choices=[*Level], words="level"),
            Field(
                "duration_minutes",
                Form.MINUTES,
                Text(
                    "Minutes such as 900, or 15 jam 30 menit; 60,000 at most.",
                    "Menit seperti 900, atau 15 jam 30 menit; paling lama 60.000.",
                ),
                Text(
                    "In minutes, or as 15 jam. The sessions tell what of.",
                    "Dalam menit, atau seperti 15 jam. Rinciannya ada pada sesi.",
                ),
            ),
            Field(
                "evaluation",
                Form.CHOICES,
                _CHOOSE,
                choices=[*Evaluation],
                words="evaluation",
            ),
            Field(
                "pass_mark",
                Form.NUMBER,
                Text("A whole number up to 100.", "Angka bulat sampai 100."),
                Text("Of 100 points.", "Dari 100 poin."),
            ),
            Field(
                "trainers",
                Form.TRAINERS,
                Text(
                    "At most 30 of your institution's trainers.",
                    "Paling banyak 30 pelatih lembaga Anda.",
                ),
            ),
        ),
    ),
    Section(
        "syllabus",
        Text("Sessions", "Sesi"),
        (
            Field(
                "syllabus",
                Form.SYLLABUS,
                Text(
                    "At most 10 sessions of at most 30 parts.",
                    "Paling banyak 10 sesi dengan paling banyak 30 bagian.",
                ),
            ),
        ),
    ),
    Section(
        "outcomes",
        Text("What is learnt", "Hasil belajar"),
        (
            Field("outcomes", Form.ROWS, _LINES),
            Field(
                "skills",
                Form.CONCEPTS,
                Text(
                    "At most 50 addresses that begin with"
                    " http://data.europa.eu/esco/skill/",
                    "Paling banyak 50 alamat yang diawali"
                    " http://data.europa.eu/esco/skill/",
                ),
                Text(
                    "Search by words, and tick what is learnt (ESCO).",
                    "Cari dengan kata, lalu centang yang dipelajari (ESCO).",
                ),
            ),
            Field(
                "occupations",
                Form.CONCEPTS,
                Text(
                    "At most 20 codes of four digits.",
                    "Paling banyak 20 kode empat angka.",
                ),
                Text(
                    "Search by words, and tick the work that it is for (ISCO-08).",
                    "Cari dengan kata, lalu centang pekerjaan yang dituju (ISCO-08).",
                ),
            ),
            Field(
                "competence_units",
                Form.CONCEPTS,
                Text(
                    "At most 30 codes such as A.01TPG01.001.1.",
                    "Paling banyak 30 kode seperti A.01TPG01.001.1.",
                ),
                Text(
                    "Search by words or type the code of a unit (SKKNI).",
                    "Cari dengan kata atau ketik kode unit (SKKNI).",
                ),
            ),
        ),
    ),
    Section(
        "price",
        Text("Price", "Harga"),
        (
            Field(
                "list_price",
                Form.MONEY,
                Text(
                    "An amount in whole rupiah, such as 350.000.",
                    "Jumlah rupiah bulat, misalnya 350.000.",
                ),
                Text(
                    "What you ask, after your discount; 0 is free.",
                    "Harga yang Anda minta setelah diskon; 0 berarti gratis.",
                ),
            ),
            Field(
                "discount_bps",
                Form.PERCENT,
                Text("A percentage such as 12,5.", "Persentase, misalnya 12,5."),
                Text("In percent.", "Dalam persen."),
            ),
        ),
    ),
    Section(
        "audience",
        Text("Who can take part", "Peserta"),
        (
            Field("minimum_age", Form.NUMBER, _AGE),
            Field("maximum_age", Form.NUMBER, _AGE),
            Field(
                "minimum_education",
                Form.CHOICE,
                _CHOOSE,
                choices=[*Education],
                words="education",
            ),
            Field(
                "equipment",
                Form.ROWS,
                _LINES,
                Text(
                    "What there is for the participants, and what each brings along.",
                    "Yang tersedia bagi peserta, dan yang perlu dibawa sendiri.",
                ),
            ),
            Field(
                "access", Form.CHOICES, _CHOOSE, choices=[*Access], words="access_need"
            ),
            Field("childcare", Form.FLAG, _CHOOSE),
            Field("evening", Form.FLAG, _CHOOSE),
        ),
    ),
    Section(
        "media",
        Text("Pictures and films", "Gambar dan video"),
        (
            Field(
                "media",
                Form.MEDIA,
                Text(
                    "At most 20, each with an address and what it shows.",
                    "Paling banyak 20, masing-masing dengan alamat dan isinya.",
                ),
                Text(
                    "At addresses of yours that begin with https://.",
                    "Di alamat Anda sendiri yang diawali https://.",
                ),
            ),
        ),
    ),
)
BY_CODE = {section.code: section for section in SECTIONS}
BY_FIELD = {each.code: each for section in SECTIONS for each in section.fields}
SECTION_OF = {
    each.code: section.code for section in SECTIONS for each in section.fields
}

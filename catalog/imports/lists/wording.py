"""Lists of courses, their columns and rows, in the words of those who send them."""

from catalog.imports.lists.models import ListState, Outcome
from core.text import Text

STATES: dict[str, Text] = {
    ListState.UPLOADED: Text("Say how it is read", "Tentukan cara membacanya"),
    ListState.CHECKING: Text("Being read", "Sedang dibaca"),
    ListState.CHECKED: Text("Read, nothing changed yet", "Dibaca, belum diterapkan"),
    ListState.APPLYING: Text("Being applied", "Sedang diterapkan"),
    ListState.STOPPED: Text("Stopped", "Dihentikan"),
    ListState.APPLIED: Text("Applied", "Sudah diterapkan"),
    ListState.UNREADABLE: Text("Cannot be read", "Tidak dapat dibaca"),
}
OUTCOMES: dict[str, Text] = {
    Outcome.CREATE: Text("New courses", "Pelatihan baru"),
    Outcome.CHANGE: Text("Changed courses", "Pelatihan berubah"),
    Outcome.RUN: Text("Further runs", "Jadwal lain"),
    Outcome.UNCHANGED: Text("Nothing to do", "Tidak ada perubahan"),
    Outcome.CONFLICT: Text("In conflict", "Bentrok"),
    Outcome.REJECTED: Text("Cannot be taken", "Tidak dapat diterima"),
}
SEVERITIES = {
    "notice": Text("Note", "Catatan"),
    "warning": Text("Doubt", "Ragu"),
    "error": Text("Fault", "Kesalahan"),
}
_ID, _EN = Text("Indonesian", "Indonesia"), Text("English", "Inggris")
_IN_TWO = {
    "title": Text("Title", "Judul"),
    "summary": Text("Summary", "Ringkasan"),
    "description": Text("Description", "Deskripsi"),
    "outcomes": Text("What is learnt", "Yang dipelajari"),
    "equipment": Text("What learners need", "Perlengkapan peserta"),
    "market_need": Text("Why the market needs it", "Kebutuhan pasar"),
}
_FIELDS = {
    "reference": Text("Your own code", "Kode Anda sendiri"),
    "institution": Text("Institution", "Lembaga"),
    "link": Text("Web address", "Alamat web"),
    "category": Text("Category", "Kategori"),
    "mode": Text("How it is taught", "Cara belajar"),
    "languages": Text("Languages", "Bahasa"),
    "level": Text("Level", "Tingkat"),
    "list_price": Text("Price", "Harga"),
    "discount": Text("Discount", "Diskon"),
    "duration": Text("Length", "Durasi"),
    "skills": Text("Skills (ESCO)", "Keterampilan (ESCO)"),
    "occupations": Text("Occupations (ISCO-08)", "Jabatan (ISCO-08)"),
    "competence_units": Text("Competence units (SKKNI)", "Unit kompetensi (SKKNI)"),
    "evaluation": Text("How learners are tested", "Cara penilaian"),
    "pass_mark": Text("Pass mark", "Nilai lulus"),
    "minimum_age": Text("Minimum age", "Usia minimum"),
    "maximum_age": Text("Maximum age", "Usia maksimum"),
    "minimum_education": Text("Minimum education", "Pendidikan minimum"),
    "access": Text("Accessibility", "Aksesibilitas"),
    "childcare": Text("Childcare", "Penitipan anak"),
    "evening": Text("Evening classes", "Kelas malam"),
    "starts": Text("Run: start", "Jadwal: mulai"),
    "ends": Text("Run: end", "Jadwal: selesai"),
    "class_hours": Text("Run: hours", "Jadwal: jam"),
    "zone": Text("Run: time zone", "Jadwal: zona waktu"),
    "capacity": Text("Run: seats", "Jadwal: kursi"),
    "district": Text("Run: district code", "Jadwal: kode kecamatan"),
    "place": Text("Run: address", "Jadwal: alamat"),
    "run_reference": Text("Run: your number of it", "Jadwal: nomor Anda"),
    "class_link": Text("Run: link to the class", "Jadwal: tautan kelas"),
    "run_trainers": Text("Run: ids of trainers", "Jadwal: id pelatih"),
    "run_assistants": Text("Run: ids of assistants", "Jadwal: id asisten"),
    "run_access": Text("Run: accessibility", "Jadwal: aksesibilitas"),
    "enrolment_opens": Text("Run: enrolment opens", "Jadwal: pendaftaran dibuka"),
    "enrolment_closes": Text("Run: enrolment closes", "Jadwal: pendaftaran ditutup"),
}
LIST_FIELDS: dict[str, Text] = _FIELDS | {
    f"{name}.{code}": Text(f"{words.en} ({tongue.en})", f"{words.id} ({tongue.id})")
    for name, words in _IN_TWO.items()
    for code, tongue in (("id", _ID), ("en", _EN))
}
UNITS = {
    "hours": Text("Hours", "Jam"),
    "minutes": Text("Minutes", "Menit"),
    "lesson_hours": Text("Lesson hours (JP)", "Jam pelajaran (JP)"),
}
MONTHS = {
    english.lower(): Text(english, indonesian)
    for english, indonesian in (
        ("January", "Januari"),
        ("February", "Februari"),
        ("March", "Maret"),
        ("April", "April"),
        ("May", "Mei"),
        ("June", "Juni"),
        ("July", "Juli"),
        ("August", "Agustus"),
        ("September", "September"),
        ("October", "Oktober"),
        ("November", "November"),
        ("December", "Desember"),
    )
}
MAPPING_FAULTS = {
    "column": Text("There is no such column", "Kolom ini tidak ada"),
    "field": Text("There is no such field", "Bidang ini tidak ada"),
    "twice": Text("Two columns are the same field", "Dua kolom untuk bidang yang sama"),
    "title": Text("No column is the title", "Tidak ada kolom untuk judul"),
    "rate": Text("The rate is no number", "Kurs bukan angka"),
    "unit": Text("There is no such unit", "Satuan ini tidak ada"),
    "decimal": Text("The decimal mark is , or .", "Tanda desimal adalah , atau ."),
    "dates": Text("Days come first, or months", "Hari di depan, atau bulan"),
    "zone": Text("There is no such time zone", "Zona waktu ini tidak ada"),
    "meaning": Text("There is no such meaning", "Arti ini tidak ada"),
}
WORDS = {
    "course_list": STATES,
    "course_list_outcome": OUTCOMES,
    "course_list_field": LIST_FIELDS,
    "course_list_fault": MAPPING_FAULTS,
    "finding_severity": SEVERITIES,
}

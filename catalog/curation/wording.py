"""Curation in the words of those who read the pages."""

from catalog.curation.layers import Judge
from catalog.curation.models import CaseState, Panel, TaskState, Verdict
from core.text import Text

CASES: dict[str, Text] = {
    CaseState.OPEN: Text("Being judged", "Sedang dinilai"),
    CaseState.CHANGES_REQUESTED: Text("Changes are wanted", "Perlu perbaikan"),
    CaseState.APPROVED: Text("Approved", "Disetujui"),
    CaseState.REJECTED: Text("Rejected", "Ditolak"),
    CaseState.WITHDRAWN: Text("Taken back", "Ditarik"),
    CaseState.ENDED: Text("The approval ended", "Persetujuan berakhir"),
    CaseState.REPLACED: Text("Followed by a later one", "Diganti yang lebih baru"),
}
TASKS: dict[str, Text] = {
    TaskState.ASSIGNED: Text("To be judged", "Perlu dinilai"),
    TaskState.SUBMITTED: Text("Judged", "Sudah dinilai"),
    TaskState.DECLINED: Text("Left to somebody else", "Diserahkan ke yang lain"),
    TaskState.EXPIRED: Text("Not answered in time", "Tidak dijawab tepat waktu"),
    TaskState.CANCELLED: Text("Not needed any more", "Tidak diperlukan lagi"),
}
VERDICTS: dict[str, Text] = {
    Verdict.APPROVE: Text("Approve", "Setujui"),
    Verdict.CHANGES: Text("Ask for changes", "Minta perbaikan"),
    Verdict.REJECT: Text("Reject", "Tolak"),
}
JUDGES: dict[str, Text] = {
    Judge.PLATFORM: Text("the platform that you named", "platform yang Anda pilih"),
    Judge.OPERATOR: Text("the programme", "pengelola program"),
    Judge.ASSESSORS: Text("independent assessors", "asesor independen"),
}
PANELS: dict[str, Text] = {
    Panel.FIRST: Text("First judgement", "Penilaian pertama"),
    Panel.APPEAL: Text("After the appeal", "Setelah keberatan"),
}
EXCLUSIONS = {
    "tied": Text("Tied to the institution", "Terkait dengan lembaga"),
    "monitor": Text("Monitors the institution", "Memantau lembaga"),
    "judged": Text("Was asked before", "Pernah diminta"),
}
FINDINGS = {
    "free-elsewhere": Text(
        "The institution offers the same course for nothing",
        "Lembaga menawarkan pelatihan yang sama secara gratis",
    ),
    "cheaper-elsewhere": Text(
        "The institution sells the same course for less",
        "Lembaga menjual pelatihan yang sama lebih murah",
    ),
    "offered-for-less": Text(
        "A platform already sells it for less",
        "Sebuah platform sudah menjualnya lebih murah",
    ),
}
FIELDS = {
    "title": Text("Title", "Judul"),
    "summary": Text("Summary", "Ringkasan"),
    "description": Text("Description", "Deskripsi"),
    "category": Text("Category", "Kategori"),
    "mode": Text("Way of teaching", "Metode"),
    "languages": Text("Languages", "Bahasa"),
    "level": Text("Level", "Tingkat"),
    "list_price": Text("Price", "Harga"),
    "discount_bps": Text("Discount", "Diskon"),
    "duration_minutes": Text("Duration", "Durasi"),
    "syllabus": Text("Sessions", "Sesi"),
    "outcomes": Text("Learning outcomes", "Capaian pembelajaran"),
    "skills": Text("Skills", "Keterampilan"),
    "occupations": Text("Occupations", "Pekerjaan"),
    "competence_units": Text("Competence units", "Unit kompetensi"),
    "evaluation": Text("Evaluation", "Evaluasi"),
    "pass_mark": Text("Pass mark", "Nilai lulus"),
    "minimum_age": Text("Lowest age", "Usia terendah"),
    "maximum_age": Text("Highest age", "Usia tertinggi"),
    "minimum_education": Text("Least schooling", "Pendidikan minimal"),
    "trainers": Text("Trainers", "Pelatih"),
    "equipment": Text("Equipment", "Peralatan"),
    "access": Text("Access", "Aksesibilitas"),
    "childcare": Text("Childcare", "Penitipan anak"),
    "evening": Text("In the evening", "Malam hari"),
    "media": Text("Pictures and films", "Gambar dan video"),
    "market_need": Text("Market need", "Kebutuhan pasar"),
    # Parts of a session, and texts in two languages.
    "parts": Text("Parts", "Bagian"),
    "activity": Text("Activity", "Kegiatan"),
    "minutes": Text("Minutes", "Menit"),
    "kind": Text("Kind", "Jenis"),
    "url": Text("Address", "Alamat"),
    "alt": Text("What it shows", "Isi gambar"),
    "id": Text("Indonesian", "Bahasa Indonesia"),
    "en": Text("English", "Bahasa Inggris"),
}

# Where the lines of the rubric are from, as the documents say it.
SOURCES = {
    "handbook 2023, administration": Text(
        "handbook of 2023, administration", "buku panduan 2023, administrasi"
    ),
    "handbook 2023, curriculum; scale: platform": Text(
        "handbook of 2023, curriculum; the scale is this platform's",
        "buku panduan 2023, kurikulum; skala dari platform ini",
    ),
    "handbook 2023, evaluation; scale: platform": Text(
        "handbook of 2023, evaluation; the scale is this platform's",
        "buku panduan 2023, evaluasi; skala dari platform ini",
    ),
    "handbook 2023, main requirements": Text(
        "handbook of 2023, main requirements", "buku panduan 2023, syarat utama"
    ),
    "handbook 2023, market need; scale: platform": Text(
        "handbook of 2023, market need; the scale is this platform's",
        "buku panduan 2023, kebutuhan pasar; skala dari platform ini",
    ),
    "handbook 2023, trainers; scale: platform": Text(
        "handbook of 2023, trainers; the scale is this platform's",
        "buku panduan 2023, pelatih; skala dari platform ini",
    ),
    "platform": Text(
        "this platform's own rule",
        "ketentuan platform ini",
    ),
}

WORDS = {
    "curation_case": CASES,
    "course_task": TASKS,
    "course_verdict": VERDICTS,
    "course_judge": JUDGES,
    "curation_panel": PANELS,
    "assessor_exclusion": EXCLUSIONS,
    "price_finding": FINDINGS,
    "course_field": FIELDS,
    "rubric_source": SOURCES,
}

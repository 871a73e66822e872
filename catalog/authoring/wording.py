"""Drafts and what they say, in the words of those who write them."""

from catalog.authoring.content import Activity, Education, Evaluation
from catalog.authoring.models import DraftState
from catalog.courses.models import CourseStatus
from core.text import Text

DRAFTS: dict[str, Text] = {
    DraftState.EDITING: Text("Being written", "Sedang ditulis"),
    DraftState.SUBMITTED: Text("Submitted", "Sudah diajukan"),
    DraftState.IN_ASSESSMENT: Text("Being judged", "Sedang dinilai"),
    DraftState.CHANGES_REQUESTED: Text("Changes are wanted", "Perlu perbaikan"),
    DraftState.APPROVED: Text("Approved, not published", "Disetujui, belum terbit"),
    DraftState.REJECTED: Text("Rejected", "Ditolak"),
    DraftState.PUBLISHED: Text("As published", "Sama dengan yang terbit"),
}
COURSES: dict[str, Text] = {
    CourseStatus.DRAFT: Text("Never published", "Belum pernah terbit"),
    CourseStatus.PUBLISHED: Text("Published", "Terbit"),
    CourseStatus.SUSPENDED: Text("Off sale", "Tidak dijual"),
    CourseStatus.RETIRED: Text("Retired", "Dihentikan"),
}
ACTIVITIES: dict[str, Text] = {
    Activity.THEORY: Text("Theory", "Teori"),
    Activity.PRACTICE: Text("Practice", "Praktik"),
    Activity.ASSESSMENT: Text("Assessment", "Penilaian"),
}
EVALUATIONS: dict[str, Text] = {
    Evaluation.PRE_TEST: Text("Test at the start", "Tes awal"),
    Evaluation.POST_TEST: Text("Test at the end", "Tes akhir"),
    Evaluation.PRACTICE_TASK: Text("Practical task", "Tugas praktik"),
    Evaluation.DEMONSTRATION: Text("Showing what you can do", "Unjuk keterampilan"),
}
EDUCATIONS: dict[str, Text] = {
    Education.NONE: Text("None", "Tidak ada"),
    Education.PRIMARY: Text("Primary school", "SD atau sederajat"),
    Education.JUNIOR_SECONDARY: Text("Junior secondary school", "SMP atau sederajat"),
    Education.SENIOR_SECONDARY: Text(
        "Senior secondary school", "SMA, SMK atau sederajat"
    ),
    Education.DIPLOMA: Text("Diploma", "Diploma"),
    Education.BACHELOR: Text("Bachelor's degree", "Sarjana"),
}
MEDIA = {
    "image": Text("Picture", "Gambar"),
    "video": Text("Film", "Video"),
}
LANGUAGES = {
    "id": Text("Indonesian", "Bahasa Indonesia"),
    "en": Text("English", "Bahasa Inggris"),
}
# Where the rules of the standards are from, as the documents say it.
SOURCES = {
    "platform": Text("of this platform", "ketentuan platform ini"),
    "operator, price cap of the category": Text(
        "price cap of the category", "batas harga kategori"
    ),
    "handbook 2023, theory to practice 30 to 70": Text(
        "handbook of 2023, theory to practice 30 to 70",
        "buku panduan 2023, teori banding praktik 30:70",
    ),
    "handbook 2023, evaluation": Text(
        "handbook of 2023, evaluation", "buku panduan 2023, evaluasi"
    ),
    "handbook 2023, synchronous courses: 15 hours, online at most 3 a day": Text(
        "handbook of 2023, synchronous courses: 15 hours, online at most 3 a day",
        "buku panduan 2023, pelatihan sinkron: 15 jam, daring paling banyak 3 sehari",
    ),
    "handbook 2023, synchronous courses: 15 hours, offline at most 8 a day": Text(
        "handbook of 2023, synchronous courses: 15 hours, offline at most 8 a day",
        "buku panduan 2023, pelatihan sinkron: 15 jam, luring paling banyak 8 sehari",
    ),
    "handbook 2023, synchronous courses: 15 hours": Text(
        "handbook of 2023, synchronous courses: 15 hours",
        "buku panduan 2023, pelatihan sinkron: 15 jam",
    ),
    "handbook 2023, self-paced learning: 9 hours of video": Text(
        "handbook of 2023, self-paced learning: 9 hours of video",
        "buku panduan 2023, belajar mandiri: 9 jam video",
    ),
    "programme: qualified trainers, a condition of admission": Text(
        "the programme: qualified trainers, a condition of admission",
        "program: pelatih yang kompeten, syarat penerimaan",
    ),
}

WORDS = {
    "course_draft": DRAFTS,
    "course": COURSES,
    "evaluation": EVALUATIONS,
    "education": EDUCATIONS,
    "activity": ACTIVITIES,
    "medium": MEDIA,
    "language": LANGUAGES,
    "rule_source": SOURCES,
}

"""What a course's content holds, in the words of those who read the pages."""

from catalog.authoring.content import Activity, Education, Evaluation
from core.text import Text

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

WORDS = {
    "activity": ACTIVITIES,
    "evaluation": EVALUATIONS,
    "education": EDUCATIONS,
}

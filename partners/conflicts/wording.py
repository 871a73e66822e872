"""The register in the words of those who read the pages."""

from core.text import Text

TIES = {
    "owner": Text("Owner", "Pemilik"),
    "officer": Text("Officer", "Pengurus"),
    "parent": Text("Parent or group", "Induk atau grup"),
    "bank_account": Text("Bank account", "Rekening bank"),
    "domain": Text("Domain", "Domain"),
    "trainer": Text("Trainer", "Pengajar"),
    "assessor": Text("Assessor as a person", "Asesor perorangan"),
}
SOURCES = {
    "declared": Text("Declared by the organisation", "Dinyatakan organisasi"),
    "application": Text("From its application", "Dari permohonannya"),
    "operator": Text("Entered by the operator", "Dimasukkan pengelola"),
}
PURPOSES = {
    "sale": Text("Selling a course", "Menjual pelatihan"),
    "assessment": Text("Assessing or monitoring", "Menilai atau memantau"),
    "decision": Text("Deciding about a partner", "Memutuskan tentang mitra"),
}
WAIVERS = {
    "proposed": Text("Waits for a second person", "Menunggu orang kedua"),
    "declined": Text("Turned down", "Ditolak"),
    "in_force": Text("In force", "Berlaku"),
    "ended": Text("Ended", "Diakhiri"),
    "expired": Text("Over", "Selesai"),
}
OUTCOMES = {
    "accepted": Text("The tie is over", "Hubungan diakhiri"),
    "rejected": Text("The tie stands", "Hubungan tetap"),
}
ROLES = {
    "assessor": Text("Assessor", "Asesor"),
    "monitor": Text("Monitor", "Pemantau"),
}
TASKS = {
    "onsite_verification": Text("Verification on site", "Verifikasi lapangan"),
    "document_review": Text("Review of documents", "Pemeriksaan dokumen"),
    "class_monitoring": Text("Monitoring of classes", "Pemantauan kelas"),
}

WORDS = {
    "tie": TIES,
    "tie_source": SOURCES,
    "conflict_purpose": PURPOSES,
    "waiver": WAIVERS,
    "dispute": OUTCOMES,
    "review_role": ROLES,
    "review_task": TASKS,
}

"""Sanctions in the words of those who read the pages."""

from core.text import Text

SEVERITIES = {
    "warning": Text("Warning", "Peringatan"),
    "no_new_starts": Text("Nothing new begins", "Tidak boleh memulai yang baru"),
    "suspended": Text("Suspended", "Ditangguhkan"),
    "terminated": Text("Terminated", "Diakhiri"),
}
SCOPES = {
    "organisation": Text("The whole organisation", "Seluruh organisasi"),
    "kind": Text("One kind of the organisation", "Satu jenis peran organisasi"),
    "sales": Text("Sales only", "Penjualan saja"),
    "payouts": Text("Payouts only", "Pembayaran saja"),
    "client": Text("One program", "Satu program"),
    "courses": Text("Listed courses", "Pelatihan tertentu"),
}
STATES = {
    "proposed": Text("Proposed", "Diusulkan"),
    "declined": Text("Turned down", "Ditolak"),
    "announced": Text("Announced", "Diumumkan"),
    "in_force": Text("In force", "Berlaku"),
    "lifted": Text("Lifted", "Dicabut"),
    "ended": Text("Over", "Selesai"),
    "lapsed": Text("Lapsed: not confirmed in time", "Gugur: tidak dikonfirmasi"),
}
STOPS = {
    "calls": Text(
        "Programs of the organisation are refused, and webhooks wait.",
        "Program organisasi ditolak dan webhook menunggu.",
    ),
    "links": Text(
        "No further account can be linked.", "Akun baru tidak dapat ditautkan."
    ),
    "sales": Text("Nothing is sold.", "Tidak ada yang dijual."),
    "payouts": Text("What is owed is held.", "Pembayaran ditahan."),
    "teaching": Text(
        "Running learners are listed for transfer.",
        "Peserta yang sedang belajar didaftar untuk dipindahkan.",
    ),
}
OUTCOMES = {
    "upheld": Text("The sanction stands", "Sanksi tetap berlaku"),
    "lift": Text("It is to be lifted", "Diusulkan untuk dicabut"),
    "shorten": Text("It is to end earlier", "Diusulkan untuk dipersingkat"),
}
CHANGE_STATES = {
    "open": Text("waits for a second person", "menunggu orang kedua"),
    "made": Text("done", "dilaksanakan"),
    "declined": Text("turned down", "ditolak"),
}
KINDS = {
    "training_institution": Text("Training institution", "Lembaga pelatihan"),
    "digital_platform": Text("Digital platform", "Platform digital"),
    "payment_partner": Text("Payment partner", "Mitra pembayaran"),
    "assessor": Text("Assessor", "Asesor"),
    "monitor": Text("Monitor", "Pemantau"),
    "job_portal": Text("Job portal", "Portal lowongan"),
    "operator": Text("Operator", "Pengelola"),
}

WORDS = {
    "severity": SEVERITIES,
    "sanction_scope": SCOPES,
    "sanction": STATES,
    "stop": STOPS,
    "outcome": OUTCOMES,
    "sanction_change": CHANGE_STATES,
    "organisation_kind": KINDS,
}

"""Runs of courses, in the words of those who plan them."""

from catalog.courses.models import CancelReason
from core.text import Text

REASONS: dict[str, Text] = {
    CancelReason.TOO_FEW: Text("Too few participants", "Peserta terlalu sedikit"),
    CancelReason.TRAINER: Text("The trainer cannot come", "Pelatih berhalangan"),
    CancelReason.PLACE: Text("The place is not available", "Tempat tidak tersedia"),
    CancelReason.TECHNICAL: Text("Technical trouble", "Kendala teknis"),
    CancelReason.OTHER: Text("Another reason", "Alasan lain"),
}
ZONES = {
    "Asia/Jakarta": Text("Western Indonesia (WIB)", "Indonesia Barat (WIB)"),
    "Asia/Makassar": Text("Central Indonesia (WITA)", "Indonesia Tengah (WITA)"),
    "Asia/Jayapura": Text("Eastern Indonesia (WIT)", "Indonesia Timur (WIT)"),
}
# Where the rules of the standards of runs are from, as the documents say it.
SOURCES = {
    "programme 2023: online classes of at most 150; at most 3 hours a day;"
    " enrolment closes 1 day before": Text(
        "programme 2023: online classes of at most 150; at most 3 hours a day;"
        " enrolment closes 1 day before",
        "program 2023: kelas daring paling banyak 150; paling lama 3 jam sehari;"
        " pendaftaran ditutup 1 hari sebelumnya",
    ),
    "programme 2023: offline classes of at most 40; at most 8 hours a day;"
    " enrolment closes 2 days before": Text(
        "programme 2023: offline classes of at most 40; at most 8 hours a day;"
        " enrolment closes 2 days before",
        "program 2023: kelas luring paling banyak 40; paling lama 8 jam sehari;"
        " pendaftaran ditutup 2 hari sebelumnya",
    ),
    "programme 2023, as for offline classes": Text(
        "programme 2023, as for offline classes",
        "program 2023, seperti kelas luring",
    ),
    "programme 2023: online, enrolment closes 1 day before; the number of seats is"
    " the platform's": Text(
        "programme 2023: online, enrolment closes 1 day before; the number of seats is"
        " the platform's",
        "program 2023: daring, pendaftaran ditutup 1 hari sebelumnya; jumlah kursi"
        " ketentuan platform",
    ),
    "programme: webinars have a trainer for each 50": Text(
        "the programme: webinars have a trainer for each 50",
        "program: webinar memiliki satu pelatih untuk setiap 50 peserta",
    ),
    "programme: classes in a room have a trainer for each 30": Text(
        "the programme: classes in a room have a trainer for each 30",
        "program: kelas tatap muka memiliki satu pelatih untuk setiap 30 peserta",
    ),
    "programme 2023: an assistant beside three trainers of an online class": Text(
        "programme 2023: an assistant beside three trainers of an online class",
        "program 2023: satu asisten di samping tiga pelatih kelas daring",
    ),
    "programme, as for classes in a room": Text(
        "the programme, as for classes in a room",
        "program, seperti kelas tatap muka",
    ),
}

FIELDS = {
    "sessions": Text("Sessions", "Sesi"),
    "zone": Text("Time zone", "Zona waktu"),
    "capacity": Text("Seats in the class", "Kursi di kelas"),
    "district_code": Text("District", "Kecamatan"),
    "place": Text("Address", "Alamat"),
    "link": Text("Link to the class", "Tautan kelas"),
    "enrolment_opens_at": Text("Enrolment opens", "Pendaftaran dibuka"),
    "enrolment_closes_at": Text("Enrolment closes", "Pendaftaran ditutup"),
    "access": Text("Access", "Aksesibilitas"),
    "trainers": Text("Trainers", "Pelatih"),
    "assistants": Text("Assistants", "Asisten"),
    "reference": Text("Your own number", "Nomor Anda sendiri"),
}
WORDS = {
    "run_field": FIELDS,
    "zone": ZONES,
    "cancel_reason": REASONS,
    "run_rule_source": SOURCES,
}

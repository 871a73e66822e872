"""Monitoring in the words of those who read the pages."""

from catalog.monitoring.models import (
    AskedState,
    FindingState,
    Kind,
    Severity,
    VisitState,
    Why,
)
from catalog.monitoring.rules import Answer
from core.text import Text

VISITS: dict[str, Text] = {
    VisitState.WAITING: Text("Nobody is asked yet", "Belum ada yang diminta"),
    VisitState.ASSIGNED: Text("To be accepted", "Perlu diterima"),
    VisitState.ACCEPTED: Text("To be visited", "Perlu dikunjungi"),
    VisitState.REPORTED: Text("Reported", "Sudah dilaporkan"),
    VisitState.MISSED: Text("Missed", "Terlewat"),
    VisitState.CANCELLED: Text("Called off", "Dibatalkan"),
}
FINDINGS: dict[str, Text] = {
    FindingState.OPEN: Text("To be answered", "Perlu dijawab"),
    FindingState.ANSWERED: Text("Answered", "Sudah dijawab"),
    FindingState.UNANSWERED: Text("Not answered in time", "Tidak dijawab tepat waktu"),
    FindingState.UPHELD: Text("Upheld", "Dikuatkan"),
    FindingState.MENDED: Text("Mended", "Sudah diperbaiki"),
    FindingState.DISMISSED: Text("Dismissed", "Dibatalkan"),
}
SEVERITIES: dict[str, Text] = {
    Severity.MINOR: Text("Minor", "Ringan"),
    Severity.MAJOR: Text("Major", "Sedang"),
    Severity.SEVERE: Text("Severe", "Berat"),
}
KINDS: dict[str, Text] = {
    Kind.LIVE: Text("A session", "Sesi"),
    Kind.SELF_PACED: Text("A self-paced course", "Pelatihan mandiri"),
}
WHYS: dict[str, Text] = {
    Why.RISK: Text("By risk", "Menurut risiko"),
    Why.DRAW: Text("By draw", "Menurut undian"),
}
ASKED: dict[str, Text] = {
    AskedState.OPEN: Text("Asked", "Diminta"),
    AskedState.ACCEPTED: Text("Accepted", "Diterima"),
    AskedState.DECLINED: Text("Declined", "Ditolak"),
    AskedState.EXPIRED: Text("Did not answer", "Tidak menjawab"),
}
ANSWERS: dict[str, Text] = {
    Answer.YES: Text("Yes", "Ya"),
    Answer.NO: Text("No", "Tidak"),
    Answer.NOT_APPLICABLE: Text("Does not apply", "Tidak berlaku"),
}
CAUSES = {
    "run_cancelled": Text("The run was called off", "Kelas dibatalkan"),
    "no_monitor": Text(
        "No monitor without a conflict and with time could be found",
        "Tidak ada pemantau yang sempat dan tanpa benturan kepentingan",
    ),
    "not_accepted": Text("Nobody accepted it in time", "Tidak ada yang menerima"),
    "not_reported": Text("It was not reported in time", "Tidak dilaporkan tepat waktu"),
}
EXCLUSIONS = {
    "tied": Text("Tied to the institution", "Terkait dengan lembaga"),
    "assessor": Text("Assesses the institution", "Menilai lembaga"),
    "asked": Text("Was asked before", "Pernah diminta"),
    "busy": Text("Has enough to visit", "Kunjungannya sudah cukup banyak"),
}
RISKS = {
    "complaints": Text("Upheld complaints", "Keluhan yang terbukti"),
    "held_reviews": Text("Reviews to look at", "Ulasan yang perlu diperiksa"),
    "low_quality": Text("A low quality score", "Skor mutu rendah"),
    "new_institution": Text("A new institution", "Lembaga baru"),
    "price": Text("A high price", "Harga tinggi"),
    "past_findings": Text("Findings before", "Temuan sebelumnya"),
    "sanctions": Text("Sanctions", "Sanksi"),
}
EFFECTS = {
    "warning": Text("A warning", "Peringatan"),
    "no_new_starts": Text(
        "A stop of sales was proposed", "Penghentian penjualan diusulkan"
    ),
    "none": Text("A sanction was not possible", "Sanksi tidak dapat dijatuhkan"),
}

WORDS = {
    "visit": VISITS,
    "course_finding": FINDINGS,
    "finding_severity": SEVERITIES,
    "visit_kind": KINDS,
    "visit_why": WHYS,
    "visit_asked": ASKED,
    "visit_answer": ANSWERS,
    "visit_cause": CAUSES,
    "monitor_exclusion": EXCLUSIONS,
    "finding_effect": EFFECTS,
    "risk_sign": RISKS,
}

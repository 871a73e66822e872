"""Applications in the words of those who read the pages."""

from core.text import Text

STATES = {
    "draft": Text("Draft", "Draf"),
    "submitted": Text("Sent", "Terkirim"),
    "in_review": Text("In review", "Ditinjau"),
    "changes_requested": Text("Changes requested", "Perlu perbaikan"),
    "recommended": Text("Waiting for the second person", "Menunggu orang kedua"),
    "approved": Text("Approved", "Disetujui"),
    "refused": Text("Refused", "Ditolak"),
    "appealed": Text("Appeal under way", "Keberatan diproses"),
    "withdrawn": Text("Withdrawn", "Ditarik"),
}
VERDICTS = {
    "met": Text("Met", "Terpenuhi"),
    "not_met": Text("Not met", "Tidak terpenuhi"),
    "question": Text("Question", "Pertanyaan"),
}
CHECKERS = {
    "legal": Text("Legal", "Hukum"),
    "technical": Text("Technical", "Teknis"),
    "quality": Text("Quality", "Mutu"),
}
RELATIONS = {
    "owner": Text("Owner", "Pemilik"),
    "officer": Text("Officer", "Pengurus"),
    "bank_account": Text("Bank account", "Rekening bank"),
    "domain": Text("Domain", "Domain"),
}
JUDGEMENTS = {
    "recommendation": Text("Recommendation", "Rekomendasi"),
    "confirmation": Text("Decision", "Keputusan"),
    "return": Text("Returned to the review", "Dikembalikan ke peninjauan"),
    "appeal_decision": Text("Decision on the appeal", "Keputusan keberatan"),
    "approve": Text("Approve", "Setujui"),
    "refuse": Text("Refuse", "Tolak"),
}
WORDS = {
    "partner_application": STATES,
    "verdict": VERDICTS,
    "checker": CHECKERS,
    "tie": RELATIONS,
    "judgement": JUDGEMENTS,
}

"""Proposals and offerings, in the words of both sides."""

from catalog.courses.models import LeavingBy
from catalog.offerings.models import ProposalState
from core.text import Text

PROPOSALS: dict[str, Text] = {
    ProposalState.WAITING: Text("Waits for an answer", "Menunggu jawaban"),
    ProposalState.ACCEPTED: Text("Accepted", "Diterima"),
    ProposalState.DECLINED: Text("Declined", "Ditolak"),
    ProposalState.WITHDRAWN: Text("Taken back", "Ditarik"),
}
LEAVING: dict[str, Text] = {
    LeavingBy.INSTITUTION: Text("the institution", "lembaga"),
    LeavingBy.PLATFORM: Text("the platform", "platform"),
}

WORDS = {"proposal": PROPOSALS, "leaving_by": LEAVING}

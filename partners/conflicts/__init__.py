"""The register of conflicts of interest, which acts.

An organisation is tied to people, companies, bank accounts and domains. Organisations
that share a binding tie are one group. A platform does not sell its own group's courses
for money, an assessor or monitor does not judge its own, and the operator's staff does
not decide about theirs; each refusal says which tie, and names no person. Rules:
docs/rules/conflicts.md.
"""

from partners.conflicts.models import OrganisationTie, TieKind, Waiver

__all__ = ["OrganisationTie", "TieKind", "Waiver"]

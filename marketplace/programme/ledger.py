"""The programme's accounts in the ledger (design, section 6).

Money flows from a fund to training balances (award), to vouchers outstanding (order),
to what is owed to the institution and the platform (settlement), and back the same way
(void, revocation). Incentives flow from the fund to incentives payable, then paid.
"""

from uuid import UUID

from core.ledger import Account

VOUCHERS_OUTSTANDING = Account("vouchers-outstanding")
INCENTIVES_PAYABLE = Account("incentives-payable")
INCENTIVES_PAID = Account("incentives-paid")


def fund_of(scheme_code: str) -> Account:
    """The public money of a scheme; it goes below zero as it is spent."""
    return Account(f"fund:{scheme_code}")


def training_balance_of(award_id: UUID, participant_id: UUID) -> Account:
    """What a participant may still spend; never below zero."""
    return Account(
        f"training-balance:{award_id}", guarded=True, owner_id=participant_id
    )


def payable_to(provider_id: UUID) -> Account:
    """What a training institution is owed for classes that were given."""
    return Account(f"provider-payable:{provider_id}", owner_id=provider_id)


def commission_of(platform_id: UUID) -> Account:
    """What a digital platform is owed for sales."""
    return Account(f"platform-commission:{platform_id}", owner_id=platform_id)


def payable_held_for(provider_id: UUID) -> Account:
    """What a training institution is owed and not paid while it is sanctioned."""
    return Account(f"provider-payable-held:{provider_id}", owner_id=provider_id)


def commission_held_for(platform_id: UUID) -> Account:
    """What a digital platform is owed and not paid while it is sanctioned."""
    return Account(f"platform-commission-held:{platform_id}", owner_id=platform_id)


def commission_withheld_from(platform_id: UUID) -> Account:
    """Commission for courses of the platform's own group, which is not paid unless two
    people waive the conflict."""
    return Account(f"platform-commission-withheld:{platform_id}", owner_id=platform_id)

"""Finding a voucher as the institution that teaches the class."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.privacy import vault_of
from vouchers.vouchers.errors import VoucherNotFound
from vouchers.vouchers.models import Voucher
from vouchers.vouchers.rules import read_code


def find_voucher(
    session: Session, *, voucher_id: UUID, provider_id: UUID, lock: bool = False
) -> Voucher:
    """A voucher for one of the institution's classes; raises VoucherNotFound.

    `lock` keeps others from changing it until the transaction ends.
    """
    query = select(Voucher).where(
        Voucher.id == voucher_id, Voucher.provider_id == provider_id
    )
    return _only(session, query, lock=lock)


def find_voucher_by_code(
    session: Session, *, code: str, provider_id: UUID, lock: bool = False
) -> Voucher:
    """A voucher by its redeem code, typed with or without dashes.

    A slip, an unknown code and another institution's code are all VoucherNotFound.
    """
    meant = read_code(code)
    if meant is None:
        raise VoucherNotFound
    index = vault_of(session).index(meant, field="redeem_code")
    query = select(Voucher).where(
        Voucher.redeem_code_index == index, Voucher.provider_id == provider_id
    )
    return _only(session, query, lock=lock)


def lock_voucher(session: Session, voucher_id: UUID) -> None:
    """Make others wait who would change this voucher, until the transaction ends.

    Whoever changes a voucher together with its order takes the voucher first.
    """
    session.execute(
        select(Voucher.id).where(Voucher.id == voucher_id).with_for_update()
    )


def _only(session: Session, query: Select[Voucher], *, lock: bool) -> Voucher:
    if lock:
        # What this session read before the lock may be old by now.
        query = query.with_for_update().execution_options(populate_existing=True)
    voucher = session.scalar(query)
    if voucher is None:
        raise VoucherNotFound
    return voucher

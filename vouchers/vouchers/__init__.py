"""Vouchers: issue, look up by redeem code, redeem, void, complete.

The redeem code is worth money: it is sealed, found by a blind index, and another
institution's code looks like an unknown one.
"""

from vouchers.vouchers.models import Voucher, VoucherStatus

__all__ = ["Voucher", "VoucherStatus"]

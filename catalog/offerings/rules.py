"""What of a price is whose. Pure functions."""


def split_price(price: int, *, commission_bps: int) -> tuple[int, int]:
    """The institution's and the platform's share, whole rupiah.

    The platform's share is rounded down, so that the remainder is the institution's.
    """
    commission = price * commission_bps // 10_000
    return price - commission, commission

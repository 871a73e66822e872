"""Buying a course: one transaction over balance, seat, voucher and events.

A platform places an order with the participant's token. Voiding gives back the money
and the seat, until the voucher is redeemed.
"""

from marketplace.orders.models import Order, OrderStatus

__all__ = ["Order", "OrderStatus"]

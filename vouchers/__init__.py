"""A prepaid claim on one class: issued, redeemed, attended, assessed, completed.

Ends in a certificate that anyone can verify. Knows no balance and no programme: the
rules of the scheme reach it as values pinned to the voucher.
"""

"""Learners who have done more than half of an interrupted class ask for their balance.

What they were taught was paid for, so the money does not come back by their word alone:
somebody of the programme decides, with a reason (docs/rules/transfers.md).
"""

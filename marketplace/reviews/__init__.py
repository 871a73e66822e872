"""Where a participant reviews a course that she finished.

Reviews themselves belong to the catalogue, which does not know who finished what; the
voucher does, and is asked here. A review is a condition of the incentive.
"""

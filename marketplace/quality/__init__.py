"""Counting, every night, what the quality of courses and institutions is made of.

The vouchers know who completed and passed, the catalogue how courses are rated; both
are counted here, for the catalogue to show.
"""

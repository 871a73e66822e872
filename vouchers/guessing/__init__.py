"""Keeping redeem codes from being guessed (requirement VC-05)."""

"""When a silence was long, and how long uses are kept."""

from datetime import timedelta

# A program that is heard of again after a week is worth a look.
LONG_SILENCE = timedelta(days=7)

# Long enough for the audit of a year of the programme.
KEEP = timedelta(days=730)

# Letters are written in batches, away from the purchases that they are about.
LETTERS_AT_ONCE = 100

"""Which column of a stranger's list is which field of a course: guessed, corrected by a
person, remembered for the next list with the same columns.
"""

from catalog.imports.mapping.documents import Mapping
from catalog.imports.mapping.guessing import fingerprint, guess
from catalog.imports.mapping.rows import Known, RowRead, RowReader

__all__ = ["Known", "Mapping", "RowRead", "RowReader", "fingerprint", "guess"]

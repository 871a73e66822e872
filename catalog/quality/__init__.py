"""How good a course or an institution is, by a published formula (feature 28).

Each part is a share with its numerator and denominator over a stated period. Floors
above count what they know at night and write it here; the score follows on reading.
"""

from catalog.quality.models import QualityPart

__all__ = ["QualityPart"]

"""What was denied, to whom and why, for the people who help (features 53 and 101).

A caller says "it does not work"; support finds the refusal by request, client,
organisation or e-mail, and sees alerts about those who guess. Repetitions are counted,
not written down again, so that nobody can fill the disk with refusals.
"""

from partners.denials.models import Denial, SecurityAlert

__all__ = ["Denial", "SecurityAlert"]

"""Occupations, skills and units of competence by the codes that others publish.

ISCO-08 and ESCO (European Commission), SKKNI (Indonesia's national standards). A new
edition is loaded over the old one; what vanished is kept as withdrawn, because courses
name it. Rules: docs/rules/taxonomies.md.
"""

from catalog.taxonomies.models import Concept, Kind, Taxonomy

__all__ = ["Concept", "Kind", "Taxonomy"]

"""Organisations that take part: training institutions, digital platforms, payment
partners, assessors, monitors, and the programme's operator itself.

An organisation has kinds and a standing. Suspension takes effect on the next request.
"""

from partners.organisations.models import Kind, Organisation, Standing

__all__ = ["Kind", "Organisation", "Standing"]

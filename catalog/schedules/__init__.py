"""Runs of a course as its institution manages them: planned, changed, called off.

The row is `catalog.courses.Schedule`, which buyers and sellers share; what only the
plan of a run needs is here. Rules: docs/rules/schedules.md.
"""

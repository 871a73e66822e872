"""Measurements, run by `make bench`: what the platform does beside what it could do.

A figure stands beside a limit that was measured in the same run on the same machine,
and the comparisons are ratios: they carry from one machine to another, seconds do not.
"""

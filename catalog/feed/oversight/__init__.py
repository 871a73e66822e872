"""Removals that wait for a person's word, for the operator's staff."""

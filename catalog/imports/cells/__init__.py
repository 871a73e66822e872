"""Cells of lists that nobody here has seen: prices, lengths of time, words, lists.

Pure functions from a text, and what a person said of its column, to a value. What has
two readings is refused with its reason, never guessed (docs/rules/course-import.md).
"""

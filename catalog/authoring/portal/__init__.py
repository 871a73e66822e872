"""The pages on which an institution's people write their courses.

A draft is edited section by section (`fields`). What was typed is kept as it was typed
until it can be read (`typed`); two people who save at once are brought together place
by place (`merging`). Rules: docs/rules/authoring.md.
"""

"""How a published row is read, and what happens when it is in doubt.

The policy has three steps. A value with one reading is taken, with a notice when it was
untidy. A price that is badly written but leaves one sensible reading is taken too, and
its course is *held*: imported, not to be published before a person has looked. A row
without an institution, title, category, mode or readable price is rejected.
Stated for readers of the report in docs/rules/course-import.md.
"""

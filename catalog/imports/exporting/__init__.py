"""An institution's courses as a file that comes in again unchanged.

A row is a course with its first class, or one more class of it. The columns are the
fields of catalog.imports.mapping; what has no column in a list,
such as the syllabus, is left out, and so is left alone when the file comes in again.
"""

"""Lists as files: CSV, XLSX, JSON, JSON Lines and schema.org JSON-LD, read row by row.

A file is recognised by its content, never by its name, and is opened in a process of
its own within bounds (requirement SC-09): `records` yields rows as they are read, so
that memory does not grow with the list. Nothing is evaluated: a formula is its text.
"""

from catalog.imports.reading.bounds import DEFAULT, Bounds
from catalog.imports.reading.parent import Shape, read_list
from catalog.imports.reading.record import Record

__all__ = ["DEFAULT", "Bounds", "Record", "Shape", "read_list"]

"""Lists as files, written by hand so that tests can make them wrong in any way."""

import io
import zipfile

from openpyxl import Workbook

from catalog.imports.reading import read_list


def rows_of(content, **changes):
    """The cells of each row; raises the refusal of a list that is not read."""
    with read_list(content, **changes) as (_, records):
        return [record.cells for record in records]


def shape_of(content):
    with read_list(content) as (shape, _):
        return shape


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def repacked(content, **parts):
    """A workbook with some parts replaced or added; names are given with `__` for `/`
    and `_dot_` for a dot."""
    named = {
        name.replace("__", "/").replace("_dot_", "."): body
        for name, body in parts.items()
    }
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, body in named.items():
            new.writestr(name, body)
    return kept.getvalue()

"""Which columns hold sealed values: the models say so themselves.

A model marks its column with `info={"sealed": "<field>"}`, the field that the value is
bound to when it is sealed; the row that it is bound to is the row's own `id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Table

from core.database import Base

MARK = "sealed"


@dataclass(frozen=True)
class SealedTable:
    """A table and its sealed columns, each with the field its values are bound to."""

    table: Table
    fields: Mapping[str, str]


def sealed_tables() -> dict[str, SealedTable]:
    """Every table with sealed columns, by name and in the order of the names."""
    found = {}
    for name in sorted(Base.metadata.tables):
        table = Base.metadata.tables[name]
        fields = {
            column.name: column.info[MARK]
            for column in table.columns
            if MARK in column.info
        }
        if fields:
            found[name] = SealedTable(table, fields)
    return found

"""Tantivy on the same courses and queries, to know what the database's search costs.

It holds titles and summaries in memory-mapped segments of one process, stems English,
and weighs a title four times; all words are wanted first, then any. It knows no prices,
seats, standing or permission, about which the platform is right on every request.
"""

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import tantivy

from bench.catalogue import cricos
from bench.catalogue.courses_data import summary_of
from bench.catalogue.relevance import DEPTH, Grade, grader, judged, ndcg

FIELDS = ["title", "summary"]


@dataclass(frozen=True)
class Beside:
    """Median milliseconds of a query, and how well its first ten suit."""

    median: float
    ndcg: float


def measure() -> Beside:
    """The judged queries, each three times; the times of the third."""
    rows = {row[cricos.CODE]: row for row in cricos.rows()}
    with TemporaryDirectory() as folder:
        index = _index(Path(folder), rows)
        for _ in range(3):
            scores: list[tuple[list[int], Grade]] = []
            taken: list[float] = []
            for one in judged():
                began = perf_counter()
                found = _search(index, one.query)
                taken.append((perf_counter() - began) * 1000)
                grade = grader(one)
                grades = [grade(rows[code]) for code in found]
                scores.append((grades, grade))
    values = [ndcg(grades, map(grade, rows.values())) for grades, grade in scores]
    return Beside(median(taken), sum(values) / len(values))


def _index(folder: Path, rows: dict[str, cricos.Row]) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(num_threads=1)
    places = cricos.places()
    for code, row in rows.items():
        writer.add_document(
            tantivy.Document(
                code=code,
                title=row[cricos.TITLE],
                summary=summary_of(row, places.get(code, [])),
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _search(index: tantivy.Index, words: str) -> list[str]:
    searcher = index.searcher()
    found: list[str] = []
    for together in (True, False):
        query, _ = index.parse_query_lenient(
            words,
            FIELDS,
            field_boosts={"title": 4.0},
            conjunction_by_default=together,
        )
        for _, address in searcher.search(query, DEPTH).hits:
            code = str(searcher.doc(address)["code"][0])
            if code not in found:
                found.append(code)
        if len(found) >= DEPTH:
            break
    return found[:DEPTH]

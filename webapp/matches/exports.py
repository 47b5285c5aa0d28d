"""A run's pairs as files: CSV with a byte order mark for spreadsheets, and XLSX.

A run may have hundreds of thousands of pairs. They are read and written in parts, what is said of a posting is made
once for all its pairs, and a CSV is sent while it is made.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from openpyxl import Workbook
from sqlalchemy.orm import Session

from matching import Explanation
from webapp.http.wording import labels
from webapp.matches import queries
from webapp.matches.explanations import parts_of
from webapp.matches.models import MatchRun, RunPair
from webapp.matches.presenters import pair_cells, percent, profile_cells, safe_rows, short_reasons, vacancy_cells
from webapp.matches.queries import PairFilter
from webapp.reference.catalogue import Catalogue

Rows = Sequence[Sequence[str | int]]


@dataclass
class Export:
    """The rows of one file. Not in words, each point is given as a number: reasons of half a million pairs would take
    an hour, and a file of that size is read by a program.
    """

    run: MatchRun
    chosen: PairFilter
    is_in_words: bool
    names: Catalogue
    language: str
    _vacancies: dict[int, list[str]] = field(default_factory=dict)
    _profiles: dict[int, list[str]] = field(default_factory=dict)

    def parts(self, reading: Callable[[], AbstractContextManager[Session]]) -> Iterator[Rows]:
        """Part after part, each read in a view of its own, so that no long one holds the database back."""
        points = dict(labels("comparison"))
        after = (0, 0)
        while True:
            with reading() as session:
                pairs = queries.pairs_in_order(session, self.run.id, self.chosen, after)
                self._meet(session, pairs)
            if not pairs:
                return
            yield [self._row(pair, points) for pair in pairs]
            after = pairs[-1].vacancy_id, pairs[-1].rank

    def _meet(self, session: Session, pairs: Sequence[RunPair]) -> None:
        new = {pair.vacancy_id for pair in pairs} - self._vacancies.keys()
        for found in queries.exported_vacancies(session, new):
            self._vacancies[found.vacancy.id] = vacancy_cells(found, self.names, self.language)
        for profile in queries.exported_profiles(session, {pair.profile_id for pair in pairs} - self._profiles.keys()):
            self._profiles[profile.id] = profile_cells(profile, self.names, self.language)

    def _row(self, pair: RunPair, points: dict[str, str]) -> list[str | int]:
        reasons = self._words(pair) if self.is_in_words else self._numbers(pair, points)
        return pair_cells(pair, self._vacancies[pair.vacancy_id], self._profiles[pair.profile_id], reasons)

    def _words(self, pair: RunPair) -> str:
        assert pair.explanation is not None
        return " · ".join(short_reasons(Explanation.from_json(pair.explanation), self.names, self.language))

    def _numbers(self, pair: RunPair, points: dict[str, str]) -> str:
        if pair.parts is None:
            scores = {part["name"]: part["score"] for part in (pair.explanation or {}).get("comparisons", ())}
        else:
            scores = parts_of(self.run, pair)
        return " · ".join(f"{points[name]} {percent(score)}" for name, score in scores.items() if score is not None)


def as_csv(header: Sequence[str], parts: Iterable[Rows]) -> Iterator[bytes]:
    """Piece after piece of the file."""
    yield "\ufeff".encode()
    yield _lines([header])
    for rows in parts:
        yield _lines(safe_rows(rows))


def _lines(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(header: Sequence[str], parts: Iterable[Rows], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append(list(header))
    for rows in parts:
        for row in safe_rows(rows):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

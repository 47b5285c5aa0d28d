"""How long an employer has to answer an application: dated rows of data/answer_terms.csv. A house rule, not a law."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "answer_terms.csv"


@dataclass(frozen=True)
class AnswerTerm:
    """Days to the first answer, days after which a letter reminds, and days after which one side alone may confirm a
    start.
    """

    valid_from: date
    answer_days: int
    remind_after_days: tuple[int, ...]
    start_alone_days: int

    def due_at(self, applied_at: datetime) -> datetime:
        return applied_at + timedelta(days=self.answer_days)


@lru_cache(maxsize=1)
def _terms() -> tuple[AnswerTerm, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            AnswerTerm(
                valid_from=date.fromisoformat(row["valid_from"]),
                answer_days=int(row["answer_days"]),
                remind_after_days=tuple(int(text) for text in row["remind_after_days"].split()),
                start_alone_days=int(row["start_alone_days"]),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def term_on(day: date) -> AnswerTerm:
    """The row in force on a day; the first row for days before all of them."""
    rows = _terms()
    return next((row for row in reversed(rows) if row.valid_from <= day), rows[0])

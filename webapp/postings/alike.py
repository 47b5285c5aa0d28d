"""Which vacancies of one employer say nearly the same: their titles without call and city, and their duties compared.

Pure. The least likeness was chosen by measurement: docs/decisions/0009-vacancies-alike.md.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matching.engines import RapidEngine
from matching.folding import fold, squeeze
from matching.occupations.titles import bracketed, clean_title
from matching.vocabulary.places import city_words
from matching.vocabulary.tables import read_rows

LEAST_LIKENESS = 0.72
_ENGINE = RapidEngine()
_CLAUSE_END = re.compile(r"[\r\n。；;!！?？，,、]+")
_ORDINAL = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341"  # one to ten
_LIST_MARK = re.compile(rf"^\s*(?:[(（]?\d{{1,2}}[)）.]|\d{{1,2}}$|[{_ORDINAL}]\u662f|[-*•·])\s*")


@dataclass(frozen=True)
class Wording:
    """What is compared of one vacancy. `id` is its row; `group_key` what it was given before, if anything."""

    id: int
    title: str
    duties: str
    group_key: str | None = None


@cache
def _place_names() -> re.Pattern[str]:
    """Names of the nine cities and their districts, the longest first; short Latin spellings would hit words."""
    names = {name for name in city_words() if not name.isascii() and len(name) >= 2}
    districts = [fold(row["name_zh"]) for row in read_rows("cities.csv") if row.get("level") == "district"]
    names |= {name for name in districts if len(name) >= 3}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


def group_title(title: str) -> str:
    """A title without pay, benefits, calls and places. What brackets say of the work stays."""
    said = f"{clean_title(title)} {bracketed(title)}"
    return squeeze(_place_names().sub(" ", said)) or squeeze(title)


def group_duties(duties: str) -> tuple[str, ...]:
    """The clauses of duties without list marks and places, in one order."""
    clauses = [_LIST_MARK.sub("", part) for part in _CLAUSE_END.split(duties)]
    plain = [squeeze(_place_names().sub(" ", fold(part))) for part in clauses]
    return tuple(sorted(part for part in plain if part))


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """How alike two sets of clauses are, 0.0 to 1.0: each clause against its nearest, weighed by its letters.

    The order of a list and where its sentences end says nothing. Two that say nothing are alike.
    """
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    nearest = _ENGINE.word_matrix(left, right)
    lengths = [len(part) for part in (*left, *right)]
    values = [*nearest.max(axis=1).tolist(), *nearest.max(axis=0).tolist()]
    return sum(value * length for value, length in zip(values, lengths, strict=True)) / sum(lengths)


def key_of(owner: str, title: str, duties: str) -> str:
    """A group's key out of its first member's words."""
    text = "\x1f".join((owner, group_title(title), *group_duties(duties)))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def choose_key(owner: str, new: Wording, others: Sequence[Wording]) -> str:
    """The key of the most alike other vacancy, the oldest of them where several are; else one of its own."""
    title, duties = group_title(new.title), group_duties(new.duties)
    best: tuple[float, int, str] | None = None
    for other in others:
        if other.id == new.id or other.group_key is None or group_title(other.title) != title:
            continue
        value = likeness(duties, group_duties(other.duties))
        if value >= LEAST_LIKENESS and (best is None or (value, -other.id) > best[:2]):
            best = (value, -other.id, other.group_key)
    return best[2] if best else key_of(owner, new.title, new.duties)

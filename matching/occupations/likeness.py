"""How alike the work of two occupations is, 0.0-1.0: by the tree of the classification, and across it.

The tree puts the hospital's care assistant and the care assistant of a home for the aged into different middle groups,
and the CNC programmer among engineers or among workers. So occupations that say the same in their definitions, go by
like names or ask for the same skills are related wherever they stand. `related_occupations.csv` holds what was found;
`matching.occupations.training` writes it.
"""

from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.folding import squeeze
from matching.occupations.classification import (
    all_occupations,
    everyday_names,
    is_group_of,
    read_rows,
    relation,
)
from matching.occupations.grams import Weighing, grams, phrases
from matching.vocabulary.skills import all_skills

Table = NDArray[np.float64]
Related = tuple[str, str, float]

# Judged by what a placement officer would still propose: within a small group (cook and pastry cook) often; within a
# middle group, which may hold all of engineering, only where the skills speak for it; beyond it never.
BY_TREE = {
    "same": 1.0,
    "same_small_group": 0.7,
    "same_middle_group": 0.15,
    "same_major_group": 0.05,
    "different": 0.02,
}
# One side is coded no finer than the small group of the other: nearer than two that are known to differ.
_GROUP_OF_THE_OTHER = 0.85
RELATED = "related_work"
# Work that only reads alike is never as near as work that the classification puts into one small group.
_MOST, _LEAST = 0.6, 0.12
_SLOPE, _NOISE = 0.78, 0.1
# How alike two leaves of one small group are that have nothing in common, and how much is enough for the whole.
_LEAST_IN_GROUP, _ENOUGH_IN_GROUP = 0.4, 0.25
# What three cosines count: of definitions, of names, and of skills, which many occupations have none of.
_DEFINITIONS, _NAMES, _SKILLS = 1.2, 1.0, 0.35


@cache
def codes() -> tuple[str, ...]:
    """All codes in order; rows and columns of `table`."""
    return tuple(sorted(all_occupations()))


@cache
def places() -> dict[str, int]:
    return {code: place for place, code in enumerate(codes())}


def likeness(left: str, right: str) -> float:
    """1.0 for the same code. Raises KeyError for a code that the edition does not have."""
    return float(table()[places()[left], places()[right]])


def kinship(left: str, right: str) -> str:
    """The name of what makes them alike: a relation of the tree, or "related_work" across it."""
    named = relation(left, right)
    return RELATED if likeness(left, right) > _by_tree(left, right) else named


def _by_tree(left: str, right: str) -> float:
    if is_group_of(left, right) or is_group_of(right, left):
        return _GROUP_OF_THE_OTHER
    return BY_TREE[relation(left, right)]


@cache
def table() -> Table:
    """`likeness` of all pairs of `codes`, symmetric; 2,047 x 2,047 numbers."""
    parts = np.array([code.split("-") for code in codes()])
    level = np.zeros((len(parts), len(parts)), dtype=np.intp)
    alike = np.ones_like(level, dtype=np.bool_)
    for column in range(3):
        alike &= parts[:, None, column] == parts[None, :, column]
        # A middle group itself has "00" in its third place, and that is no small group.
        level += alike & ((parts[:, None, 2] != "00") | (column < 2))
    values = np.array([BY_TREE[name] for name in ("different", "same_major_group", "same_middle_group")] + [0.7])[level]
    _set_groups(values)
    for left, right, value in related():
        row, column = places()[left], places()[right]
        more = value if _is_in_small_group(left, right) else max(values[row, column], value)
        values[row, column] = values[column, row] = more
    np.fill_diagonal(values, 1.0)
    return values


def _set_groups(values: Table) -> None:
    inside: defaultdict[str, list[int]] = defaultdict(list)
    for code, place in places().items():
        inside[code[:-2]].append(place)
    for group, row in places().items():
        if group.endswith("-00") and not group.endswith("-00-00"):
            values[row, inside[group[:-2]]] = values[inside[group[:-2]], row] = _GROUP_OF_THE_OTHER


@cache
def related() -> tuple[Related, ...]:
    """(code, other code, likeness) across small groups; none where the release does not ship the file."""
    rows = read_rows("related_occupations.csv")
    known = places()
    return tuple(
        (row["code"], row["other"], float(row["likeness"]))
        for row in rows
        if row["code"] in known and row["other"] in known
    )


# -- finding them -------------------------------------------------------------------------------------------------


def find_related(titles: list[tuple[str, str]]) -> list[Related]:
    """What `related_occupations.csv` should hold. `titles` are labelled ones, (cleaned title, code)."""
    near = (
        _DEFINITIONS * _cosines([phrases(text) for text in _definitions()], is_damped=True)
        + _NAMES * _cosines(_names(titles), is_damped=True)
        + _SKILLS * _cosines(_skills())
    )
    values = np.minimum(_MOST, _SLOPE * np.maximum(near.toarray() - _NOISE, 0.0))
    # The groups of the classification are not all alike: in some, neighbours have nothing in common but the group.
    small = BY_TREE["same_small_group"]
    inside = np.minimum(small, _LEAST_IN_GROUP + (small - _LEAST_IN_GROUP) * near.toarray() / _ENOUGH_IN_GROUP)
    found = []
    for row, column in zip(*np.nonzero(np.triu(np.ones_like(values), 1)), strict=True):
        left, right = codes()[row], codes()[column]
        if _is_in_small_group(left, right):
            if inside[row, column] < small:
                found.append((left, right, round(float(inside[row, column]), 2)))
        elif values[row, column] >= _LEAST and left[:7] != right[:7]:
            found.append((left, right, round(float(values[row, column]), 2)))
    return found


def _is_in_small_group(left: str, right: str) -> bool:
    """Two different leaves of one small group."""
    return left[:7] == right[:7] and left[5:7] != "00" and "00" not in (left[8:], right[8:])


def _cosines(documents: list[list[str]], *, is_damped: bool = False) -> sparse.csr_matrix:
    rows = Weighing.of(documents).vectors(documents, is_damped=is_damped)
    return rows @ rows.T


def _definitions() -> list[str]:
    texts = {row["code"]: f"{row['name']} {row['definition']} {row['tasks']}" for row in _classification()}
    return [texts[code] for code in codes()]


def _classification() -> list[dict[str, str]]:
    return read_rows("occupations_csco2022.csv")


def _names(titles: list[tuple[str, str]]) -> list[list[str]]:
    known: defaultdict[str, list[str]] = defaultdict(list)
    for item in all_occupations().values():
        known[item.code] += [item.name, *item.listed]
    for name, code in [(name, code) for name, code, _ in everyday_names()] + titles:
        known[code].append(name)
    return [[gram for name in known[code] for gram in grams(squeeze(name))] for code in codes()]


def _skills() -> list[list[str]]:
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for skill in all_skills().values():
        for code in skill.occupations:
            asked[code].append(skill.code)
    return [asked[code] for code in codes()]

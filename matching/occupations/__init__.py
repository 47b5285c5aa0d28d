"""The national classification of occupations (2022), everyday names, and from a title as written to a code."""

from matching.occupations.classification import (
    Occupation,
    all_occupations,
    ancestors,
    distance,
    find,
    is_group_of,
    relation,
)
from matching.occupations.normaliser import normalise, suggest
from matching.occupations.titles import clean_title

__all__ = [
    "Occupation",
    "all_occupations",
    "ancestors",
    "clean_title",
    "distance",
    "find",
    "is_group_of",
    "normalise",
    "relation",
    "suggest",
]

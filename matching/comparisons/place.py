"""Where the person would work, in order of preference, against where the posts are."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade, Matrix
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.places import distance_km

_CHOICES = (("choice_1", 1.0), ("choice_2", 0.9), ("choice_3", 0.82), ("choice_later", 0.75))
_ANY, _UNWANTED = 0.65, 0.05
UNNAMED = 2**31

TalentKey = tuple[str | None, tuple[str, ...], bool]


def job_cities(job: JobRecord) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.city_code for place in job.places))


def wished_places(talent: TalentRecord) -> tuple[tuple[str, ...], bool]:
    return talent.wanted_cities, talent.accepts_any_city


def talent_places(talent: TalentRecord) -> TalentKey:
    return talent.city_code, talent.wanted_cities, talent.accepts_any_city


def _grade(cities: tuple[str, ...], talent: TalentKey) -> Grade:
    home, wanted, accepts_any = talent
    if not cities or (not wanted and not accepts_any):
        return UNKNOWN_GRADE
    positions = [(wanted.index(city), city) for city in cities if city in wanted]
    if positions:
        position, city = min(positions)
        level, score = _CHOICES[min(position, len(_CHOICES) - 1)]
        return Grade(level, score, _facts(city, home, position + 1))
    if accepts_any:
        return Grade("any_city", _ANY, _facts(cities[0], home, None))
    return Grade("not_wanted", _UNWANTED, _facts(cities[0], home, None))


def _facts(city: str, home: str | None, choice: int | None) -> dict[str, object]:
    facts: dict[str, object] = {"city_code": city}
    if choice is not None:
        facts["choice"] = choice
    distance = distance_km(home, city) if home else None
    if distance is not None:
        facts["distance_km"] = distance
    return facts


class Wishes:
    """Where many people would work, asked city by city."""

    def __init__(self, talents: Sequence[tuple[tuple[str, ...], bool]]) -> None:
        self.any_city = np.array([accepts_any for _, accepts_any in talents], dtype=np.bool_)
        self.is_silent = np.array([not wanted and not accepts_any for wanted, accepts_any in talents], dtype=np.bool_)
        self._named: dict[str, tuple[list[int], list[int]]] = {}
        for person, (wanted, _) in enumerate(talents):
            for position, city in enumerate(wanted):
                people, positions = self._named.setdefault(city, ([], []))
                people.append(person)
                positions.append(position)

    def choices(self, cities: Iterable[str]) -> NDArray[np.int64]:
        """The best position of one of the cities among what each person named; `UNNAMED` where none is."""
        best = np.full(len(self.any_city), UNNAMED)
        for city in cities:
            people, positions = self._named.get(city, ([], []))
            np.minimum.at(best, people, positions)
        return best


def _matrix(jobs: Sequence[tuple[str, ...]], talents: Sequence[TalentKey]) -> Matrix:
    wishes = Wishes([key[1:] for key in talents])
    choices = np.array([score for _, score in _CHOICES])
    scores = np.full((len(jobs), len(talents)), np.nan)
    for row, cities in enumerate(jobs):
        if cities:
            position = wishes.choices(cities)
            named = choices[np.minimum(position, len(_CHOICES) - 1)]
            scores[row] = np.where(position < UNNAMED, named, np.where(wishes.any_city, _ANY, _UNWANTED))
            scores[row, wishes.is_silent] = np.nan
    return scores


PLACE = Comparison(
    "place",
    (*(level for level, _ in _CHOICES), "any_city", "not_wanted", UNKNOWN),
    job_key=job_cities,
    talent_key=talent_places,
    grade=_grade,
    # Where the person is now is told, and not graded.
    bare=lambda key: (None, *key[1:]),
    matrix=_matrix,
)

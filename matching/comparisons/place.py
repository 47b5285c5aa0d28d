"""Where the person would work, in order of preference, against where the posts are."""

from matching.levels import UNKNOWN, UNKNOWN_GRADE, Comparison, Grade
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.places import distance_km

_CHOICES = (("choice_1", 1.0), ("choice_2", 0.9), ("choice_3", 0.82), ("choice_later", 0.75))
_ANY, _UNWANTED = 0.65, 0.05

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


PLACE = Comparison(
    "place",
    (*(level for level, _ in _CHOICES), "any_city", "not_wanted", UNKNOWN),
    job_key=job_cities,
    talent_key=talent_places,
    grade=_grade,
    # Where the person is now is told, and not graded.
    bare=lambda key: (None, *key[1:]),
)

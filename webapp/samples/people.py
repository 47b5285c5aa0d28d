"""Names and words of the sample world, drawn by seed. Files hold the words; nothing here is a real person or firm."""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from webapp.core.identifiers import credit_check_character

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


@dataclass(frozen=True)
class Trade:
    """One kind of work of the sample world, with what such posts usually ask and pay."""

    code: str
    track: str
    titles: list[str]
    pay_low: int
    pay_high: int
    must: list[str]
    nice: list[str]
    education: str
    level: int | None
    certificates: list[str]
    experience_months: int
    sections: list[str]
    duties: list[str]


@dataclass(frozen=True)
class Town:
    """One of the nine cities as the sample world weighs it."""

    city_code: str
    pay_factor: float
    vacancies_weight: int
    people_weight: int
    streets: list[str]
    benefit: str


@dataclass(frozen=True)
class Words:
    """Everything that is drawn from."""

    trades: list[Trade]
    towns: list[Town]
    brands: list[str]
    sections: dict[str, tuple[list[str], list[str]]]
    people: dict[str, list[str]]


def read_words() -> Words:
    people = {row["kind"]: parts(row["words"]) for row in rows("people.csv")}
    sections = {row["section"]: (parts(row["words"]), parts(row["suffixes"])) for row in rows("firms.csv")}
    brands = (_DATA / "brands.txt").read_text(encoding="utf-8").split()
    return Words([_trade(row) for row in rows("occupations.csv")], _towns(), brands, sections, people)


def _trade(row: dict[str, str]) -> Trade:
    return Trade(
        code=row["code"],
        track=row["track"],
        titles=parts(row["titles"]),
        pay_low=int(row["pay_low"]),
        pay_high=int(row["pay_high"]),
        must=parts(row["must"]),
        nice=parts(row["nice"]),
        education=row["education"],
        level=int(row["level"]) if row["level"] else None,
        certificates=parts(row["certificates"]),
        experience_months=int(row["experience"]),
        sections=parts(row["industries"]),
        duties=parts(row["duties"]),
    )


def _towns() -> list[Town]:
    return [
        Town(
            row["city_code"],
            float(row["pay_factor"]),
            int(row["weight_vacancies"]),
            int(row["weight_people"]),
            parts(row["streets"]),
            row["benefit"],
        )
        for row in rows("places.csv")
    ]


def person_name(random: Random, words: Words) -> str:
    return random.choice(words.people["surname"]) + random.choice(words.people["given"])


def sample_phone(number: int) -> str:
    """A number of a form that carriers do not hand out (1 + 0...), so that no real line is ever named."""
    return f"100{number:08d}"


def credit_code(city_code: str, number: int) -> str:
    """A code with a right check character and a registration office that does not exist (9 at the second place)."""
    body = f"99{city_code}{number:09d}"
    return body + credit_check_character(body)

"""Labels and choices of every code list, loaded once a process: a few thousand rows that change by release only."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Named:
    """A row as a page needs it."""

    code: str
    name_zh: str
    name_en: str
    parent: str | None = None
    rank: int | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def name(self, language: str) -> str:
        return (self.name_en or self.name_zh) if language == "en" else self.name_zh


@dataclass(frozen=True)
class Catalogue:
    """All names by list and code. `language` is "zh" or "en" throughout."""

    lists: dict[str, dict[str, Named]]
    cities: dict[str, Named]
    divisions: dict[str, Named]
    occupations: dict[str, Named]
    skills: dict[str, Named]
    city_words: dict[str, str]

    def label(self, list_name: str, code: str | int | None, language: str) -> str:
        """The name of a code of a small list; empty where the code is None or unknown."""
        row = self.lists.get(list_name, {}).get(str(code))
        return row.name(language) if row else ""

    def choices(self, list_name: str, language: str) -> list[tuple[str, str]]:
        """(code, label) in the list's own order."""
        return [(row.code, row.name(language)) for row in self.lists.get(list_name, {}).values()]

    def city_label(self, code: str | None, language: str) -> str:
        row = self.divisions.get(code or "")
        return row.name(language) if row else ""

    def city_choices(self, language: str) -> list[tuple[str, str]]:
        return [(row.code, row.name(language)) for row in self.cities.values()]

    def district_choices(self, city_code: str, language: str) -> list[tuple[str, str]]:
        rows = [row for row in self.divisions.values() if row.parent == city_code and not row.details.get("ended")]
        return [(row.code, row.name(language)) for row in rows]

    def find_city(self, text: str) -> str | None:
        """The code of a city by code, name, alias or pinyin, written alone; None when there is none such."""
        return self.city_words.get(text.strip().casefold().removesuffix("\u5e02"))

    def occupation_label(self, code: str | None, language: str) -> str:
        row = self.occupations.get(code or "")
        return row.name(language) if row else ""

    def occupation_groups(self, language: str) -> list[tuple[str, str]]:
        """The major and second-level groups, for choosing what a run or a search is about."""
        rows = [row for row in self.occupations.values() if row.rank in (1, 2)]
        return [(row.code, row.name(language)) for row in sorted(rows, key=lambda row: row.code)]

    def skill_label(self, code: str | None, language: str) -> str:
        row = self.skills.get(code or "")
        return row.name(language) if row else ""

"""One row of text to a draft. Everything that is wrong with a row is found at once, with its column."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matching.folding import squeeze
from matching.occupations import normalise
from matching.text import parse_education, parse_experience, parse_pay, pay_problem
from matching.text.skill_lists import read_skill_list
from webapp.core.errors import RuleBroken
from webapp.intake.rules import words
from webapp.postings.rules import DraftPlace, ProfileDraft, Track, VacancyDraft, WantedSkill
from webapp.reference.catalogue import Catalogue

Row = dict[str, str]
_LIST = re.compile(r"[,\uff0c\u3001;\uff1b/|\n]+")
_PHONE = re.compile(r"1\d{10}")
_SURE = 0.25
_MOST_SKILLS = 30


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What the uploader says for all rows, where the file says nothing."""

    employment_form: str = "full_time"
    contract_kind: str = "fixed_term"
    term_months: int = 12
    hours_per_day: float = 8
    days_per_week: float = 5
    has_social_insurance: bool = True
    valid_days: int = 60
    address: str = ""
    duties: str = ""


@dataclass(frozen=True)
class ReadVacancy:
    """A row's draft with the employer it names; `key` recognises the same row in another file."""

    draft: VacancyDraft
    organisation_name: str
    credit_code: str | None
    key: str


@dataclass(frozen=True)
class ReadProfile:
    draft: ProfileDraft
    key: str


class RowProblems(Exception):
    """Everything that is wrong with one row."""

    def __init__(self, problems: list[RuleBroken]) -> None:
        super().__init__("row_refused")
        self.problems = problems


class _Cells:
    """The cells of one row by field, and the problems found so far."""

    def __init__(self, row: Row, mapping: dict[str, str], names: Catalogue) -> None:
        self.values = {field: row.get(column, "") for column, field in mapping.items()}
        self.names = names
        self.problems: list[RuleBroken] = []

    def text(self, field: str, most: int = 200) -> str:
        return self.values.get(field, "").strip()[:most]

    def refuse(self, code: str, field: str, **facts: Any) -> None:
        self.problems.append(RuleBroken(code, field=field, facts=facts))

    def parts(self, field: str, most: int = 30) -> tuple[str, ...]:
        found = (part.strip()[:60] for part in _LIST.split(self.text(field, 2000)))
        return tuple(dict.fromkeys(part for part in found if part))[:most]

    def needed(self, field: str, most: int = 80) -> str:
        text = self.text(field, most)
        if not text:
            self.refuse("cell_empty", field)
        return text

    def cities(self, field: str) -> tuple[str, ...]:
        codes = []
        for part in self.parts(field, 9):
            code = self.city(part)
            if code is None:
                known = "\u3001".join(row.name_zh.removesuffix("\u5e02") for row in self.names.cities.values())
                self.refuse("city_unknown", field, text=part[:20], known=known)
            else:
                codes.append(code)
        return tuple(dict.fromkeys(codes))

    def city(self, text: str) -> str | None:
        """A city by name, also with its district behind it."""
        found = self.names.find_city(text)
        if found:
            return found
        for word, code in self.names.city_words.items():
            if len(word) >= 2 and not word.isascii() and text.startswith(word):
                return code
        return None

    def district(self, text: str, city_code: str | None) -> str | None:
        if city_code is None:
            return None
        rows = [row for row in self.names.divisions.values() if row.parent == city_code]
        return next((row.code for row in rows if row.name_zh in text or row.name_zh[:-1] in text), None)

    def headcount(self) -> int | None:
        text = self.text("headcount", 20)
        if squeeze(text) in words("vague_headcount"):
            self.refuse("headcount_vague", "headcount", text=text)
            return None
        digits = re.match(r"\d{1,6}", text)
        if not digits or not 1 <= int(digits.group()) <= 100_000:
            self.refuse("headcount_unreadable", "headcount", text=text)
            return None
        return int(digits.group())

    def pay(self, *, is_needed: bool) -> tuple[float | None, float | None, str | None, float | None]:
        text = self.text("pay", 60)
        if not text:
            if is_needed:
                self.refuse("cell_empty", "pay")
            return None, None, None, None
        parsed = parse_pay(text)
        if parsed is None:
            problem = pay_problem(text) or "unreadable"
            if is_needed or problem != "negotiable":
                self.refuse(f"pay_{problem}", "pay", text=text)
            return None, None, None, None
        low = parsed.min if parsed.min is not None else parsed.max
        high = parsed.max if parsed.max is not None else parsed.min
        return low, high, parsed.period, parsed.months

    def education(self) -> str | None:
        text = self.text("education", 40)
        code = parse_education(text) if text else None
        if text and code is None:
            self.refuse("education_unreadable", "education", text=text)
        return "81" if code == "80" else code

    def experience(self) -> tuple[int | None, int | None]:
        text = self.text("experience", 40)
        read = parse_experience(text) if text else (None, None)
        if read is None:
            self.refuse("experience_unreadable", "experience", text=text)
            return None, None
        return read

    def skills(self, field: str) -> tuple[WantedSkill, ...]:
        items = read_skill_list(self.text(field, 2000))[:_MOST_SKILLS]
        return tuple(WantedSkill(item.text[:60], item.code) for item in items)

    def day(self, field: str, today: date, default_days: int) -> date:
        text = self.text(field, 30)
        if not text:
            return today + timedelta(days=default_days)
        digits = re.findall(r"\d+", text)
        try:
            return date(int(digits[0]), int(digits[1]), int(digits[2]))
        except (IndexError, ValueError, OverflowError):
            self.refuse("date_unreadable", field, text=text)
            return today

    def track(self, education: str | None, occupation: str | None) -> str:
        text = squeeze(self.text("track", 20))
        if text:
            return Track.TALENT if any(word in text for word in words("talent")) else Track.LABOUR
        # Professional and technical occupations (major group 2) are the talent side of the market.
        is_talent = bool(occupation and occupation.startswith("2-")) or education in ("21", "14", "11")
        return Track.TALENT if is_talent else Track.LABOUR

    def finish(self) -> None:
        if self.problems:
            raise RowProblems(self.problems)


def _occupation(title: str) -> str | None:
    ranked = normalise([title])[0] if title else []
    return ranked[0][0] if ranked and ranked[0][1] >= _SURE else None


def _key(*parts: object) -> str:
    text = "\x1f".join(squeeze(str(part)) for part in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_vacancy(
    row: Row, mapping: dict[str, str], names: Catalogue, defaults: Defaults, today: date, *, own_name: str | None
) -> ReadVacancy:
    """Raises RowProblems with everything that is wrong. `own_name` is set when an employer brings its own file."""
    cells = _Cells(row, mapping, names)
    title = cells.needed("title")
    organisation = own_name or cells.needed("organisation", 120)
    cities = cells.cities("cities")
    if not cities and not any(problem.field == "cities" for problem in cells.problems):
        cells.refuse("cell_empty", "cities")
    low, high, period, months = cells.pay(is_needed=True)
    education, (least, most) = cells.education(), cells.experience()
    headcount = cells.headcount()
    valid_through = cells.day("valid_through", today, defaults.valid_days)
    occupation = _occupation(title)
    skills, nice = cells.skills("skills"), cells.skills("nice_skills")
    place_text = cells.text("cities") + cells.text("address")
    address = cells.text("address") or defaults.address or cells.text("cities")
    district = cells.district(place_text, cities[0] if cities else None)
    places = tuple(DraftPlace(code, district if number == 0 else None, address) for number, code in enumerate(cities))
    cells.finish()
    draft = VacancyDraft(
        track=cells.track(education, occupation),
        title=title,
        occupation_code=occupation,
        headcount=headcount,
        duties=cells.text("duties", 5000) or _duties(defaults, title, skills),
        places=places,
        pay_min_yuan=low,
        pay_max_yuan=high,
        pay_period=period,
        pay_months=months,
        employment_form=defaults.employment_form,
        contract_kind=defaults.contract_kind,
        term_months=defaults.term_months,
        hour_scheme="standard",
        hours_per_day=defaults.hours_per_day,
        days_per_week=defaults.days_per_week,
        has_social_insurance=defaults.has_social_insurance,
        education_code=education or "90",
        experience_min_months=least,
        experience_max_months=most,
        certificates=cells.parts("certificates", 10),
        must_skills=skills,
        nice_skills=nice,
        valid_through=valid_through,
    )
    key = _key(organisation, title, "|".join(cities), cells.text("address"))
    return ReadVacancy(draft, organisation, cells.text("credit_code", 30) or None, key)


def _duties(defaults: Defaults, title: str, skills: tuple[WantedSkill, ...]) -> str:
    """The row's own title and skills, and what the uploader said for all rows without a description."""
    named = "\u3001".join([title, *(skill.text for skill in skills)])
    return "\n".join(part for part in (named, defaults.duties) if part)


def read_profile(row: Row, mapping: dict[str, str], names: Catalogue, today: date) -> ReadProfile:
    """Raises RowProblems with everything that is wrong."""
    cells = _Cells(row, mapping, names)
    titles = cells.parts("titles", 5)
    if not titles:
        cells.refuse("cell_empty", "titles")
    city_now = cells.city(cells.text("city_now", 40))
    if city_now is None:
        known = "\u3001".join(one.name_zh.removesuffix("\u5e02") for one in names.cities.values())
        cells.refuse("city_unknown", "city_now", text=cells.text("city_now", 20), known=known)
    is_any = squeeze(cells.text("wanted_cities", 40)) in words("any_city")
    wanted = () if is_any else cells.cities("wanted_cities")
    name, phone = cells.needed("real_name", 40), re.sub(r"\D", "", cells.text("phone", 30)).removeprefix("86")
    if not _PHONE.fullmatch(phone):
        cells.refuse("phone_unreadable", "phone")
    low, high, period, _ = cells.pay(is_needed=False)
    education, (months, _) = cells.education(), cells.experience()
    codes = tuple(dict.fromkeys(code for title in titles if (code := _occupation(title))))
    cells.finish()
    draft = ProfileDraft(
        track=cells.track(education, codes[0] if codes else None),
        real_name=name,
        phone=phone,
        wanted_titles=titles,
        occupation_codes=codes,
        city_code=city_now,
        wanted_cities=wanted,
        accepts_any_city=is_any or not wanted,
        pay_min_yuan=low,
        pay_max_yuan=high if high != low else None,
        pay_period=period,
        education_code=education,
        experience_min_months=months,
        certificates=cells.parts("certificates", 10),
        skills=cells.skills("skills"),
        summary=cells.text("summary", 1000),
        valid_through=today + timedelta(days=120),
    )
    return ReadProfile(draft, _key(name, phone, draft.track))

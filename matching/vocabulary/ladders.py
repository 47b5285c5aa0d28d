"""Ladders on which "and above" has a meaning: education, skill levels, professional titles.

Education: GB/T 4658-2006; completed ranks above not completed. Skill levels and titles are ordinals, higher is better:
the old national qualification counted downwards (five is the lowest), which is why its numbers are never stored.
What a rung of one ladder is worth on another stands in `equivalences.csv`, each row with the document that says so.
"""

import re
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any

from matching.folding import squeeze
from matching.vocabulary.tables import read_rows, split_list


@dataclass(frozen=True, slots=True)
class Rung:
    rank: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Title:
    """A professional title: its rank, and its series where the name belongs to one alone."""

    series: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rung is worth elsewhere: it `equals`, `covers`, or no more than `may_apply` or `may_count`."""

    id: str
    from_ladder: str
    from_level: str
    to_ladder: str
    to_level: str
    kind: str
    source: str
    number: str
    valid_from: str
    valid_until: str
    verified: bool

    def facts(self) -> dict[str, Any]:
        """Plain values, to stand in an explanation."""
        return asdict(self)


@cache
def _education() -> dict[str, int]:
    return {row["code"]: int(row["rank"]) for row in read_rows("education.csv")}


def education_rank(code: str | None) -> int | None:
    """Rank of an education code; None when it is not stated or not on the ladder."""
    return _education().get(code or "")


@cache
def _schools() -> tuple[int, ...]:
    """Ranks of what people finish one after the other: primary, junior, senior, college, bachelor, master, doctor."""
    return tuple(_education()[code] for code in ("81", "71", "61", "31", "21", "14", "11"))


def education_steps(least: int, held: int) -> int:
    """How many schools or degrees lie between two ranks: 0 where the held one is enough."""
    return sum(held < rank <= least for rank in _schools())


@cache
def skill_levels() -> tuple[Rung, ...]:
    """From apprentice (1) to chief technician (8)."""
    return _rungs("skill_levels.csv")


@cache
def title_ranks() -> tuple[Rung, ...]:
    """From technician level (1) to full senior level (5)."""
    return _rungs("title_ranks.csv")


# -- reading ------------------------------------------------------------------------------------------------------

# A senior technician's name holds a technician's, so the longer stands first; and an engineer is no worker.
_NAMED = (
    (8, "首席技师|chieftechnician"),
    (7, "特级技师|special(?:grade)?technician"),
    (6, "高级技师|seniortechnician"),
    (5, "(?<!预备)(?<!主管)(?<!主任)技师(?!范)|(?<!senior)(?<!grade)(?<!chief)technician"),
    (4, "高级工(?![程艺])|seniorworker|高级技能"),
    (3, "中级工(?![程艺])|intermediateworker|中级技能"),
    (2, "初级工(?![程艺])|juniorworker|初级技能"),
    (1, "学徒工?|apprentice"),
)
_NAMED_PATTERNS = [(rank, re.compile(names)) for rank, names in _NAMED]
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NUMBERED = re.compile("([一二三四五1-5]|i{1,3}|iv|v)级工?|(?:level|grade)([1-5])")
_TRADE = re.compile("(初|中|高)级(?=[^级]{1,6}工$)")
_OF_TRADE = {"初": 2, "中": 3, "高": 4}
_FILLER = re.compile(
    "(?:国家)?职业(?:资格|技能等级)|技能等级|national|vocational|qualification|skill|证书|证|及?以上|[()\\[\\]【】]"
)
_OFFICIAL = re.compile("职业资格|技能等级|vocationalqualification")


@lru_cache(maxsize=50_000)
def find_skill_level(text: str) -> int | None:
    """The ordinal of a skill level by any of its names, new or old; None where two of them disagree.

    A number alone is a level only where nothing else stands beside it ("英语四级" is no skill level).
    """
    plain = squeeze(text)
    known = _names("skill_levels.csv").get(plain)
    return known if known is not None else level_within(plain)[1]


@lru_cache(maxsize=50_000)
def level_within(plain: str) -> tuple[str, int | None, int | None]:
    """(trade, level, old number) of a squeezed name such as "国家职业资格三级(电工)"; no level where it names none."""
    rest, found = plain, set()
    for rank, pattern in _NAMED_PATTERNS:
        rest, times = pattern.subn("", rest)
        found |= {rank} if times else set()
    numbers = {_number(match) for match in _NUMBERED.finditer(rest)}
    bare = _FILLER.sub("", _NUMBERED.sub("", rest))
    counts = bool(numbers) and (not bare or bool(found) or _OFFICIAL.search(plain) is not None)
    if counts:
        rest = bare
        found |= {level for number in numbers if (level := old_level(number)) is not None}
    rest = _FILLER.sub("", rest)
    if not found and (trade := _TRADE.search(rest)):
        found, rest = {_OF_TRADE[trade.group(1)]}, _TRADE.sub("", rest)
    if len(found) != 1:
        return plain, None, None
    is_old = counts and len(numbers) == 1 and "职业资格" in plain
    return rest, found.pop(), numbers.pop() if is_old else None


def _number(match: re.Match[str]) -> int:
    written = match.group(1) or match.group(2)
    return _DIGITS.get(written) or int(written)


@cache
def _old_levels() -> dict[int, int]:
    return {int(row["old_level"]): int(row["rank"]) for row in read_rows("skill_levels.csv") if row["old_level"]}


def old_level(number: int) -> int | None:
    """The ordinal of an old national qualification: the smaller its number, the higher it is."""
    return _old_levels().get(number)


@cache
def _titles() -> dict[str, Title]:
    return {
        squeeze(row["name"]): Title(row["series"] or None, int(row["rank"])) for row in read_rows("title_names.csv")
    }


_TITLE_ENDING = re.compile("(?:专业技术)?(?:职称|任职资格|资格)?(?:证书|证)?$")


def find_title(text: str) -> Title | None:
    """Series and rank of a professional title by its name; a bare rank ("副高") has no series."""
    plain = squeeze(text)
    for name in dict.fromkeys((plain, _TITLE_ENDING.sub("", plain))):
        if name in _titles():
            return _titles()[name]
        if name in _names("title_ranks.csv"):
            return Title(None, _names("title_ranks.csv")[name])
    return None


def find_title_rank(text: str) -> int | None:
    """The ordinal of a professional title by any of its names."""
    found = find_title(text)
    return None if found is None else found.rank


def _rungs(file: str) -> tuple[Rung, ...]:
    return tuple(Rung(int(row["rank"]), row["name_zh"], row["name_en"]) for row in read_rows(file))


@cache
def _names(file: str) -> dict[str, int]:
    return {
        squeeze(name): int(row["rank"])
        for row in read_rows(file)
        for name in (row["name_zh"], row["name_en"], *split_list(row["synonyms"]))
    }


# -- from ladder to ladder ----------------------------------------------------------------------------------------


@cache
def all_rules() -> tuple[Rule, ...]:
    rows = read_rows("equivalences.csv")
    return tuple(Rule(**{**row, "verified": row["verified"] == "yes"}) for row in rows)  # type: ignore[arg-type]


@cache
def _rules(kind: str, from_ladder: str) -> tuple[Rule, ...]:
    """Rules that hold; those that have ended stay in the file for what was once said by them."""
    return tuple(
        rule for rule in all_rules() if (rule.kind, rule.from_ladder) == (kind, from_ladder) and not rule.valid_until
    )


def equals(ladder: str, level: object, other_ladder: str, other_level: object) -> Rule | None:
    """The rule by which two rungs are the same, whichever of them is named first."""
    here, there = (ladder, str(level)), (other_ladder, str(other_level))
    for rule in (*_rules("equals", ladder), *_rules("equals", other_ladder)):
        ends = (rule.from_ladder, rule.from_level), (rule.to_ladder, rule.to_level)
        if ends in ((here, there), (there, here)):
            return rule
    return None


def covering_levels(held: int, asked: int) -> tuple[Rule, ...]:
    """The rules by which a higher skill level does for a lower one, step by step."""
    steps = [rule for rule in _rules("covers", "skill_level") if asked < int(rule.from_level) <= held]
    return tuple(steps)


def may_apply(skill_level: int | None, title_rank: int) -> Rule | None:
    """The rule by which a skill level opens the way to a title of this rank: to apply for it, not to hold it."""
    able = [
        rule
        for rule in _rules("may_apply", "skill_level")
        if skill_level is not None and int(rule.from_level) <= skill_level and int(rule.to_level) >= title_rank
    ]
    return min(able, key=lambda rule: int(rule.to_level), default=None)


def may_count(school_class: str, floor: str | None) -> Rule | None:
    """The rule by which a class of a technician school may count as the education that is asked."""
    least = education_rank(floor)
    for rule in _rules("may_count", "technician_school"):
        rank = education_rank(rule.to_level)
        if rule.from_level == school_class and least is not None and rank is not None and rank >= least:
            return rule
    return None


def covering_licence(held: str, asked: str) -> Rule | None:
    """The rule by which one class of driving licence allows another; only as listed, not through a third."""
    return next((r for r in _rules("covers", "driving_licence") if (r.from_level, r.to_level) == (held, asked)), None)

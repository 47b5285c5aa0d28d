"""Certificates are free names, written in many ways: the licence of the vocabulary, or the name without its ending."""

import re
from functools import cache, lru_cache

from matching.folding import fold, squeeze
from matching.vocabulary.ladders import Rule, covering_levels, covering_licence, equals, level_within
from matching.vocabulary.skills import all_skills, find
from matching.vocabulary.tables import read_rows

_ENDING = re.compile(
    "(?:职业)?(?:从业|执业|上岗|作业|操作)?(?:资格|许可|合格|技能等级)?"
    "(?:证书|证明|证件|证|执照|牌照|license|certificate)$"
)
_NONE_AT_ALL = re.compile("(?:暂无|没有|无|none|nil|n/a)(?:任何)?(?:证书|证件|证)?$")
# Not a bare "无": 无人机驾驶证 and 无损检测证 are certificates.
_DENIAL = re.compile("^(?:没有|未持有?|未取得|不持有|暂无|尚无|(?:no|without) (?=[a-z]))")
_DRIVING = re.compile("驾驶|驾照|照$|driv")
_OTHER_VEHICLE = re.compile("无人机|叉车|船|飞机|飞行|铁路|列车|地铁|拖拉机|校车")
_CLASS = re.compile("(?<![a-z])[abc][1-6](?!\\d)|(?<![a-z0-9])[def](?![a-z0-9])")
_ANY_LICENCE = {"驾驶", "驾照", "机动车驾驶", "驾驶员", "司机驾驶"}
_CLASSES = (("technician_class", re.compile("(?:预备)?技师班")), ("advanced_class", re.compile("高级工班|高级技工班")))


@lru_cache(maxsize=50_000)
def _stem(name: str) -> str:
    plain = squeeze(name)
    return _ENDING.sub("", plain) or plain


@lru_cache(maxsize=50_000)
def licence_classes(name: str) -> tuple[str, ...]:
    """Classes of a driving licence for the road ("A1A2驾驶证"); none for other names."""
    if _stem(name) in _ANY_LICENCE:
        return ()
    known = all_skills().get(find(name) or "")
    for text in map(fold, (name, known.name_zh if known else "")):
        if _DRIVING.search(text) and not _OTHER_VEHICLE.search(text) and (found := _CLASS.findall(text)):
            return tuple(item.upper() for item in found)
    return ()


def is_denial(name: str) -> bool:
    """Says that something is not held, instead of naming what is."""
    return denies_all(name) or bool(_DENIAL.match(fold(name)))


def denies_all(name: str) -> bool:
    """Says that no certificate is held at all."""
    return bool(_NONE_AT_ALL.match(fold(name)))


def denied_name(name: str) -> str | None:
    """The one certificate that is said not to be held; None for all else."""
    return _DENIAL.sub("", fold(name)) if is_denial(name) and not denies_all(name) else None


@lru_cache(maxsize=200_000)
def covering(held: str, asked: str) -> tuple[Rule, ...] | None:
    """The rules by which one held certificate does for one asked; none needed for the same name, None if it does not.

    A low-voltage electrician's certificate is an electrician's certificate; the other way round it is not.
    """
    if is_denial(held):
        return None
    if classes := licence_classes(asked):
        return _by_licence(licence_classes(held), classes)
    if _stem(asked) in _ANY_LICENCE and _OTHER_VEHICLE.search(fold(held)):
        return None
    trade, level, number = level_within(squeeze(asked))
    if level is not None:
        return _by_level(held, _stem(trade), level, number)
    return () if _is_same_or_special(held, asked) else None


def _by_licence(held: tuple[str, ...], asked: tuple[str, ...]) -> tuple[Rule, ...] | None:
    if set(held) & set(asked):
        return ()
    rules = (covering_licence(own, wanted) for own in held for wanted in asked)
    return next(((rule,) for rule in rules if rule is not None), None)


def _by_level(held: str, trade: str, level: int, number: int | None) -> tuple[Rule, ...] | None:
    own_trade, own_level, own_number = level_within(squeeze(held))
    if own_level is None or own_level < level or trade not in _stem(own_trade):
        return None
    names = [rule] if (rule := _renaming(own_level, own_number, number)) else []
    return (*names, *covering_levels(own_level, level))


def _renaming(level: int, own_number: int | None, asked_number: int | None) -> Rule | None:
    """The rule that reads an old number as a new name, where one side writes the one and the other the other."""
    if (own_number is None) == (asked_number is None):
        return None
    return equals("national_qualification", own_number or asked_number, "skill_level", level)


def _is_same_or_special(held: str, asked: str) -> bool:
    known = find(asked)
    if known is not None and find(held) == known:
        return True
    stem = _stem(asked)
    return _stem(held) == stem or (len(stem) >= 2 and stem in _stem(held))


def covers(held: str, asked: str) -> bool:
    """One held certificate does for one asked: same licence, same name, a special kind or a higher level of it."""
    return covering(held, asked) is not None


def missing(asked: tuple[str, ...], held: tuple[str, ...]) -> list[str]:
    """Those of the asked certificates that none of the held ones covers, in their order."""
    return [name for name in asked if not any(covers(own, name) for own in held)]


def rules_used(asked: tuple[str, ...], held: tuple[str, ...]) -> list[Rule]:
    """The rules by which held certificates do for asked ones; of several ways the one with the fewest."""
    used: dict[str, Rule] = {}
    for name in asked:
        ways = [rules for own in held if (rules := covering(own, name)) is not None]
        used |= {rule.id: rule for rule in min(ways, key=len, default=())}
    return list(used.values())


def denied(asked: tuple[str, ...], held: tuple[str, ...]) -> list[str]:
    """Those of the missing certificates that the person says not to have; silence is no such statement.

    "无" speaks of all of them, but not beside a certificate that is held. A driving licence names all the classes that
    its holder may drive, so that one without the class asked for says no. What anybody gets within days is no obstacle.
    """
    lacking = [name for name in missing(asked, held) if not is_soon_had(name)]
    drives = {item for name in held if not is_denial(name) for item in licence_classes(name)}
    barred = [name for name in lacking if drives and licence_classes(name)]
    return barred + [name for name in _said_not_to_have(held, lacking) if name not in barred]


def _said_not_to_have(held: tuple[str, ...], lacking: list[str]) -> list[str]:
    if any(map(denies_all, held)) and all(map(is_denial, held)):
        return lacking
    named = [without for name in held if (without := denied_name(name)) is not None]
    return [name for name in lacking if any(covers(name, without) for without in named)]


@cache
def _soon_had() -> frozenset[str]:
    return frozenset(_stem(row["name"]) for row in read_rows("certificate_terms.csv"))


def is_soon_had(name: str) -> bool:
    """Anybody who is in order gets it within days, such as the health certificate of food handlers."""
    return _stem(name) in _soon_had()


def school_class(held: tuple[str, ...]) -> str | None:
    """The highest class of a technician school that a leaving certificate names."""
    texts = [squeeze(name) for name in held if not is_denial(name)]
    return next((name for name, words in _CLASSES if any(words.search(text) for text in texts)), None)

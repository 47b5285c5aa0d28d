"""Certificates are free names, written in many ways: the licence of the vocabulary, or the name without its ending."""

import re
from functools import lru_cache

from matching.folding import squeeze
from matching.vocabulary.skills import find

_ENDING = re.compile(
    "(?:职业)?(?:从业|执业|上岗|作业|操作)?(?:资格|许可|合格|技能等级)?"
    "(?:证书|证明|证件|证|执照|牌照|license|certificate)$"
)


@lru_cache(maxsize=50_000)
def _stem(name: str) -> str:
    plain = squeeze(name)
    return _ENDING.sub("", plain) or plain


@lru_cache(maxsize=200_000)
def covers(held: str, asked: str) -> bool:
    """One held certificate does for one asked: same licence, same name, or a special kind of the one asked.

    A low-voltage electrician's certificate is an electrician's certificate; the other way round it is not.
    """
    known = find(asked)
    if known is not None and find(held) == known:
        return True
    stem = _stem(asked)
    return _stem(held) == stem or (len(stem) >= 2 and stem in _stem(held))


def missing(asked: tuple[str, ...], held: tuple[str, ...]) -> list[str]:
    """Those of the asked certificates that none of the held ones covers, in their order."""
    return [name for name in asked if not any(covers(own, name) for own in held)]

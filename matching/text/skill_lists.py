"""A cell or an answer that lists skills, item by item."""

import re
from dataclasses import dataclass

from matching.text.skills import read_skills
from matching.vocabulary.skills import find, key_of


@dataclass(frozen=True, slots=True)
class ListedSkill:
    """One item of a list as written; `code` is None outside the vocabulary."""

    text: str
    code: str | None
    level: str | None = None


def read_skill_list(text: str) -> tuple[ListedSkill, ...]:
    """One cell or answer: each item apart, known ones with their code, the others as written, without repeats."""
    items: dict[str, ListedSkill] = {}
    for part in _LIST_MARKS.split(text):
        for item in _items_of(part.strip()):
            items.setdefault(item.code or key_of(item.text), item)
    return tuple(items.values())


# No slash: "TCP/IP" and "C/C++" are one item each, unless their halves are skills of their own.
_LIST_MARKS = re.compile("[,\uff0c\u3001;\uff1b|\n]+")
_SLASH = re.compile("[/\uff0f]| 和 |及|以及")


def _items_of(part: str) -> list[ListedSkill]:
    """One item, or several where a slash or "及" joins names that are all known."""
    if not part:
        return []
    whole = _item(part)
    halves = [_item(half.strip()) for half in _SLASH.split(part) if half.strip()]
    if whole.code is None and len(halves) > 1 and all(half.code for half in halves):
        return halves
    return [whole]


def _item(part: str) -> ListedSkill:
    """ "熟练使用Excel": the name is the skill, the word before it its level."""
    part = part[:200]
    code = find(part)
    if code:
        return ListedSkill(part, code)
    mentions = read_skills(part)
    covered = sum(mention.end - mention.start for mention in mentions)
    if len(mentions) == 1 and (mentions[0].level or covered >= 0.6 * len(part)):
        return ListedSkill(part, mentions[0].code, mentions[0].level)
    return ListedSkill(part, None)

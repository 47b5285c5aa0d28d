"""What the law forbids to weigh never reaches matching: the records have no place for it."""

from dataclasses import fields

import pytest

from matching.records import JobRecord, Place, TalentRecord

PROTECTED = (
    "sex", "gender", "age", "birth", "ethnic", "nation", "hukou", "household", "marri", "marital", "child", "health",
    "disab", "religio", "party", "height", "weight", "photo",
)  # fmt: skip


@pytest.mark.parametrize("record", [JobRecord, TalentRecord, Place])
def test_records_have_no_protected_field(record: type) -> None:
    # "age" is looked for as a word of its own, since "wage" and "language" are no harm.
    names = [field.name for field in fields(record)]
    found = [name for name in names for part in name.split("_") if _is_protected(part)]
    assert names and found == []


def _is_protected(word: str) -> bool:
    return word == "age" or any(word.startswith(stem) for stem in PROTECTED if stem != "age")

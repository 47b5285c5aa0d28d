"""Every rule of the lint on its examples: traps stay silent, evasions fire, the table of rules is up to date."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from webapp.postings.drafts import snapshot_of, vacancy_of_snapshot
from webapp.postings.lint import Finding, MinimumWage, PostingFacts, Report, Severity, lint
from webapp.postings.lint.contacts import covered
from webapp.postings.lint.documenting import SUBJECTS, rules_document
from webapp.postings.lint.examples import DAY, Example, examples, input_of, lawful_draft
from webapp.postings.lint.normal import normal
from webapp.postings.lint.tables import laws, limits_on, read_rows, rules_on, ruleset
from webapp.postings.lint.words import word_lists
from webapp.postings.lint_messages import FINDINGS

ROOT = Path(__file__).parents[2]
# A real advertisement (domain guide 4.2).
SPECIMEN = "所有岗位以男性为主，或者已婚已育且无二胎打算的女性，所有候选人都需要上海户籍。\n候选人一般不超过35周岁"


def _of(text: str, **facts: object) -> Report:
    return lint(replace(lawful_draft(), duties=f"{lawful_draft().duties}\n{text}"), PostingFacts(today=DAY, **facts))


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.rule}-{one.severity}-{one.name}"[:80])
def test_an_example_finds_what_it_says_and_nothing_where_it_is_lawful(example: Example) -> None:
    draft, facts = input_of(example)
    found = lint(draft, facts).findings
    if example.severity is None:
        assert [one for one in found if one.severity is not Severity.NOTE] == []
        return
    own = [(one.rule, one.code, one.severity) for one in found]
    assert (example.rule, example.code, example.severity) in own
    for one in found:
        _points_into_the_original(one, draft)


def _points_into_the_original(one: Finding, draft: object) -> None:
    """The span is that of the words in the text as it was written."""
    if not one.text:
        return
    held = getattr(draft, one.field, None)
    text = held if isinstance(held, str) else draft.places[one.item].address if one.field == "address" else None  # type: ignore[attr-defined]
    if text is None:
        item = held[one.item]  # type: ignore[index]
        text = item if isinstance(item, str) else item.text
    assert text[one.start : one.end] == one.text and one.text


def test_there_are_enough_examples_and_half_of_them_are_lawful() -> None:
    texts = {(one.field, one.text) for one in examples() if one.text}
    lawful = {(one.field, one.text) for one in examples() if one.text and one.severity is None}
    assert len(texts) >= 250 and len(lawful) * 2 >= len(texts) - 5
    for rule in rules_on(DAY):
        assert any(one.rule == rule and one.severity for one in examples()), rule
        assert any(one.rule == rule and one.severity is None for one in examples()), rule


def test_the_real_advertisement_is_blocked_and_each_of_its_faults_is_named() -> None:
    found = {(one.rule, one.severity): one.text for one in _of(SPECIMEN).findings if one.severity is not Severity.NOTE}
    assert {rule for rule, _ in found} == {"W-SEX", "W-MARRIAGE", "W-HUKOU", "W-AGE"}
    assert found["W-SEX", Severity.BLOCK] and found["W-MARRIAGE", Severity.BLOCK]
    assert found["W-HUKOU", Severity.BLOCK] == "需要上海户籍"
    assert found["W-AGE", Severity.WARN] == "不超过35周岁"


@pytest.mark.parametrize(
    "written", ["限男性", "限 男性", "限·男·性", "限男性", "ＯＮＬＹ ＭＥＮ", "限\u200b男\u200d性", "限男\u00ad性"]
)
def test_evasions_fire_at_their_place_in_the_original(written: str) -> None:
    (found,) = _of(written).of(Severity.BLOCK)
    assert found.rule == "W-SEX" and found.text == written.strip()


def test_a_lawful_word_does_not_excuse_its_neighbour() -> None:
    assert [one.text for one in _of("女装设计师，只招女").of(Severity.BLOCK)] == ["只招女"]
    assert _of("不收押金，男性优先").of(Severity.BLOCK)
    assert _of("根据《劳动合同法》，本岗位只招男性").of(Severity.BLOCK)


def test_the_same_words_weigh_less_where_no_requirement_is_stated() -> None:
    assert _of("车间里男女比例为2:1").of(Severity.FLAG) and not _of("车间里男女比例为2:1").of(Severity.BLOCK)
    assert _of("任职要求：\n男女比例2:1").of(Severity.BLOCK)
    after = _of("任职要求：\n会用电脑\n工作内容：\n统计男女比例")
    assert after.of(Severity.FLAG) and not after.of(Severity.BLOCK)


def test_the_arithmetic_carries_its_own_numbers() -> None:
    draft = replace(lawful_draft(), hours_per_day=10.0, days_per_week=6.0)
    found = next(one for one in lint(draft, PostingFacts(today=DAY)).findings if one.code == "overtime_over_cap")
    assert found.values["week"] == 60 and found.values["overtime"] == 87 and found.values["most"] == 36
    assert found.laws == ("labour-41",)


def test_a_rate_that_nobody_verified_warns_and_a_missing_one_is_told() -> None:
    draft = replace(lawful_draft(), pay_min_yuan=2000.0, pay_max_yuan=3000.0)
    wage = MinimumWage("440100", 2500.0, 23.7, date(2025, 3, 1))
    codes = {one.code: one.severity for one in lint(draft, PostingFacts(today=DAY, minimum_wages=(wage,))).findings}
    assert codes["pay_below_unverified_minimum"] is Severity.WARN
    codes = {one.code: one.severity for one in lint(draft, PostingFacts(today=DAY)).findings}
    assert codes["no_rate_known"] is Severity.NOTE
    checked = replace(wage, verified_on=date(2026, 1, 5))
    codes = {one.code: one.severity for one in lint(draft, PostingFacts(today=DAY, minimum_wages=(checked,))).findings}
    assert codes["pay_below_minimum"] is Severity.BLOCK
    later = replace(checked, valid_from=date(2027, 1, 1))
    codes = {one.code: one.severity for one in lint(draft, PostingFacts(today=DAY, minimum_wages=(later,))).findings}
    assert codes["no_rate_known"] is Severity.NOTE


def test_rules_hold_from_their_day() -> None:
    assert "W-FRAUD" in rules_on(DAY) and "W-FRAUD" not in rules_on(date(2026, 1, 12))
    assert limits_on(DAY)["overtime_a_month_most"].value == 36


def test_hints_hide_nothing() -> None:
    """Each pattern that matches an example is announced by one of the hints of its list."""
    for example in examples():
        draft, _ = input_of(example)
        plain = normal(f"{draft.title}\n{draft.duties}\n{' '.join(skill.text for skill in draft.must_skills)}").plain
        for one in word_lists(DAY):
            if one.pattern.search(plain):
                assert any(hint in plain for hint in one.hints), (one.code, example.name)


def test_every_citation_exists_and_every_code_has_words() -> None:
    cited = {law for row in read_rows("rules.csv") for law in row["laws"].split("|")}
    assert cited <= set(laws()) and all(one.source for one in laws().values())
    assert {one.code for one in word_lists(DAY)} <= set(FINDINGS)
    assert set(SUBJECTS) == set(rules_on(DAY))


def test_contacts_are_covered_and_places_stay() -> None:
    text = "有意请致电 138 0000 1234 或加微信 hr_2026，面议"
    hidden = covered(text)
    assert len(hidden) == len(text) and "1234" not in hidden and "hr_2026" not in hidden and "面议" in hidden
    assert covered("负责微信小程序开发") == "负责微信小程序开发"


def test_the_same_draft_and_facts_give_the_same_report_after_keeping() -> None:
    for example in examples():
        draft, facts = input_of(example)
        kept = vacancy_of_snapshot(snapshot_of(draft))
        assert kept == draft
        assert lint(kept, PostingFacts.from_json(facts.as_json())) == lint(draft, facts)
    assert Report(ruleset(), ()).ruleset == _of("").ruleset


def test_the_table_of_rules_is_up_to_date() -> None:
    assert (ROOT / "docs" / "lint-rules.md").read_text(encoding="utf-8") == rules_document()

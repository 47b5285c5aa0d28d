"""Which step follows which in a case, what a report must say, and what a receipt is."""

import pytest

from webapp.core.errors import Conflict, RuleBroken
from webapp.reports.receipts import as_stored, new_receipt, shown
from webapp.reports.rules import (
    BUREAU_STEPS,
    EMPLOYER_STEPS,
    Category,
    ReportDraft,
    State,
    Step,
    check_report,
    gravity_of,
    next_state,
    possible_steps,
)

UNDECIDED = {"dismiss": "dismissed", "remove": "removed", "close": "ended"}
TABLE = {
    "open": {**UNDECIDED, "ask": "asked"},
    "asked": {**UNDECIDED, "answer": "answered"},
    "answered": {**UNDECIDED, "ask": "asked"},
    "dismissed": {"reopen": "open"},
    "removed": {"restore": "dismissed", "object": "objected"},
    "objected": {"restore": "dismissed", "uphold": "removed"},
    "ended": {"reopen": "open"},
}


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("state", list(State))
def test_every_state_answers_every_step(state: State, step: Step) -> None:
    expected = TABLE[state].get(step)
    if expected is None:
        with pytest.raises(Conflict, match="report_step_not_open"):
            next_state(state, step)
    else:
        assert next_state(state, step) == expected


def test_only_what_is_public_can_be_taken_down() -> None:
    facts = {"has_objected": False}
    assert Step.REMOVE in possible_steps("open", BUREAU_STEPS, is_removable=True, **facts)
    over = possible_steps("open", BUREAU_STEPS, is_removable=False, **facts)
    assert Step.REMOVE not in over and Step.CLOSE in over


def test_an_objection_is_heard_once() -> None:
    assert possible_steps("removed", EMPLOYER_STEPS, is_removable=False, has_objected=False) == [Step.OBJECT]
    assert possible_steps("removed", EMPLOYER_STEPS, is_removable=False, has_objected=True) == []


def test_a_report_says_what_is_wrong() -> None:
    check_report(ReportDraft("deposit"))
    check_report(ReportDraft("other", "The address is wrong"))
    with pytest.raises(RuleBroken, match="report_category_missing"):
        check_report(ReportDraft("nonsense"))
    with pytest.raises(RuleBroken, match="report_text_missing"):
        check_report(ReportDraft("other"))


def test_what_costs_money_is_gravest() -> None:
    assert gravity_of("fraud") == gravity_of("deposit") == 3 > gravity_of("discrimination") > gravity_of("filled")
    assert all(1 <= gravity_of(category) <= 3 for category in [*Category, "check"])


def test_a_receipt_is_found_however_it_is_typed() -> None:
    receipt = new_receipt()
    assert len({new_receipt() for _ in range(100)}) == 100
    assert as_stored(shown(receipt)) == receipt and shown(receipt).count("-") == 2
    wide = "".join(chr(ord(char) + 0xFEE0) for char in receipt.lower())
    assert as_stored(f"  {wide} ") == receipt
    assert as_stored("\x00'; drop table report") != receipt

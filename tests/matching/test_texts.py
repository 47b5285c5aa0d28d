"""What people write about pay, experience and education, and what it is read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import parse_education, parse_experience, parse_pay, pay_problem

MONTH, YEAR, DAY, HOUR, PIECE = "month", "year", "day", "hour", "piece"
PAY = [
    ("1-1.5万·13薪", 10_000, 15_000, MONTH, 13),
    ("1-1.5万", 10_000, 15_000, MONTH, None),
    ("1万-1.5万", 10_000, 15_000, MONTH, None),
    ("1.2-2万/月", 12_000, 20_000, MONTH, None),
    ("8千-1.2万", 8_000, 12_000, MONTH, None),
    ("0.8-1.2万", 8_000, 12_000, MONTH, None),
    ("5千-8千", 5_000, 8_000, MONTH, None),
    ("5-8千", 5_000, 8_000, MONTH, None),
    ("5-8千/月", 5_000, 8_000, MONTH, None),
    ("6K-9K", 6_000, 9_000, MONTH, None),
    ("6-9k", 6_000, 9_000, MONTH, None),
    ("15k-20k·14薪", 15_000, 20_000, MONTH, 14),
    ("15-20K*16薪", 15_000, 20_000, MONTH, 16),
    ("10k-15k,13薪", 10_000, 15_000, MONTH, 13),
    ("6000-8000", 6_000, 8_000, MONTH, None),
    ("6000-8000元", 6_000, 8_000, MONTH, None),
    ("6000元-8000元/月", 6_000, 8_000, MONTH, None),
    ("6000~8000", 6_000, 8_000, MONTH, None),
    ("6000至8000元", 6_000, 8_000, MONTH, None),
    ("6000到8000元每月", 6_000, 8_000, MONTH, None),
    ("6000 — 8000", 6_000, 8_000, MONTH, None),
    ("6,000-8,000元/月", 6_000, 8_000, MONTH, None),
    ("¥6,000-8,000", 6_000, 8_000, MONTH, None),
    ("6000-8000 元/月", 6_000, 8_000, MONTH, None),
    ("月薪6000-8000", 6_000, 8_000, MONTH, None),
    ("底薪3000+提成", 3_000, None, MONTH, None),
    ("8000以上", 8_000, None, MONTH, None),
    ("8千以上", 8_000, None, MONTH, None),
    ("1万起", 10_000, None, MONTH, None),
    ("不低于5000元", 5_000, None, MONTH, None),
    ("5000+", 5_000, None, MONTH, None),
    ("8000以下", None, 8_000, MONTH, None),
    ("最高1.5万", None, 15_000, MONTH, None),
    ("7000", 7_000, 7_000, MONTH, None),
    ("7000元/月", 7_000, 7_000, MONTH, None),
    ("1万", 10_000, 10_000, MONTH, None),
    ("1.5w", 15_000, 15_000, MONTH, None),
    ("300元/天", 300, 300, DAY, None),
    ("200-300元/天", 200, 300, DAY, None),
    ("日薪260", 260, 260, DAY, None),
    ("300/日", 300, 300, DAY, None),
    ("280元每日", 280, 280, DAY, None),
    ("20-30元/小时", 20, 30, HOUR, None),
    ("25元/小时", 25, 25, HOUR, None),
    ("时薪22元", 22, 22, HOUR, None),
    ("23.7元/时", 23.7, 23.7, HOUR, None),
    ("15万/年", 150_000, 150_000, YEAR, None),
    ("年薪10-15万", 100_000, 150_000, YEAR, None),
    ("20-30万/年", 200_000, 300_000, YEAR, None),
    ("20万-30万元/年", 200_000, 300_000, YEAR, None),
    ("0.5元/件", 0.5, 0.5, PIECE, None),
    ("计件 3元", 3, 3, PIECE, None),
    ("６０００－８０００元", 6_000, 8_000, MONTH, None),
    ("6000-8000 yuan/month", 6_000, 8_000, MONTH, None),
    ("RMB 8000-12000 per month", 8_000, 12_000, MONTH, None),
    ("300 yuan/day", 300, 300, DAY, None),
    ("from 9000", 9_000, None, MONTH, None),
    ("薪资面议,6000起", 6_000, None, MONTH, None),
]
NO_PAY = [
    ("面议", "negotiable"),
    ("薪资面谈", "negotiable"),
    ("Negotiable", "negotiable"),
    ("", "unreadable"),
    ("高薪", "unreadable"),
    ("0", "unreadable"),
    ("13800138000000000", "unreadable"),
    ("8000-6000", "out_of_order"),
    ("1.5万-1万", "out_of_order"),
]
EXPERIENCE = [
    ("3-5年", (36, 60)),
    ("3~5年", (36, 60)),
    ("3年-5年", (36, 60)),
    ("3至5年工作经验", (36, 60)),
    ("三到五年", (36, 60)),
    ("1年以上", (12, None)),
    ("一年以上", (12, None)),
    ("两年及以上经验", (24, None)),
    ("十年以上", (120, None)),
    ("十五年", (180, None)),
    ("5年", (60, None)),
    ("半年以上", (6, None)),
    ("1年半", (18, None)),
    ("6个月以上", (6, None)),
    ("6-12个月", (6, 12)),
    ("1年以下", (0, 12)),
    ("1年以内", (0, 12)),
    ("不限", (0, None)),
    ("经验不限", (0, None)),
    ("无需经验", (0, None)),
    ("应届", (0, None)),
    ("应届毕业生", (0, None)),
    ("在校生", (0, None)),
    ("2026届应届生", (0, None)),
    ("3-5 years", (36, 60)),
    ("2 years or more", (24, None)),
    ("Any", (0, None)),
    ("No experience required", (0, None)),
    ("5-3年", None),
    ("", None),
    ("面谈", None),
]
EDUCATION = [
    ("大专及以上", "31"),
    ("大专", "31"),
    ("专科以上学历", "31"),
    ("大学专科", "31"),
    ("高职", "31"),
    ("本科", "21"),
    ("本科及以上", "21"),
    ("统招本科", "21"),
    ("大学本科", "21"),
    ("大专或本科", "31"),
    ("大专/本科", "31"),
    ("硕士", "14"),
    ("硕士研究生及以上", "14"),
    ("研究生", "14"),
    ("博士", "11"),
    ("博士研究生", "11"),
    ("中专/高中", "41"),
    ("中专", "41"),
    ("中技", "47"),
    ("技校", "47"),
    ("职高", "44"),
    ("高中", "61"),
    ("高中及以上", "61"),
    ("初中", "71"),
    ("初中及以上", "71"),
    ("小学", "81"),
    ("不限", "90"),
    ("学历不限", "90"),
    ("学历不限,大专优先", "90"),
    ("专业不限,本科以上", "21"),
    ("無要求", "90"),
    ("Bachelor's degree", "21"),
    ("Master", "14"),
    ("PhD", "11"),
    ("junior college or above", "31"),
    ("High school", "61"),
    ("Junior high school", "71"),
    ("Any", "90"),
    ("", None),
    ("聪明", None),
]


@pytest.mark.parametrize(("text", "low", "high", "period", "months"), PAY)
def test_pay_is_read(text: str, low: float | None, high: float | None, period: str, months: float | None) -> None:
    pay = parse_pay(text)
    assert pay is not None
    assert (pay.min, pay.max, pay.period, pay.months) == (low, high, period, months)
    assert pay_problem(text) is None


@pytest.mark.parametrize(("text", "reason"), NO_PAY)
def test_what_is_no_pay_says_why(text: str, reason: str) -> None:
    assert parse_pay(text) is None
    assert pay_problem(text) == reason


def test_pay_of_every_period_becomes_a_month() -> None:
    texts = ("300元/天", "25元/小时", "15万/年", "8000")
    months = [pay.min_yuan_month for text in texts if (pay := parse_pay(text))]
    assert months == [6525.0, 4350.0, 12500.0, 8000.0]
    piecework = parse_pay("0.5元/件")
    assert piecework is not None
    assert piecework.min_yuan_month is None, "piecework has no month"


@pytest.mark.parametrize(("text", "months"), EXPERIENCE)
def test_experience_is_read(text: str, months: tuple[int | None, int | None] | None) -> None:
    assert parse_experience(text) == months


@pytest.mark.parametrize(("text", "code"), EDUCATION)
def test_education_is_read(text: str, code: str | None) -> None:
    assert parse_education(text) == code


@given(st.text(max_size=300) | st.text("0123456789.-万千kK元/月年天以上,~ ", max_size=40))
def test_no_text_breaks_a_parser(text: str) -> None:
    pay = parse_pay(text)
    assert (pay is None) == (pay_problem(text) is not None)
    if pay and pay.min is not None and pay.max is not None:
        assert pay.min <= pay.max
    months = parse_experience(text)
    if months and months[0] is not None and months[1] is not None:
        assert 0 <= months[0] <= months[1]
    assert parse_education(text) in {None, "11", "14", "21", "31", "41", "44", "47", "61", "71", "81", "90"}


def test_a_hundred_thousand_characters_are_no_danger() -> None:
    flood = "8" * 100_000
    assert parse_pay(flood) is None
    assert parse_education(flood) is None
    assert parse_pay("6000-8000元/月" + "!" * 100_000) is not None

"""Addresses in every usual spelling, and passwords that would be guessed first."""

import pytest

from webapp.accounts.rules import Address, check_password, check_staff_role, masked, read_address
from webapp.core.errors import RuleBroken
from webapp.core.permissions import Role


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138-0013-8000",
        "86 138 0013 8000",
        "0086 13800138000",
        "\uff11\uff13800138000",
        "(138)00138000",
    ],
)
def test_a_mobile_number_is_one_number_however_it_is_written(text: str) -> None:
    assert read_address(text) == Address(phone="13800138000")


@pytest.mark.parametrize("text", ["Li.Na@Example.ORG", "  li.na@example.org ", "li.na\uff20example.org"])
def test_an_email_address_is_one_address_however_it_is_written(text: str) -> None:
    assert read_address(text) == Address(email="li.na@example.org")


@pytest.mark.parametrize(
    "text", ["", "12800138000", "1380013800", "138001380000", "me@", "@example.org", "a b@example.org", "x" * 100_000]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_address(text)
    assert caught.value.code == "address_unusable"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_length"),
        ("x" * 201, "password_length"),
        ("aaaaaaaaaaaa", "password_guessable"),
        ("1234567890", "password_guessable"),
        ("password2026", "password_guessable"),
        ("Linasecret1 is lina", "password_guessable"),
    ],
)
def test_a_guessable_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        check_password(password, Address(email="lina@example.org"))
    assert caught.value.code == code
    assert caught.value.field == "password"


def test_a_few_unrelated_words_are_a_password() -> None:
    assert check_password("river lamp ferry", Address(email="lina@example.org")) is None


def test_officers_need_a_city_and_coordinators_do_not() -> None:
    with pytest.raises(RuleBroken):
        check_staff_role(Role.OFFICER, None)
    with pytest.raises(RuleBroken):
        check_staff_role(Role.SEEKER, "440100")
    assert check_staff_role(Role.COORDINATOR, None) is None


def test_a_masked_address_can_be_recognised_but_not_written_to() -> None:
    assert masked(Address(phone="13800138000")) == "138****8000"
    assert masked(Address(email="lina@example.org")) == "l***@example.org"

"""Check characters of public identifiers. Source: GB 32100-2015 for the unified social credit code, GB 11714-1997 for
the number of the organisation within it.
"""

from enum import StrEnum

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_check_character(first_seventeen: str) -> str:
    """Check character of a credit code (mod 31, weights 3^i mod 31). Raises ValueError on a foreign character."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first_seventeen))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """True for 18 characters of the alphabet whose last one checks the others."""
    if len(code) != CREDIT_LENGTH or any(char not in CREDIT_ALPHABET for char in code):
        return False
    return credit_check_character(code[:-1]) == code[-1]


class CreditCodeFault(StrEnum):
    """Which group of characters to look at first; the right ones are told to nobody."""

    LENGTH = "length"
    AUTHORITY = "authority"
    DIVISION = "division"
    BODY = "body"
    ENDS = "ends"
    SOMEWHERE = "somewhere"


def credit_code_fault(code: str) -> CreditCodeFault | None:
    """Where a wrong code is most likely wrong; None for a right one.

    Characters 1 and 2 name the registering authority and the kind, 3 to 8 the division, 9 to 17 the organisation's own
    number with its own check character, 18 checks all. A wrong character is in the group whose own check fails.
    """
    if len(code) != CREDIT_LENGTH:
        return CreditCodeFault.LENGTH
    groups = ((CreditCodeFault.AUTHORITY, code[:2]), (CreditCodeFault.BODY, code[8:17]))
    if not (code[2:8].isascii() and code[2:8].isdigit()):
        return CreditCodeFault.DIVISION
    for fault, part in groups:
        if any(char not in CREDIT_ALPHABET for char in part):
            return fault
    if code[17] not in CREDIT_ALPHABET:
        return CreditCodeFault.ENDS
    if is_credit_code(code):
        return None
    # Self-employed people (second character 2) have numbers without a check character of their own.
    if code[1] == "2":
        return CreditCodeFault.SOMEWHERE
    return CreditCodeFault.ENDS if _body_checks(code[8:17]) else CreditCodeFault.BODY


def _body_checks(body: str) -> bool:
    """GB 11714: eight characters (0-9, A-Z as 0-35) weighed, mod 11; the check character is a digit or X."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, _BODY_WEIGHTS, strict=False))
    rest = 11 - total % 11
    return body[-1] == {10: "X", 11: "0"}.get(rest, str(rest))

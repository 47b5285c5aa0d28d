"""Check characters of public identifiers. Source: GB 32100-2015 for the unified social credit code."""

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18


def credit_check_character(first_seventeen: str) -> str:
    """Check character of a credit code (mod 31, weights 3^i mod 31). Raises ValueError on a foreign character."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first_seventeen))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """True for 18 characters of the alphabet whose last one checks the others."""
    if len(code) != CREDIT_LENGTH or any(char not in CREDIT_ALPHABET for char in code):
        return False
    return credit_check_character(code[:-1]) == code[-1]

"""The number that a reporter takes away: easy to read out, impossible to guess."""

import secrets
import unicodedata

# Without 0 O 1 I L, which a hand writes alike.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 12


def new_receipt() -> str:
    """For example 7KQM2XB4RTY9: 59 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def shown(receipt: str) -> str:
    """In groups of four, as it is read out."""
    return "-".join(receipt[place : place + 4] for place in range(0, len(receipt), 4))


def as_stored(written: str) -> str:
    """A receipt as somebody types it: full width, small letters, blanks and dashes are all the same."""
    plain = unicodedata.normalize("NFKC", written).upper()
    return "".join(char for char in plain if char in _LETTERS)[: _LENGTH + 1]

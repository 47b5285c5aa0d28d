"""Secrets at rest and in transit: password hashes, random tokens, and sensitive columns.

Keys are derived from the one secret with a purpose each, so that one leaking does not open another.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_hasher = PasswordHasher()
# Verified when no account has the given address, so that both answers take the same time.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Compare in argon2's own time, also when there is no account."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is stored of a token: enough to recognise it, nothing to use it with."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _derive(secret_key: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode("utf-8"))
    return derivation.derive(secret_key.encode("utf-8"))


class Vault:
    """Encrypts sensitive columns (phone numbers, contact names) and makes blind indexes of them."""

    def __init__(self, secret_key: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(_derive(secret_key, "column-encryption")))
        self._files = Fernet(urlsafe_b64encode(_derive(secret_key, "file-encryption")))
        self._index_key = _derive(secret_key, "blind-index")
        self._secret_key = secret_key

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode("utf-8")).decode("ascii")

    def open(self, sealed: str) -> str:
        """The plain text. Raises ValueError when the key does not fit."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8")
        except InvalidToken as error:
            raise ValueError("sealed with another key") from error

    def seal_bytes(self, data: bytes) -> bytes:
        """The content of a file, for keeping on disk; a third larger than it was."""
        return self._files.encrypt(data)

    def open_bytes(self, sealed: bytes) -> bytes:
        """The content again. Raises ValueError when the key does not fit or the file was changed."""
        try:
            return self._files.decrypt(sealed)
        except InvalidToken as error:
            raise ValueError("sealed with another key, or changed") from error

    def blind_index(self, text: str) -> str:
        """A keyed digest, to find equal values without opening them."""
        return hmac.new(self._index_key, text.strip().lower().encode("utf-8"), hashlib.sha256).hexdigest()

    def digest_of_day(self, text: str, day: date) -> str:
        """A keyed digest that is another one tomorrow, for counting within a day without keeping what is counted."""
        key = _derive(self._secret_key, f"day-{day.isoformat()}")
        return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()[:32]

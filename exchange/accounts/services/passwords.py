"""Passwords: hashing and comparing."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from exchange.accounts.rules import ensure_password_strength

#: OWASP's argon2id parameters: 19 MiB, two passes, one lane.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Verified when an address has no account, so that the answer takes as long.
_NOBODY: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$RNKqRfDc0gOm6FvJPI5DCg"
    "$vjDA4pP5O9LFuicwWU4Nhr0893beVQAi3iUpNeN0zrg"
)


def hash_password(password: str) -> str:
    """Return the argon2 hash; takes some 50 ms, so do it before a transaction begins."""
    return _HASHER.hash(password)


def hash_new_password(password: str) -> str:
    """Return the hash of a password a person chose; raises DomainError when it is too short."""
    ensure_password_strength(password)
    return hash_password(password)


def password_matches(password: str, hashed: str | None) -> bool:
    """Say whether a password is the hashed one; as slow for nobody as for somebody."""
    try:
        return _HASHER.verify(hashed or _NOBODY, password) and hashed is not None
    except (VerifyMismatchError, InvalidHashError):
        return False

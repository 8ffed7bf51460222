"""Which passwords are refused: short ones, and those that are guessed early."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.later import Later
from exchange.core.messages import message
from exchange.core.text import fold

if TYPE_CHECKING:
    import zxcvbn
else:
    zxcvbn = Later("zxcvbn")

PASSWORD_LENGTH: Final = 12
#: Beyond this, hashing would cost more than a person's phrase is worth.
LONGEST_PASSWORD: Final = 1000
#: The guesses a password must withstand, as a power of ten: zxcvbn's "very unlikely" begins at 8,
#: where two copies of one common word still stand.
_GUESSES: Final = 9
#: How much of a password must be other than words that whoever knows its person tries.
_OF_ITS_OWN: Final = 8
_SHORTEST_PART: Final = 2
#: What zxcvbn looks at; a longer password is judged by its beginning.
_JUDGED: Final = 72
#: What whoever knows this service tries first: its name, the city's and the division's.
_KNOWN_WORDS: Final = (
    "exchange",
    "kumamoto",
    "kumamotocity",
    "kumamotoshi",
    "kokusai",
    "くまもと",
    "クマモト",
    "熊本",
    "熊本市",
    "熊本市役所",
    "国際",
    "国際課",
    "交流",
    "国際交流",
    "姉妹都市",
)


def ensure_password_strength(password: str, *, own: Iterable[str]) -> None:
    """Raise DomainError for a password that is too short, or one that is guessed early.

    Common passwords, words, rows of keys and dates make one weak, and so do the names of the
    service and the city and the `own` words of its person: name, mail address. Nothing else is
    asked for, such as symbols (OWASP).
    """
    if len(password) < PASSWORD_LENGTH:
        sentence = message("accounts.error.password_short", length=PASSWORD_LENGTH)
        raise DomainError(sentence, field="password")
    words = {*_KNOWN_WORDS, *(part for word in own for part in _parts(word))}
    found = zxcvbn.zxcvbn(password[:_JUDGED], user_inputs=sorted(words))
    if found["guesses_log10"] < _GUESSES or len(_beside(words, password)) < _OF_ITS_OWN:
        raise DomainError(message("accounts.error.password_common"), field="password")


def _parts(word: str) -> Iterable[str]:
    """Return a word and what it is made of: `hanako.yamada@x.jp` is the whole and two names."""
    return {word, *(part for part in re.split(r"[\W_]+", word) if len(part) >= _SHORTEST_PART)}


def _beside(words: Iterable[str], password: str) -> str:
    """Return what a password has beside some words, however they are written."""
    left = fold(password)
    for word in sorted(map(fold, words), key=len, reverse=True):
        left = left.replace(word, "")
    return left

"""Forms of letters, of what is asked of translators, and of merges."""

from exchange.letters.forms.letters import (
    LetterChoices,
    LetterForm,
    RequestForm,
    letter_form,
    request_form,
    started_from,
)
from exchange.letters.forms.merges import MergeForm, merge_form, merge_started_from

__all__ = [
    "LetterChoices",
    "LetterForm",
    "MergeForm",
    "RequestForm",
    "letter_form",
    "merge_form",
    "merge_started_from",
    "request_form",
    "started_from",
]

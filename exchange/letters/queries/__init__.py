"""Looking letters and merges up."""

from exchange.letters.queries.letters import (
    LetterFilter,
    all_letters,
    answers_to,
    correspondents,
    last_sent,
    letter_by_id,
    letters_of_partner,
    letters_of_visit,
    letters_page,
    letters_to_answer,
    locked_letter,
)

__all__ = [
    "LetterFilter",
    "all_letters",
    "answers_to",
    "correspondents",
    "last_sent",
    "letter_by_id",
    "letters_of_partner",
    "letters_of_visit",
    "letters_page",
    "letters_to_answer",
    "locked_letter",
]

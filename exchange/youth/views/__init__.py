"""Pages of youth exchange: the division's, the public's and the school desk."""

from exchange.youth.views import (
    board,
    cancelling,
    consent_texts,
    consents,
    desk_known,
    desk_messages,
    duplicates,
    editions,
    follow_up,
    journeys,
    lists,
    messages,
    programmes,
    registrations,
    returning,
    rosters,
    schools,
    sessions,
    waiting,
)
from exchange.youth.views.consent import blueprint as consent
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.room import blueprint

__all__ = [
    "blueprint",
    "board",
    "cancelling",
    "consent",
    "consent_texts",
    "consents",
    "desk",
    "desk_known",
    "desk_messages",
    "duplicates",
    "editions",
    "follow_up",
    "journeys",
    "lists",
    "messages",
    "programmes",
    "registrations",
    "returning",
    "rosters",
    "schools",
    "sessions",
    "waiting",
]

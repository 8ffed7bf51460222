"""Pages of youth exchange: the division's, the public's and the school desk."""

from exchange.youth.views import (
    duplicates,
    editions,
    journeys,
    programmes,
    registrations,
    schools,
    sessions,
)
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.room import blueprint

__all__ = [
    "blueprint",
    "desk",
    "duplicates",
    "editions",
    "journeys",
    "programmes",
    "registrations",
    "schools",
    "sessions",
]

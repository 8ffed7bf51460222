"""Pages of youth exchange: the division's, the public's and the school desk."""

from exchange.youth.views import editions, journeys, programmes, registrations, schools, sessions
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.room import blueprint

__all__ = [
    "blueprint",
    "desk",
    "editions",
    "journeys",
    "programmes",
    "registrations",
    "schools",
    "sessions",
]

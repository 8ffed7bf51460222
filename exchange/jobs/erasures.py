"""Jobs about rows of a person, whatever became of them."""

from typing import Final

from sqlalchemy import ColumnElement, Text, cast, false, or_

from exchange.core.erasures import Held, Part, Search
from exchange.jobs.models import Job


def _jobs(search: Search) -> ColumnElement[bool]:
    """Find them by the keys in their arguments: nothing else of a person is there."""
    arguments = cast(Job.arguments, Text)
    keys = search.keys_of("mail", "registration", "roster", "application", "pupil")
    return or_(false(), *(arguments.contains(str(key)) for key in sorted(keys)))


PARTS: Final[tuple[Part, ...]] = (Part(held=Held.JOBS, table=Job, find=_jobs),)

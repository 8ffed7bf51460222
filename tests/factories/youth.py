"""Schools."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.youth.enums import SchoolLevel
from exchange.youth.models import School

_NUMBERS = count(1)


def make_school(session: Session, **changes: Any) -> School:  # noqa: ANN401 - any of its columns
    """Add a junior high school."""
    number = next(_NUMBERS)
    values: dict[str, Any] = {
        "name": f"見本中学校{number}",
        "kana": "みほんちゅうがっこう",
        "sort_key": f"みほんちゆうかつこう{number:04d}",
        "level": SchoolLevel.JUNIOR_HIGH,
    }
    school = School(**(values | changes))
    session.add(school)
    session.flush()
    return school

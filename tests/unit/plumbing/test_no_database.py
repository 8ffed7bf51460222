"""The guard of the unit tests."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from tests.unit.conftest import DatabaseTouchedError


def test_a_unit_test_that_opens_a_session_fails() -> None:
    engine = create_engine("sqlite://")
    with Session(engine) as session, pytest.raises(DatabaseTouchedError):
        session.execute(text("SELECT 1"))
    with pytest.raises(DatabaseTouchedError):
        engine.raw_connection()

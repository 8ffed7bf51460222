"""Column types: the same value comes back on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from sqlalchemy import Column, DateTime, MetaData, Table, Uuid, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from exchange.core.database import (
    Base,
    Localized,
    LocalizedType,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    partial_date_check,
    uuid7,
)
from exchange.core.dates import PartialDate


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


PROBE = Table(
    "column_probe",
    MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
    Column("id", Uuid, primary_key=True, default=uuid7),
    Column("at", UTCDateTime),
    Column("day", PartialDateType),
    Column("words", LocalizedType),
    Column("colour", enum_column(Colour)),
    Column("name", bytewise(20)),
    partial_date_check("day"),
)


@pytest.fixture(autouse=True)
def _table(session: Session) -> None:
    PROBE.create(session.connection())


def kept(session: Session, column: str, value: object) -> object:
    """Write a value and return what is read back."""
    key = uuid7()
    session.execute(insert(PROBE).values(id=key, **{column: value}))
    found = session.execute(select(PROBE.c[column], PROBE.c.id).where(PROBE.c.id == key)).one()
    assert found.id == key
    assert isinstance(found.id, UUID)
    value_read: object = found[0]
    return value_read


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2027, 5, 19, 12, 34, 56, 789012, tzinfo=UTC),
        datetime(2027, 5, 19, 9, 0, tzinfo=timezone(timedelta(hours=9))),
        datetime(1949, 4, 3, 1, 2, 3, tzinfo=UTC),
        datetime(2037, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-10))),
    ],
)
def test_an_instant_comes_back_in_utc(session: Session, instant: datetime) -> None:
    found = kept(session, "at", instant)
    assert found == instant
    assert isinstance(found, datetime)
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)


def test_instants_compare_and_sort_by_time_not_by_zone(session: Session) -> None:
    tokyo = timezone(timedelta(hours=9))
    early, late = datetime(2027, 5, 19, 8, tzinfo=tokyo), datetime(2027, 5, 19, 0, tzinfo=UTC)
    for instant in (late, early):
        kept(session, "at", instant)
    assert list(session.scalars(select(PROBE.c.at).order_by(PROBE.c.at))) == [early, late]
    assert list(session.scalars(select(PROBE.c.at).where(PROBE.c.at < late))) == [early]


def test_a_column_declared_by_its_annotation_alone_keeps_its_zone() -> None:
    class Bare(DeclarativeBase):
        type_annotation_map = Base.type_annotation_map

    class Row(Bare):
        __tablename__ = "bare"
        id: Mapped[int] = mapped_column(primary_key=True)
        at: Mapped[datetime]
        maybe: Mapped[datetime | None]

    assert [type(Row.__table__.c[name].type) for name in ("at", "maybe")] == [UTCDateTime] * 2
    naive = [
        str(column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime)
    ]
    assert naive == []


def test_a_naive_instant_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        kept(session, "at", datetime(2027, 5, 19))  # noqa: DTZ001 - that is the fault


@pytest.mark.parametrize("text_", ["1979", "2010-04", "1992-05-19"])
def test_a_partial_date_keeps_its_precision(session: Session, text_: str) -> None:
    found = kept(session, "day", PartialDate.parse(text_))
    assert found == PartialDate.parse(text_)
    assert str(found) == text_


def test_partial_dates_sort_as_their_earliest_day(session: Session) -> None:
    texts = ["2010-04-01", "2010", "2009-12-31", "2010-04", "2010-03-31", "2010-05"]
    for text_ in texts:
        kept(session, "day", PartialDate.parse(text_))
    found = [str(row.day) for row in session.execute(select(PROBE.c.day).order_by(PROBE.c.day))]
    assert found == ["2009-12-31", "2010", "2010-03-31", "2010-04", "2010-04-01", "2010-05"]


@pytest.mark.parametrize("shape", ["2010/04", "2010-4-1", "20104", "2010-04-"])
def test_the_database_itself_refuses_another_shape_of_date(session: Session, shape: str) -> None:
    with pytest.raises(IntegrityError, match="ck_column_probe_day_shape"):
        session.execute(
            text("INSERT INTO column_probe (id, day) VALUES (:id, :day)"),
            {"id": uuid7().hex, "day": shape},
        )


@pytest.mark.parametrize(
    "texts",
    [{"ja": "髙雄市"}, {"ja": "直", "zh-Hant": "直", "en": 'a "b" \\ c\n'}, {"ja": "𠮷野家"}],
)
def test_a_text_by_language_comes_back(session: Session, texts: dict[str, str]) -> None:
    assert kept(session, "words", Localized(texts)) == Localized(texts)


@pytest.mark.parametrize("column", ["at", "day", "words", "colour", "name"])
def test_nothing_comes_back_as_nothing(session: Session, column: str) -> None:
    assert kept(session, column, None) is None
    empty = select(PROBE.c.id).where(PROBE.c[column].is_(None))
    assert len(session.execute(empty).all()) == 1


def test_an_enum_is_kept_by_value_and_comes_back_as_a_member(session: Session) -> None:
    assert kept(session, "colour", Colour.BLUE) is Colour.BLUE
    assert session.scalar(text("SELECT colour FROM column_probe")) == "blue"


def test_the_database_itself_refuses_another_value(session: Session) -> None:
    with pytest.raises(DBAPIError, match="ck_column_probe_colour"):
        session.execute(
            text("INSERT INTO column_probe (id, colour) VALUES (:id, 'green')"), {"id": uuid7().hex}
        )


def test_text_sorts_by_code_point_on_both_databases(session: Session) -> None:
    names = ["a", "B", "ä", "Z", "ア", "あ", "直", "𠮷", "-", "a b", "ab", ""]
    for name in names:
        kept(session, "name", name)
    found = [row.name for row in session.execute(select(PROBE.c.name).order_by(PROBE.c.name))]
    assert found == sorted(names, key=lambda name: [ord(char) for char in name])

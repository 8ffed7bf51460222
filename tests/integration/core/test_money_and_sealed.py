"""Money and encrypted columns: the same value comes back on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from exchange.core.database import Encrypted, Keyed, Money, Sealed, money, seal, unseal, uuid7
from exchange.core.keys import KeyProblemError, Keyring, new_key


class Base(DeclarativeBase):
    """Apart from the application's tables."""


class Probe(Keyed, Base):
    __tablename__ = "value_probe"

    price: Mapped[Money] = money("price")
    refund: Mapped[Money | None] = money("refund", nullable=True)
    phone: Mapped[Sealed | None] = mapped_column(Encrypted)
    diet: Mapped[Sealed | None] = mapped_column(Encrypted)


@pytest.fixture(autouse=True)
def _table(session: Session) -> None:
    Base.metadata.create_all(session.connection())


@pytest.fixture(scope="module")
def ring() -> Keyring:
    return Keyring.parse(f"k1:{new_key()}")


def kept(session: Session, row: Probe) -> Probe:
    """Write a row and read it anew."""
    session.add(row)
    session.flush()
    session.expire_all()
    return session.get_one(Probe, row.id)


@pytest.mark.parametrize(
    "amount", [Money(0, "JPY"), Money(950, "EUR"), Money(-1, "TWD"), Money(10**15, "JPY")]
)
def test_an_amount_comes_back_with_its_currency(session: Session, amount: Money) -> None:
    assert kept(session, Probe(price=amount, refund=amount)).price == amount
    assert kept(session, Probe(price=amount, refund=amount)).refund == amount


def test_no_amount_comes_back_as_none(session: Session) -> None:
    assert kept(session, Probe(price=Money(1, "JPY"))).refund is None


@pytest.mark.parametrize("minor", [9.5, Decimal(9), "9", None])
def test_an_amount_is_whole_minor_units(minor: object) -> None:
    with pytest.raises(TypeError):
        Money(minor, "EUR")  # type: ignore[arg-type]  # what is refused


@pytest.mark.parametrize("currency", ["", "yen", "jpy", "JPYY", "¥", "JPY\n"])
def test_a_currency_is_its_iso_code(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


@pytest.mark.parametrize("plain", ["", "+81 96 000 0000", "卵・ピーナッツ", "𠮷" * 500])
def test_a_sealed_text_comes_back_and_is_not_to_be_read(
    session: Session, ring: Keyring, plain: str
) -> None:
    row = Probe(price=Money(1, "JPY"))
    seal(row, "phone", plain, ring=ring)
    found = kept(session, row)
    assert unseal(found, "phone", ring=ring) == plain
    stored = session.scalar(text("SELECT phone FROM value_probe"))
    assert stored.startswith("k1:")
    assert not plain or plain not in stored
    assert repr(found.phone) == "Sealed()"


def test_nothing_is_sealed_as_nothing(session: Session, ring: Keyring) -> None:
    row = Probe(price=Money(1, "JPY"))
    seal(row, "phone", "x", ring=ring)
    seal(row, "phone", None, ring=ring)
    assert unseal(kept(session, row), "phone", ring=ring) is None


def test_a_value_copied_to_another_row_or_column_does_not_open(
    session: Session, ring: Keyring
) -> None:
    row, other = Probe(price=Money(1, "JPY")), Probe(id=uuid7(), price=Money(1, "JPY"))
    seal(row, "phone", "+81 96 000 0000", ring=ring)
    row.diet = other.phone = row.phone
    session.add_all([row, other])
    session.flush()
    for copy, column in ((row, "diet"), (other, "phone")):
        with pytest.raises(KeyProblemError):
            unseal(copy, column, ring=ring)


def test_a_plain_text_does_not_reach_an_encrypted_column(session: Session) -> None:
    values = {"price_minor": 1, "price_currency": "JPY", "phone": "+81 96 000 0000"}
    with pytest.raises(StatementError, match="plain value"):
        session.execute(insert(Probe.__table__).values(id=uuid7(), **values))  # type: ignore[arg-type]

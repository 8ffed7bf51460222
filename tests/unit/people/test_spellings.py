"""Spellings of a name: the passport's, and which of them are one person's."""

import pytest

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.people.spellings import name_keys, passport_spelling


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("Chen, Chi-Mai", "CHEN CHI-MAI"),
        ("ＹＡＭＡＤＡ　ＨＡＮＡＫＯ", "YAMADA HANAKO"),
        ("Würzner Eckart", "WÜRZNER ECKART"),
        ("O'Neill  Mary", "O'NEILL MARY"),
        ("", ""),
    ],
)
def test_a_passport_is_spelt_in_capitals(typed: str, spelt: str) -> None:
    assert passport_spelling(typed) == spelt


@pytest.mark.parametrize("typed", ["陳其邁", "やまだ", "CHEN 3", "-"])
def test_what_no_passport_prints_is_refused_on_its_field(typed: str) -> None:
    with pytest.raises(DomainError) as refusal:
        passport_spelling(typed)
    assert refusal.value.field == "passport_name"
    assert refusal.value.sentence.id == "people.error.passport_letters"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Name("", native="陳其邁"), Name("", native="陳 其邁")),
        (Name("髙見本", "花子"), Name("高見本", "花子")),
        (Name("", passport="CHEN CHI-MAI"), Name("", passport="CHEN CHIMAI")),
        (Name("", passport="CHEN, CHI-MAI"), Name("", passport="CHI-MAI CHEN")),
        (Name("", native="Erika Mustermann"), Name("Mustermann", "Erika")),
        (Name("", native="Erika Mustermann"), Name("", passport="MUSTERMANN ERIKA")),
        (Name("", native="Eckart Würzner"), Name("", passport="WURZNER ECKART")),
    ],
)
def test_one_persons_spellings_share_a_key(one: Name, other: Name) -> None:
    assert name_keys(one) & name_keys(other)


def test_other_names_and_no_name_share_none() -> None:
    assert not name_keys(Name("", native="陳其邁")) & name_keys(Name("", native="陳其"))
    assert name_keys(Name("", passport=" ")) == frozenset()

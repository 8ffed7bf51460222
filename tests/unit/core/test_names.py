import pytest

from exchange.core.database import Base, Keyed, Name, PersonName
from exchange.core.text import fold


class Somebody(Keyed, PersonName, Base):
    __tablename__ = "test_somebody"
    metadata = Base.metadata.__class__()


HANAKO = Name(
    "髙橋",
    "花子",
    family_kana="ﾀｶﾊｼ",
    given_kana="ハナコ",
    family_romaji="Takahashi",
    given_romaji="Hanako",
    passport="TAKAHASHI HANAKO",
)


@pytest.mark.parametrize(
    "typed",
    ["高橋", "髙橋 花子", "たかはしはなこ", "ﾀｶﾊｼ", "hanako takahashi", "TAKAHASHI, HANAKO"],
)
def test_a_person_is_found_by_any_spelling_of_the_name(typed: str) -> None:
    assert fold(typed.replace(",", "")) in HANAKO.search_key


def test_order_is_that_of_the_reading_or_of_the_best_that_is_known() -> None:
    assert HANAKO.cleaned().sort_key.startswith("たかはし")
    assert Name("Würzner", "Eckart").sort_key.startswith("wurzner")
    assert Name("金", "民秀", family_romaji="Kim", given_romaji="Min-su").sort_key.startswith("min")


def test_renaming_sets_every_column_and_returns_what_changed() -> None:
    person = Somebody()
    first = person.rename(HANAKO)
    assert first["family_kana"] == (None, "タカハシ")
    assert person.search_key == HANAKO.cleaned().search_key
    assert person.name == HANAKO.cleaned()
    assert person.rename(HANAKO) == {}
    married = Name("見本", "花子", family_kana="ミホン", given_kana="ハナコ")
    assert person.rename(married) == {
        "family_name": ("髙橋", "見本"),
        "family_kana": ("タカハシ", "ミホン"),
        "family_romaji": ("Takahashi", ""),
        "given_romaji": ("Hanako", ""),
        "passport_name": ("TAKAHASHI HANAKO", ""),
    }

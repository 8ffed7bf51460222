"""Keys and texts by language, without a database."""

import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.database import Localized, reference_uuid, uuid7


def test_keys_are_time_ordered_uuids_of_version_7() -> None:
    keys = []
    for _ in range(5):
        keys.append(uuid7())
        time.sleep(0.002)
    assert keys == sorted(keys)
    assert {(key.version, key.variant) for key in keys} == {(7, "specified in RFC 4122")}


def test_a_thousand_keys_of_one_moment_differ() -> None:
    assert len({uuid7() for _ in range(1000)}) == 1000


def test_a_reference_row_has_the_same_key_on_every_machine() -> None:
    assert reference_uuid("partner", "heidelberg") == UUID("5288b931-b6ef-5f5f-8e9b-7abba6c94235")
    assert reference_uuid("partner", "guilin") != reference_uuid("agreement", "guilin")


@pytest.mark.parametrize("texts", [{}, {"en": "x"}, {"ja": ""}])
def test_a_text_without_japanese_is_refused(texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs 'ja'"):
        Localized(texts)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("ja", ("高雄市", "ja")),
        ("en", ("Kaohsiung", "en")),
        ("zh-Hant", ("高雄市", "zh-Hant")),
        ("zh-Hans", ("高雄市", "zh-Hant")),
        ("ko", ("Kaohsiung", "en")),
    ],
)
def test_a_missing_language_has_its_stated_fallback(language: str, found: tuple[str, str]) -> None:
    texts = Localized({"ja": "高雄市", "en": "Kaohsiung", "zh-Hant": "高雄市", "de": ""})
    assert texts.get_in(language) == found
    assert texts.in_language(language) == found[0]


def test_japanese_stands_in_where_there_is_nothing_else() -> None:
    assert Localized({"ja": "桂林市"}).get_in("de") == ("桂林市", "ja")
    assert Localized({"ja": "桂林市", "en": "Guilin"}).get_in("zh-Hant") == ("桂林市", "ja")


@given(st.dictionaries(st.sampled_from(["en", "zh-Hant", "de"]), st.text(min_size=1)))
def test_equal_texts_are_equal_values(texts: dict[str, str]) -> None:
    whole = {"ja": "桂林市", **texts}
    assert Localized(whole) == Localized(dict(reversed(whole.items())))
    assert hash(Localized(whole)) == hash(Localized(whole))
    assert dict(Localized(whole)) == whole

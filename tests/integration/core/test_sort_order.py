"""Names stand in 五十音 order, the same on SQLite, on PostgreSQL and in Python."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.text import sort_key
from exchange.youth.models import School
from tests.factories.youth import make_school

READINGS = (
    "あそ", "あそう", "あーと", "いずみ", "うえき", "えづ", "おうばい", "かつき", "がっき",
    "きょうまち", "きよた", "くまもと", "けんぐん", "こうとう", "ごふく", "さくらぎ", "しらかわ",
    "じょうせい", "すわ", "ずし", "たくま", "たつだ", "ちゅうおう", "つぼい", "とうぶ", "なんぶ",
    "にしやま", "はなぞの", "ばんどう", "ぱーく", "ひがし", "ふじさき", "へいせい", "ほたくぼ",
    "まつお",
    "やまと", "ゆうひ", "よしの", "りゅうた", "わくわく", "アソ", "ａｂｃ", "abc",
)  # fmt: skip


def test_schools_stand_in_the_order_of_their_reading(session: Session) -> None:
    for reading in reversed(READINGS):
        make_school(session, name=f"{reading}中学校", kana=reading, sort_key=sort_key(reading))
    found = session.scalars(select(School.kana).order_by(School.sort_key, School.id)).all()
    assert found == sorted(READINGS, key=sort_key)


def test_voiced_marks_and_small_kana_do_not_part_words() -> None:
    words = ["かつき", "がっき", "きょうまち", "きよた", "はなぞの", "ばんどう", "ぱーく", "ひがし"]
    ordered = sorted(words, key=sort_key)
    assert ordered.index("がっき") == ordered.index("かつき") + 1
    assert ordered[-1] == "ひがし"

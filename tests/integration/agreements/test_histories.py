"""The four histories, as everyone reads them on a partner's page, in three languages."""

import re
from html.parser import HTMLParser

import pytest

from tests.servers.visitor import Visitor


class Line(HTMLParser):
    """Reads the drawn line and the told one out of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.points: list[str] = []
        self.stretches: list[str] = []
        self._depth = 0
        self._drawn = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "ol" and given.get("class") == "timeline" and not self.told:
            self._depth = 1
        elif self._depth and tag == "li":
            self.told.append("")
        elif tag == "svg" and given.get("class") == "line":
            assert given["aria-hidden"] == "true"
        elif tag == "line" and given.get("class", "").startswith("line__"):
            self.stretches.append(given["class"].removeprefix("line__"))
        elif tag == "svg" and given.get("class") == "line__point":
            self._drawn = True
            self.points.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "ol":
            self._depth = 0
        if tag == "svg":
            self._drawn = False

    def handle_data(self, data: str) -> None:
        if self._depth and self.told:
            self.told[-1] = re.sub(r"\s+", " ", f"{self.told[-1]} {data}").strip()
        elif self._drawn and data.strip():
            self.points[-1] = f"{self.points[-1]} {data.strip()}".strip()


def line(client: Visitor, partner: str, lang: str = "ja") -> Line:
    answer = client.get(f"/partners/{partner}/?lang={lang}")
    assert answer.status_code == 200
    return Line(answer.text)


def test_aix_a_letter_of_intent_became_the_agreement(client: Visitor) -> None:
    found = line(client, "aix-en-provence")
    intent, agreement, today = found.told
    assert intent.startswith("平成24年(2012年)9月26日 意向書 次の協定に引継ぎ")
    assert agreement.startswith("平成25年(2013年)2月16日 「交流都市」協定 継続中")
    assert "「意向書」を受けて結ばれました。" in agreement
    assert today == "現在 この関係は続いています。"
    assert found.points == ["2012 9月", "2013 2月", "現在"]
    assert found.stretches == ["solid", "solid"]


def test_kaohsiung_a_gap_between_the_memorandum_and_the_agreement(client: Visitor) -> None:
    found = line(client, "kaohsiung")
    memorandum, end, agreement, today = found.told
    assert "期間満了 （2016年9月まで）" in memorandum
    assert "当事者： 熊本県（共同の当事者）、 熊本市、 高雄市" in memorandum
    assert end == (
        "2016年9月 「国際交流促進覚書」はここまでです。"
        " 2016年9月から平成29年(2017年)1月11日までは、協定のない期間でした。"
    )
    assert "「国際交流促進覚書」の期間満了後、あらためて結ばれました。" in agreement
    assert "期間の定めはありません。" in agreement
    assert found.stretches == ["solid", "gap", "solid"]
    assert today.startswith("現在")


def test_heidelberg_signed_in_may_and_again_in_september(client: Visitor) -> None:
    found = line(client, "heidelberg")
    may, september, _ = found.told
    assert may.startswith("平成4年(1992年)5月19日 友好都市協定の調印 継続中")
    assert "場所：ハイデルベルク市" in may
    assert september.startswith("1992年9月 友好都市協定の再調印")
    assert "もう一方の都市であらためて調印したものです。" in september
    assert "場所：熊本市" in september
    assert found.points == ["1992 5月", "1992 9月", "現在"]


def test_rome_a_town_s_pledge_taken_over_by_the_city(client: Visitor) -> None:
    found = line(client, "rome-ga")
    pledge, handover, takeover, _ = found.told
    assert pledge.startswith("平成7年(1995年)5月29日 友好関係の盟約（旧植木町） 継続中")
    assert handover == (
        "平成22年(2010年)3月22日 植木町はこの日まで。以後は熊本市が当事者を引き継いでいます。"
    )
    assert takeover.startswith("資料により異なります 姉妹都市関係の承継")
    assert "2015" not in takeover
    assert found.points == ["1995 5月", "2010 3月", "※", "現在"]
    assert found.stretches == ["solid", "solid", "solid"]


@pytest.mark.parametrize(
    ("partner", "lang", "words"),
    [
        ("aix-en-provence", "en", "Follows the “Letter of intent”."),
        ("aix-en-provence", "zh-Hant", "承接「意向書」而締結。"),
        ("kaohsiung", "en", "Concluded anew after the end of"),
        ("kaohsiung", "zh-Hant", "期滿後重新締結。"),
        ("heidelberg", "en", "Signed again in the other city"),
        ("heidelberg", "zh-Hant", "於另一城市再次簽署"),
        ("rome-ga", "en", "Ueki Town until this day; Kumamoto City has taken its place since."),
        ("rome-ga", "zh-Hant", "植木町至此日為止，其後由熊本市承接為當事方。"),
    ],
)
def test_each_history_is_told_in_each_language(
    client: Visitor, partner: str, lang: str, words: str
) -> None:
    ours, japanese = line(client, partner, lang), line(client, partner)
    assert words in " ".join(ours.told)
    assert len(ours.told) == len(japanese.told) == len(ours.points)
    assert ours.stretches == japanese.stretches

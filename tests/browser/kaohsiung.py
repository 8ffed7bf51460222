"""What arrives from Kaohsiung in the story of twelve visitors: letters, lists, a programme."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from exchange.core import clock
from exchange.core.languages import OFFICE_ZONE

_HEADINGS: Final = "姓名\t職稱\t團內職務\t護照英文姓名\t飲食"
_FIRST: Final = (
    "範例 明輝\t副市長\t團長\tFANLI MING-HUI\t",
    "範例 美玲\t局長\t副團長\tFANLI MEI-LING\t素食",
    "範例 志強\t局長\t團員\tFANLI CHIH-CHIANG\t",
    "範例 雅婷\t科長\t團員\tFANLI YA-TING\t不吃牛肉",
    "範例 文彬\t議員\t團員\tFANLI WEN-PIN\t",
    "範例 淑芬\t科長\t團員\tFANLI SHU-FEN\t",
    "範例 建宏\t科員\t團員\tFANLI CHIEN-HUNG\t",
    "範例 佩珊\t科員\t團員\tFANLI PEI-SHAN\t素食",
    "範例 俊傑\t科員\t團員\tFANLI CHUN-CHIEH\t",
    "範例 家豪\t秘書\t隨行\tFANLI CHIA-HAO\t",
    "範例 惠雯\t秘書\t隨行\tFANLI HUI-WEN\t",
    "範例 怡君\t翻譯\t口譯\tFANLI YI-CHUN\t",
)
#: Two came in the place of two, one has another title.
_SECOND: Final = {
    "範例 建宏\t科員\t團員\tFANLI CHIEN-HUNG": "範例 士豪\t科員\t團員\tFANLI SHIH-HAO",
    "範例 俊傑\t科員\t團員\tFANLI CHUN-CHIEH": "範例 宗翰\t科員\t團員\tFANLI TSUNG-HAN",
    "範例 雅婷\t科長": "範例 雅婷\t主任秘書",
}
#: What the partner was asked each title is in Japanese.
TITLES: Final = {
    "副市長": "副市長",
    "局長": "局長",
    "科長": "課長",
    "議員": "市議会議員",
    "科員": "係員",
    "秘書": "秘書",
    "翻譯": "通訳",
}
#: Who pays what: the city, the prefecture, the partner.
BUDGET: Final = (
    "需用費\t食糧費\t歓迎夕食会\t市\t\t2026\t240,000",
    "使用料及び賃借料\t\t借上げバス\t県\t熊本県\t2026\t300,000",
    "使用料及び賃借料\t\t懇談会場\t相手方\t高雄市\t2026\t50,000",
)
PROGRAMME: Final = """月日\t時刻\t都市\t内容\t交通\t場所\t班
3/24\t17:40-21:00\t高雄→熊本\t到着\tCI198便\t阿蘇くまもと空港
\t21:30-22:00\t熊本\t歓迎式\t\t空港貴賓室
3/25\t14:00-15:00\t\t市長表敬\t\t市役所
\t15:30-17:00\t\t熊本城視察\t\t熊本城\t視察班
\t15:30-17:00\t\t経済懇談会\t\t商工会議所\t経済班
\t18:30-20:30\t\t歓迎夕食会\t\t見本ホテル
3/26\t10:00-11:30\t\t協定更新式\t\t市役所
3/27\t13:00-14:45\t熊本→高雄\t出発\tCI197便\t阿蘇くまもと空港
"""


@contextmanager
def on(day: str, time: str = "10:00") -> Iterator[None]:
    """Let the office's clock stand at a moment of the story."""
    with clock.held(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=OFFICE_ZONE)):
        yield


def first_list() -> str:
    """Return twelve members as the cells of a sheet."""
    return _cells(_FIRST)


def second_list() -> str:
    """Return the list as it came again: two others, one other title."""
    text = _cells(_FIRST)
    for before, after in _SECOND.items():
        text = text.replace(before, after)
    return text


def _cells(rows: Sequence[str]) -> str:
    return "\n".join((_HEADINGS, *rows, ""))

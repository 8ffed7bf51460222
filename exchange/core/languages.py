"""The languages of the interface, of feeds, and the time zone of the office."""

from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

#: The office's own zone: "today", fiscal years and deadlines are meant here.
OFFICE_ZONE: Final = ZoneInfo("Asia/Tokyo")


class Language(StrEnum):
    """A BCP 47 tag of a complete interface language; `ja` is the default."""

    JA = "ja"
    EN = "en"
    ZH_HANT = "zh-Hant"


#: やさしい日本語: words of its own on consent pages and open editions, Japanese everywhere else.
EASY: Final = "ja-easy"
EASY_NAME: Final = "やさしい日本語"

#: Every language of feeds by its own name; those beyond `Language` carry titles only.
OWN_NAMES: Final = {
    "ja": "日本語",
    "en": "English",
    "zh-Hant": "繁體中文",
    "zh-Hans": "简体中文",
    "ko": "한국어",
    "de": "Deutsch",
    "fr": "Français",
}
FEED_LANGUAGES: Final = tuple(OWN_NAMES)

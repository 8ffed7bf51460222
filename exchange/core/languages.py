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


#: Tags in which feeds may be asked for; those beyond `Language` carry titles only.
FEED_LANGUAGES: Final = ("ja", "en", "zh-Hant", "zh-Hans", "ko", "de", "fr")

"""Our own names for closed days, in the three languages, beside what the package calls them.

A Japanese reader meets them on pages and papers of a Japanese city office, so they are said as that
office says them; the package's text never shows.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Names:
    """A day's names in Japanese, English and Traditional Chinese, and the package's own."""

    ja: str
    en: str
    zh: str
    theirs: tuple[str, ...] = ()


def stand_in(names: Names) -> Names:
    """Return the names of a day that stands in for another."""
    return Names(f"{names.ja}の振替休日", f"{names.en} (in lieu)", f"{names.zh}補假")


def with_stand_ins(named: dict[str, Names], *slugs: str) -> dict[str, Names]:
    """Return the names with those of the days standing in for `slugs`."""
    return {**named, **{f"{slug}-off": stand_in(named[slug]) for slug in slugs}}


_JAPAN: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("元日",)),
    "coming-of-age": Names("成人の日", "Coming of Age Day", "成人之日", ("成人の日",)),
    "foundation": Names("建国記念の日", "National Foundation Day", "建國紀念日", ("建国記念の日",)),
    "emperor": Names("天皇誕生日", "Emperor's Birthday", "天皇誕辰", ("天皇誕生日",)),
    "vernal-equinox": Names("春分の日", "Vernal Equinox Day", "春分之日", ("春分の日",)),
    "showa": Names("昭和の日", "Showa Day", "昭和之日", ("昭和の日",)),
    "constitution": Names("憲法記念日", "Constitution Memorial Day", "憲法紀念日", ("憲法記念日",)),
    "greenery": Names("みどりの日", "Greenery Day", "綠之日", ("みどりの日",)),
    "children": Names("こどもの日", "Children's Day", "兒童之日", ("こどもの日",)),
    "marine": Names("海の日", "Marine Day", "海之日", ("海の日",)),
    "mountain": Names("山の日", "Mountain Day", "山之日", ("山の日",)),
    "aged": Names("敬老の日", "Respect for the Aged Day", "敬老之日", ("敬老の日",)),
    "autumnal-equinox": Names("秋分の日", "Autumnal Equinox Day", "秋分之日", ("秋分の日",)),
    "sports": Names("スポーツの日", "Sports Day", "運動之日", ("スポーツの日",)),
    "culture": Names("文化の日", "Culture Day", "文化之日", ("文化の日",)),
    "thanksgiving": Names(
        "勤労感謝の日", "Labour Thanksgiving Day", "勤勞感謝之日", ("勤労感謝の日",)
    ),
    "between": Names("国民の休日", "National Day of Rest", "國民休日", ("国民の休日",)),
    "substitute": Names("振替休日", "Substitute holiday", "補假", ("振替休日",)),
}

_CHINA: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("元旦",)),
    "eve": Names("春節の大晦日（除夕）", "Chinese New Year's Eve", "農曆除夕", ("农历除夕",)),
    "spring": Names("春節", "Chinese New Year", "春節", ("春节",)),
    "tomb": Names("清明節", "Qingming Festival", "清明節", ("清明节",)),
    "labour": Names("労働節（メーデー）", "Labour Day", "勞動節", ("劳动节",)),
    "dragon-boat": Names("端午節", "Dragon Boat Festival", "端午節", ("端午节",)),
    "mid-autumn": Names("中秋節", "Mid-Autumn Festival", "中秋節", ("中秋节",)),
    "national": Names("国慶節", "National Day", "國慶節", ("国庆节",)),
    "moved": Names("連休のための振替休日", "Day off moved to a holiday", "調休放假"),
    "national-week": Names(
        "国慶節の連休（調整休日は未発表）",
        "National Day week (moved days not announced yet)",
        "國慶節連假（調休尚未公布）",
    ),
}

_TAIWAN: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("中華民國開國紀念日",)),
    "before-eve": Names(
        "旧暦大晦日の前日（小年夜）", "Day before Lunar New Year's Eve", "農曆除夕前一日（小年夜）"
    ),
    "eve": Names("春節の大晦日（除夕）", "Lunar New Year's Eve", "農曆除夕", ("農曆除夕",)),
    "spring": Names("春節", "Lunar New Year", "春節", ("春節",)),
    "peace": Names("和平記念日", "Peace Memorial Day", "和平紀念日", ("和平紀念日",)),
    "children": Names("児童節", "Children's Day", "兒童節", ("兒童節",)),
    "tomb": Names("清明節", "Tomb Sweeping Day", "清明節", ("民族掃墓節",)),
    "labour": Names("労働節（メーデー）", "Labour Day", "勞動節", ("勞動節",)),
    "dragon-boat": Names("端午節", "Dragon Boat Festival", "端午節", ("端午節",)),
    "mid-autumn": Names("中秋節", "Mid-Autumn Festival", "中秋節", ("中秋節",)),
    "confucius": Names(
        "孔子誕生日（教師節）", "Confucius' Birthday", "教師節（孔子誕辰）", ("孔子誕辰紀念日",)
    ),
    "national": Names("双十節（国慶日）", "Double Tenth (National Day)", "國慶日", ("國慶日",)),
    "retrocession": Names(
        "台湾光復記念日", "Retrocession Day", "臺灣光復節", ("臺灣光復暨金門古寧頭大捷紀念日",)
    ),
    "charter": Names("行憲記念日", "Constitution Day", "行憲紀念日", ("行憲紀念日",)),
    "moved": Names("連休のための振替休日", "Day off moved to a holiday", "調整放假"),
}

_KOREA: Final = {
    "new-year": Names("新正（元日）", "New Year's Day", "元旦", ("신정연휴",)),
    "before-seollal": Names("ソルラルの前日", "Day before Seollal", "春節前一天", ("설날 전날",)),
    "seollal": Names("ソルラル（旧正月）", "Seollal (Lunar New Year)", "春節", ("설날",)),
    "after-seollal": Names("ソルラルの翌日", "Day after Seollal", "春節翌日", ("설날 다음날",)),
    "march": Names("三一節", "March First Day", "三一節", ("삼일절",)),
    "labour": Names("労働節（メーデー）", "Labour Day", "勞動節", ("노동절",)),
    "children": Names("オリニナル（こどもの日）", "Children's Day", "兒童節", ("어린이날",)),
    "buddha": Names("釈迦誕生日", "Buddha's Birthday", "佛誕日", ("부처님오신날",)),
    "memorial": Names("顕忠日", "Memorial Day", "顯忠日", ("현충일",)),
    "charter": Names("制憲節", "Constitution Day", "制憲節", ("제헌절",)),
    "liberation": Names("光復節", "Liberation Day", "光復節", ("광복절",)),
    "before-chuseok": Names("秋夕の前日", "Day before Chuseok", "中秋節前一天", ("추석 전날",)),
    "chuseok": Names("秋夕（チュソク）", "Chuseok", "中秋節", ("추석",)),
    "after-chuseok": Names("秋夕の翌日", "Day after Chuseok", "中秋節翌日", ("추석 다음날",)),
    "forces": Names("国軍の日", "Armed Forces Day", "國軍日", ("국군의 날",)),
    "foundation": Names("開天節", "National Foundation Day", "開天節", ("개천절",)),
    "hangul": Names("ハングルの日", "Hangul Day", "韓文日", ("한글날",)),
    "christmas": Names("クリスマス", "Christmas Day", "聖誕節", ("기독탄신일",)),
    "assembly-election": Names(
        "国会議員選挙日",
        "Election of the National Assembly",
        "國會議員選舉日",
        ("국회의원 선거일",),
    ),
    "presidential-election": Names(
        "大統領選挙日", "Presidential election", "總統選舉日", ("대통령 선거일",)
    ),
    "local-elections": Names("地方選挙日", "Local elections", "地方選舉日", ("지방선거일",)),
    "temporary": Names("臨時公休日", "Special public holiday", "臨時公休日", ("임시공휴일",)),
}

_STATES: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("New Year's Day",)),
    "king": Names(
        "キング牧師記念日",
        "Martin Luther King Jr. Day",
        "馬丁·路德·金恩紀念日",
        ("Martin Luther King Jr. Day",),
    ),
    "memorial": Names("戦没将兵追悼記念日", "Memorial Day", "陣亡將士紀念日", ("Memorial Day",)),
    "juneteenth": Names(
        "ジューンティーンス（奴隷解放記念日）",
        "Juneteenth",
        "六月節",
        ("Juneteenth National Independence Day",),
    ),
    "independence": Names("独立記念日", "Independence Day", "獨立紀念日", ("Independence Day",)),
    "labour": Names("労働者の日", "Labor Day", "勞動節", ("Labor Day",)),
    "veterans": Names("復員軍人の日", "Veterans Day", "退伍軍人節", ("Veterans Day",)),
    "thanksgiving": Names("感謝祭", "Thanksgiving Day", "感恩節", ("Thanksgiving Day",)),
    "christmas": Names("クリスマス", "Christmas Day", "聖誕節", ("Christmas Day",)),
}
_MOVED_WITH_WEEKENDS: Final = ("new-year", "juneteenth", "independence", "veterans", "christmas")

_TEXAS: Final = {
    **_STATES,
    "presidents": Names("大統領の日", "Presidents' Day", "總統日", ("Presidents' Day",)),
    "texas": Names(
        "テキサス独立記念日",
        "Texas Independence Day",
        "德州獨立紀念日",
        ("Texas Independence Day",),
    ),
    "good-friday": Names("聖金曜日", "Good Friday", "耶穌受難日", ("Good Friday",)),
    "san-jacinto": Names(
        "サンジャシントの日", "San Jacinto Day", "聖哈辛托日", ("San Jacinto Day",)
    ),
    "johnson": Names(
        "リンドン・ジョンソンの日",
        "Lyndon Baines Johnson Day",
        "林登·詹森日",
        ("Lyndon Baines Johnson Day",),
    ),
    "after-thanksgiving": Names(
        "感謝祭の翌日", "Friday after Thanksgiving", "感恩節翌日", ("Friday After Thanksgiving",)
    ),
    "christmas-eve": Names("クリスマスイブ", "Christmas Eve", "平安夜", ("Christmas Eve",)),
    "after-christmas": Names(
        "クリスマスの翌日", "Day after Christmas", "聖誕節翌日", ("Day After Christmas",)
    ),
}

_GEORGIA: Final = {
    **_STATES,
    "state-holiday": Names(
        "ジョージア州の休日", "State holiday", "喬治亞州假日", ("State Holiday",)
    ),
    "columbus": Names("コロンブス・デー", "Columbus Day", "哥倫布日", ("Columbus Day",)),
    "washington": Names(
        "ワシントン誕生日（州の振替）",
        "Washington's Birthday (as kept by the state)",
        "華盛頓誕辰（州政府調整）",
        ("Washington's Birthday",),
    ),
}

_GERMANY: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("Neujahr",)),
    "epiphany": Names("公現祭", "Epiphany", "主顯節", ("Heilige Drei Könige",)),
    "good-friday": Names("聖金曜日", "Good Friday", "耶穌受難日", ("Karfreitag",)),
    "easter-monday": Names("復活祭月曜日", "Easter Monday", "復活節星期一", ("Ostermontag",)),
    "labour": Names("メーデー", "May Day", "勞動節", ("Erster Mai",)),
    "ascension": Names("キリスト昇天祭", "Ascension Day", "耶穌升天節", ("Christi Himmelfahrt",)),
    "whit-monday": Names("聖霊降臨祭月曜日", "Whit Monday", "聖靈降臨節星期一", ("Pfingstmontag",)),
    "corpus-christi": Names("聖体祭", "Corpus Christi", "基督聖體節", ("Fronleichnam",)),
    "unity": Names(
        "ドイツ統一の日", "German Unity Day", "德國統一日", ("Tag der Deutschen Einheit",)
    ),
    "all-saints": Names("諸聖人の日", "All Saints' Day", "諸聖節", ("Allerheiligen",)),
    "christmas": Names("クリスマス", "Christmas Day", "聖誕節", ("Erster Weihnachtstag",)),
    "second-christmas": Names(
        "クリスマス第2日", "Second Day of Christmas", "聖誕節次日", ("Zweiter Weihnachtstag",)
    ),
}

_FRANCE: Final = {
    "new-year": Names("元日", "New Year's Day", "元旦", ("Jour de l'an",)),
    "easter-monday": Names("復活祭月曜日", "Easter Monday", "復活節星期一", ("Lundi de Pâques",)),
    "labour": Names("メーデー", "May Day", "勞動節", ("Fête du Travail",)),
    "victory": Names("戦勝記念日", "Victory Day", "二戰勝利日", ("Fête de la Victoire",)),
    "ascension": Names("キリスト昇天祭", "Ascension Day", "耶穌升天節", ("Ascension",)),
    "whit-monday": Names(
        "聖霊降臨祭月曜日", "Whit Monday", "聖靈降臨節星期一", ("Lundi de Pentecôte",)
    ),
    "national": Names("革命記念日", "Bastille Day", "法國國慶日", ("Fête nationale",)),
    "assumption": Names("聖母被昇天祭", "Assumption Day", "聖母升天節", ("Assomption",)),
    "all-saints": Names("諸聖人の日", "All Saints' Day", "諸聖節", ("Toussaint",)),
    "armistice": Names("休戦記念日", "Armistice Day", "停戰紀念日", ("Armistice",)),
    "christmas": Names("クリスマス", "Christmas Day", "聖誕節", ("Noël",)),
}

_OFFICE: Final = {
    "new-year": Names("年末年始の閉庁日", "City office closed", "市政府年末年初休息"),
    "last-day": Names("仕事納め", "Last working day of the year", "年終最後上班日"),
}

#: By calendar and by our own slug, in the order of the data file.
NAMES: Final[dict[str, dict[str, Names]]] = {
    "kumamoto": _OFFICE,
    "jp": _JAPAN,
    "cn": with_stand_ins(
        _CHINA,
        "new-year",
        "eve",
        "spring",
        "tomb",
        "labour",
        "dragon-boat",
        "mid-autumn",
        "national",
    ),
    "us-tx": with_stand_ins(_TEXAS, *_MOVED_WITH_WEEKENDS, "christmas-eve"),
    "de-bw": _GERMANY,
    "us-ga": with_stand_ins(_GEORGIA, *_MOVED_WITH_WEEKENDS),
    "kr": with_stand_ins(
        _KOREA,
        *("seollal", "march", "labour", "children", "buddha", "charter", "liberation"),
        *("chuseok", "foundation", "hangul", "christmas"),
    ),
    "fr": _FRANCE,
    "tw": with_stand_ins(
        _TAIWAN,
        *("new-year", "eve", "spring", "peace", "children", "tomb", "labour", "dragon-boat"),
        *("mid-autumn", "confucius", "national", "retrocession", "charter"),
    ),
}

"""The words papers print beside Japanese, in every language of a partner; what is not known."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from exchange.core.database import Localized
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import Message, message
from exchange.delegations.enums import MemberRole
from exchange.papers.enums import RosterColumn


def in_all(*texts: str) -> Localized:
    """Take a word in ja, en, zh-Hant, zh-Hans, ko, de and fr, in this order."""
    return Localized(dict(zip(FEED_LANGUAGES, texts, strict=True)))


#: What stands where nobody stated anything.
UNKNOWN: Final = message("papers.unknown")


def listed(names: Iterable[Message]) -> Message:
    """Name several things in one sentence, as the language lists them; there is at least one."""
    return reduce(lambda first, last: message("papers.list", first=first, last=last), names)


PROGRAMME: Final = in_all(
    "行程表", "Programme", "行程表", "行程表", "일정표", "Programm", "Programme"
)
ROSTER: Final = in_all(
    "名簿", "List of members", "名冊", "名单", "명단", "Teilnehmerliste", "Liste des participants"
)
ORDER_OF_CEREMONY: Final = in_all(
    "次第", "Order of ceremony", "程序表", "程序表", "식순", "Ablauf", "Déroulement"
)
SPEECH: Final = in_all("あいさつ文", "Address", "致詞", "致辞", "인사말", "Ansprache", "Allocution")
POINTS: Final = in_all(
    "発言要領",
    "Speaking points",
    "發言要點",
    "发言要点",
    "발언 요지",
    "Stichpunkte",
    "Points à évoquer",
)
TIME: Final = in_all("時刻", "Time", "時間", "时间", "시간", "Zeit", "Heure")
WHAT: Final = in_all("内容", "Programme item", "內容", "内容", "내용", "Programmpunkt", "Activité")
WHERE: Final = in_all("場所", "Place", "地點", "地点", "장소", "Ort", "Lieu")
_C = RosterColumn
COLUMNS: Final[Mapping[RosterColumn, Localized]] = {
    _C.NUMBER: in_all("番号", "No.", "編號", "编号", "번호", "Nr.", "N°"),
    _C.ROLE: in_all("役割", "Role", "職務", "职务", "역할", "Funktion", "Fonction"),
    _C.NAME: in_all("氏名", "Name", "姓名", "姓名", "성명", "Name", "Nom"),
    _C.KANA: in_all("ふりがな", "Reading", "讀音", "读音", "읽기", "Lesung", "Lecture"),
    _C.LATIN: in_all(
        "ローマ字",
        "In Latin letters",
        "羅馬拼音",
        "罗马拼音",
        "로마자",
        "In Lateinschrift",
        "En caractères latins",
    ),
    _C.PASSPORT_NAME: in_all(
        "旅券の氏名",
        "Name in passport",
        "護照姓名",
        "护照姓名",
        "여권 성명",
        "Name im Pass",
        "Nom du passeport",
    ),
    _C.AFFILIATION: in_all(
        "所属", "Organisation", "所屬單位", "所属单位", "소속", "Institution", "Organisme"
    ),
    _C.TITLE: in_all("職名", "Title", "職稱", "职称", "직함", "Amtsbezeichnung", "Titre"),
    _C.COMPANION: in_all(
        "同伴する人",
        "Accompanies",
        "同行對象",
        "同行对象",
        "동반 대상",
        "Begleitet",
        "Accompagne",
    ),
    _C.DIET: in_all("食事の配慮", "Diet", "飲食需求", "饮食需求", "식사 배려", "Kost", "Régime"),
    _C.MOBILITY: in_all(
        "移動の配慮", "Mobility", "行動協助", "行动协助", "이동 배려", "Mobilität", "Mobilité"
    ),
    _C.SEX: in_all("性別", "Sex", "性別", "性别", "성별", "Geschlecht", "Sexe"),
    _C.BIRTH: in_all(
        "生年月日",
        "Date of birth",
        "出生日期",
        "出生日期",
        "생년월일",
        "Geburtsdatum",
        "Date de naissance",
    ),
    _C.NATIONALITY: in_all(
        "国籍・地域",
        "Nationality or region",
        "國籍／地區",
        "国籍/地区",
        "국적·지역",
        "Staat oder Gebiet",
        "Nationalité ou région",
    ),
    _C.PASSPORT_NUMBER: in_all(
        "旅券番号",
        "Passport no.",
        "護照號碼",
        "护照号码",
        "여권 번호",
        "Passnummer",
        "N° passeport",
    ),
    _C.EXPIRY: in_all(
        "有効期限", "Expires", "有效期限", "有效期限", "유효기간", "Gültig bis", "Expiration"
    ),
    _C.ROOM: in_all("部屋", "Room", "房間", "房间", "객실", "Zimmer", "Chambre"),
    _C.NOTE: in_all("備考", "Note", "備註", "备注", "비고", "Bemerkung", "Remarque"),
}
ROLES: Final[Mapping[MemberRole, Localized]] = {
    MemberRole.LEADER: in_all(
        "団長", "Head of delegation", "團長", "团长", "단장", "Leitung", "Chef de délégation"
    ),
    MemberRole.DEPUTY_LEADER: in_all(
        "副団長", "Deputy head", "副團長", "副团长", "부단장", "Stellv. Leitung", "Chef adjoint"
    ),
    MemberRole.MEMBER: in_all("団員", "Member", "團員", "团员", "단원", "Mitglied", "Membre"),
    MemberRole.ATTENDANT: in_all(
        "随行", "Attendant", "隨行人員", "随行人员", "수행", "Begleitung", "Accompagnateur"
    ),
    MemberRole.INTERPRETER: in_all(
        "通訳", "Interpreter", "口譯", "口译", "통역", "Dolmetschen", "Interprète"
    ),
}

EMERGENCY: Final = in_all(
    "緊急連絡カード",
    "Emergency card",
    "緊急聯絡卡",
    "紧急联络卡",
    "긴급 연락 카드",
    "Notfallkarte",
    "Carte d'urgence",
)
#: Whom or what an emergency card names.
CALLS: Final[Mapping[str, Localized]] = {
    "city": in_all(
        "熊本市（24時間）",
        "Kumamoto City (24 h)",
        "熊本市（24小時）",
        "熊本市（24小时）",
        "구마모토시 (24시간)",
        "Stadt Kumamoto (24 Std.)",
        "Ville de Kumamoto (24 h)",
    ),
    "host": in_all(
        "受入先", "Host", "接待單位", "接待单位", "접수처", "Gastgeber", "Organisme d'accueil"
    ),
    "lodging": in_all(
        "宿泊先", "Lodging", "住宿地點", "住宿地点", "숙소", "Unterkunft", "Logement"
    ),
    "hospital": in_all("病院", "Hospital", "醫院", "医院", "병원", "Krankenhaus", "Hôpital"),
    "mission": in_all(
        "大使館・領事館など",
        "Embassy, consulate or office",
        "大使館・領事館等",
        "大使馆・领事馆等",
        "대사관・영사관",
        "Botschaft / Konsulat",
        "Ambassade / consulat",
    ),
    "insurance": in_all("保険", "Insurance", "保險", "保险", "보험", "Versicherung", "Assurance"),
}

"""A merge's letters: places, languages, gaps, addresses."""

from datetime import date
from typing import Any

import pytest

from exchange.core.database import Localized, Name
from exchange.core.dates import PartialDate
from exchange.delegations.models import Visit, VisitMember
from exchange.letters.enums import Hindrance, LetterKind, MergeChannel, Place
from exchange.letters.merging import (
    addressee,
    hindrance,
    language_of,
    language_of_organisation,
    logged_text,
    mail_in,
    name_in,
    postal_lines,
    rendered,
)
from exchange.letters.models import MailMerge, MergeRecipient
from exchange.partners.enums import Side
from exchange.partners.models import Organisation, Partner
from exchange.people.enums import PersonCare
from exchange.people.models import Person, Post

TODAY = date(2026, 11, 25)
LATIN = Name("ヴュルツナー", "E", family_romaji="Würzner", given_romaji="Eckart", native="E. W.")


def partner(native: str = "de", *languages: str) -> Partner:
    names = Localized({"ja": "高雄市", "en": "Kaohsiung", "zh-Hant": "高雄市政府"})
    return Partner(names=names, native_language=native, languages=list(languages))


def person(name: Name = LATIN, **changes: Any) -> Person:  # noqa: ANN401 - any of its columns
    found = Person(**({"honorifics": {}, "affiliation": "市政府"} | changes))
    found.rename(name)
    return found


def merge(text: dict[str, str], **changes: Any) -> MailMerge:  # noqa: ANN401 - any of its columns
    values: dict[str, Any] = {
        "kind": LetterKind.NEW_YEAR,
        "channel": MergeChannel.PAPER,
        "day": date(2027, 1, 1),
        "title": Localized({"ja": "謹賀新年", "en": "To {name}"}),
        "text": Localized(text),
        "sender": Localized({"ja": "熊本市", "en": "Kumamoto City"}),
        "visit": None,
    }
    return MailMerge(**(values | changes))


def to(language: str, **changes: Any) -> MergeRecipient:  # noqa: ANN401 - any of its columns
    values: dict[str, Any] = {"partner": partner(), "person": person(), "language": language}
    nothing = dict.fromkeys(("organisation", "post", "member"))
    return MergeRecipient(**(nothing | values | changes))


def post(contact: str = "", **changes: Any) -> Post:  # noqa: ANN401 - any of its columns
    return Post(title=Localized({"ja": "市長", "en": "Mayor"}), contact=contact, **changes)


def test_every_place_says_its_own_in_the_language_of_the_letter() -> None:
    visit = Visit(title=Localized({"ja": "訪問", "en": "the visit"}))
    text = "{name}|{title}|{honorific}|{affiliation}|{partner}|{date}|{visit}"
    found = rendered(
        merge({"ja": text, "en": text}, visit=visit),
        to("en", post=post(), person=person(honorifics={"en": "Dr"})),
    )
    assert found.text.text == ("Eckart Würzner|Mayor|Dr|市政府|Kaohsiung|1 January 2027|the visit")
    assert (found.title.text, found.sender.text) == ("To Eckart Würzner", "Kumamoto City")
    assert found.complete


def test_a_value_is_never_read_as_a_place_itself() -> None:
    named = person(Name("{title}"))
    assert rendered(merge({"ja": "{name}"}), to("ja", person=named)).text.text == "{title}"


@pytest.mark.parametrize(
    ("language", "tag"), [("de", "en"), ("zh-Hans", "ja"), ("ja", "ja"), ("en", "en")]
)
def test_the_text_falls_back_and_says_to_what(language: str, tag: str) -> None:
    found = rendered(merge({"ja": "年賀", "en": "Cards"}), to(language))
    assert (found.language, found.text.tag) == (language, tag)


def test_what_is_on_nobodys_file_is_named_and_keeps_the_letter_back() -> None:
    found = rendered(
        merge({"ja": "{name}{honorific}", "en": "{honorific} {name}, {title}, {honorific}"}),
        to("en"),
    )
    assert (found.missing, found.complete) == ([Place.HONORIFIC, Place.TITLE], False)
    assert rendered(merge({"ja": "{name}{honorific}"}), to("ja")).missing == []


@pytest.mark.parametrize(
    ("channel", "contact", "complete"),
    [
        (MergeChannel.PAPER, "", True),
        (MergeChannel.MAIL, "desk@there.example", True),
        (MergeChannel.MAIL, "Tel 1", False),
        (MergeChannel.BOTH, "", False),
    ],
)
def test_a_mail_needs_its_address(channel: MergeChannel, contact: str, complete: bool) -> None:
    found = rendered(merge({"ja": "年賀"}, channel=channel), to("ja", post=post(contact)))
    assert (found.no_mail, found.complete) == (not complete, complete)


def test_the_log_keeps_what_left_and_the_japanese_of_it() -> None:
    text = {"ja": "{name}{honorific}", "en": "Dear {name}"}
    title, kept = logged_text(merge(text), to("de"))
    assert dict(kept) == {"ja": "ヴュルツナー E様", "en": "Dear Eckart Würzner"}
    assert dict(title) == {"ja": "謹賀新年", "en": "To Eckart Würzner"}


def test_the_address_ends_with_the_name() -> None:
    contact = "Rathausplatz 1\nTel. 12\n+49 12-3\nhttps://there.example\ndesk@there.example\n"
    written = rendered(merge({"ja": "年賀"}), to("ja", post=post(contact))).address
    assert list(written) == ["Rathausplatz 1", "高雄市", "市長", "ヴュルツナー E 様"]
    abroad = to("en", person=person(honorifics={"en": "Dr"}))
    assert list(rendered(merge({"ja": "年賀"}), abroad).address) == [
        "Kaohsiung",
        "Dr Eckart Würzner",
    ]


def test_members_are_written_to_by_their_post_of_the_visit() -> None:
    titled = VisitMember(title=Localized({"ja": "団長"}))
    for member, words in ((titled, "団長"), (VisitMember(title=None), "")):
        found = rendered(merge({"ja": "年賀{title}"}), to("ja", member=member))
        assert found.text.text == f"年賀{words}"


def test_an_organisation_is_written_to_as_one() -> None:
    names = Localized({"ja": "交流協会", "en": "Society"})
    here = Organisation(names=names, side=Side.HERE, contact="desk@here.example")
    there = Organisation(names=names, side=Side.THERE, contact="")
    spoken = [language_of_organisation(each, partner()) for each in (here, there)]
    assert spoken == ["ja", "de"]
    found = rendered(
        merge({"ja": "{name}{honorific}{affiliation}", "en": "{honorific}"}),
        to("ja", person=None, organisation=here),
    )
    assert (found.text.text, found.mail) == ("交流協会御中交流協会", "desk@here.example")
    english = to("en", person=None, organisation=there)
    assert addressee(english, "en") == "Society"
    assert rendered(merge({"ja": "年賀", "en": "{honorific}"}), english).missing == [
        Place.HONORIFIC
    ]


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("ja", LATIN, "ヴュルツナー E"),
        ("de", LATIN, "Eckart Würzner"),
        ("en", Name("陳", "其邁"), "陳 其邁"),
        ("en", Name("陳", native="陈其迈"), "陈其迈"),
        ("zh-Hans", Name("陳", native="陈其迈"), "陈其迈"),
        ("zh-Hant", Name("陳", "其邁"), "陳 其邁"),
    ],
)
def test_a_name_is_written_as_the_language_reads_it(
    language: str, name: Name, written: str
) -> None:
    assert name_in(person(name), language) == written


@pytest.mark.parametrize(
    ("of", "language"),
    [
        (partner("de"), "de"),
        (partner("zh-Hant", "zh-Hant-TW"), "zh-Hant"),
        (partner("en-US", "es-US"), "en"),
        (partner("nan", "zh-Hans-CN"), "zh-Hans"),
        (partner("pt", "pt-BR"), "en"),
    ],
)
def test_a_partner_is_written_to_in_its_first_language_we_write(of: Partner, language: str) -> None:
    assert language_of(of) == language


@pytest.mark.parametrize(
    ("care", "held", "reason"),
    [
        (PersonCare.NONE, None, None),
        (PersonCare.NONE, post(), None),
        (PersonCare.NONE, post(ends=PartialDate(2026, 4)), Hindrance.LEFT),
        (PersonCare.NONE, post(begins=PartialDate(2027, 4)), Hindrance.COMING),
        (PersonCare.CARE, post(), Hindrance.CARE),
        (PersonCare.DECEASED, post(ends=PartialDate(2026, 4)), Hindrance.DECEASED),
    ],
)
def test_somebody_is_not_ticked_for_a_reason(
    care: PersonCare, held: Post | None, reason: Hindrance | None
) -> None:
    assert hindrance(person(care=care), held, TODAY) is reason


@pytest.mark.parametrize(
    ("contact", "mail", "lines"),
    [
        ("", "", []),
        ("Stadt <a.b@c.example>, x@y.example", "a.b@c.example", []),
        ("〒860-8601\n熊本市中央区\n電話：096-1", "", ["〒860-8601", "熊本市中央区"]),
    ],
)
def test_a_contact_gives_a_mailbox_and_an_address(
    contact: str, mail: str, lines: list[str]
) -> None:
    assert (mail_in(contact), list(postal_lines(contact))) == (mail, lines)

"""Reading a feed's address, and what belongs to the feed it names."""

from datetime import date

import pytest

from exchange.calendars.subscriptions import FeedRequest, read_request
from exchange.core.entries import Audience, CalendarEntry, EntryKind
from exchange.core.errors import BadRequestError

PARTNERS = ("heidelberg", "ulsan")


def entry(**changes: object) -> CalendarEntry:
    given: dict[str, object] = {
        "uid": "heidelberg-1992-2027",
        "kind": EntryKind.ANNIVERSARY,
        "audience": Audience.PUBLIC,
        "title": "35",
        "language": "ja",
        "starts": date(2027, 5, 19),
        "ends": date(2027, 5, 19),
        "partners": ("heidelberg", "san-antonio"),
    }
    return CalendarEntry(**{**given, **changes})  # type: ignore[arg-type]


def test_an_address_without_parameters_is_the_whole_calendar_in_japanese() -> None:
    assert read_request({}, known_partners=PARTNERS) == FeedRequest()


def test_every_parameter_is_read_and_partners_may_repeat() -> None:
    asked = read_request(
        {
            "lang": ["de"],
            "partner": ["ulsan", "heidelberg"],
            "kinds": ["anniversaries,celebrations"],
            "milestones": ["1"],
            "months": ["span"],
            "download": ["1"],
        },
        known_partners=PARTNERS,
    )
    assert asked == FeedRequest(
        language="de",
        partners=frozenset(PARTNERS),
        kinds=frozenset({EntryKind.ANNIVERSARY, EntryKind.CELEBRATION}),
        milestones=True,
        months_as_span=True,
        one_time=True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "es"),
        ("partner", "rome"),
        ("kinds", "tasks"),
        ("milestones", "yes"),
        ("months", "last"),
        ("download", "2"),
    ],
)
def test_an_unknown_value_is_refused_and_named(name: str, value: str) -> None:
    with pytest.raises(BadRequestError) as refusal:
        read_request({name: [value]}, known_partners=PARTNERS)
    assert refusal.value.sentence.id == "calendars.error.unknown_value"
    assert refusal.value.sentence.params["name"] == name
    assert refusal.value.sentence.params["value"] == value


def test_a_choice_of_one_given_twice_is_refused() -> None:
    with pytest.raises(BadRequestError) as refusal:
        read_request({"lang": ["ja", "en"]}, known_partners=PARTNERS)
    assert refusal.value.sentence.id == "calendars.error.repeated"


def test_the_same_choice_in_another_order_is_the_same_feed() -> None:
    one = read_request({"partner": ["ulsan", "heidelberg"]}, known_partners=PARTNERS)
    other = read_request({"partner": ["heidelberg,ulsan"]}, known_partners=PARTNERS)
    assert one.key == other.key


def test_different_choices_never_share_a_key() -> None:
    requests = [
        FeedRequest(),
        FeedRequest(language="en"),
        FeedRequest(partners=frozenset({"ulsan"})),
        FeedRequest(kinds=frozenset({EntryKind.CELEBRATION})),
        FeedRequest(milestones=True),
        FeedRequest(months_as_span=True),
        FeedRequest(one_time=True),
    ]
    assert len({request.key for request in requests}) == len(requests)


@pytest.mark.parametrize(
    ("asked", "changes", "wanted"),
    [
        (FeedRequest(), {}, True),
        (FeedRequest(), {"is_demo": True}, False),
        (FeedRequest(partners=frozenset({"heidelberg"})), {}, True),
        (FeedRequest(partners=frozenset({"san-antonio"})), {}, True),
        (FeedRequest(partners=frozenset({"ulsan"})), {}, False),
        (FeedRequest(partners=frozenset({"ulsan"})), {"partners": ()}, False),
        (FeedRequest(kinds=frozenset({EntryKind.CELEBRATION})), {}, False),
        (FeedRequest(milestones=True), {}, False),
        (FeedRequest(milestones=True), {"milestone": True}, True),
    ],
)
def test_a_feed_holds_what_was_asked_for_and_nothing_of_the_demo(
    asked: FeedRequest, changes: dict[str, object], wanted: bool
) -> None:
    assert asked.wants(entry(**changes)) is wanted

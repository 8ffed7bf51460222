"""The form of an itinerary item: two clocks, each at its own place."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.database import Localized
from exchange.core.errors import DomainError
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import Message, label, message
from exchange.core.translate import show
from exchange.core.walltime import WallTime, occurrences, zone_named
from exchange.delegations.forms.visits import typed_text
from exchange.delegations.models import Visit
from exchange.itineraries.clocks import frequent_clocks, other_cities
from exchange.itineraries.enums import Attending
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.services.items import ItemPlan, plan_of, stated
from exchange.partners.models import Partner
from exchange.people.models import Person
from exchange.web import languages
from exchange.web.fields import in_languages, typed_text_or_none
from exchange.web.forms import KeyedForm

_CLOCK = ["%H:%M", "%H:%M:%S"]
_FOLDS = [
    SelectChoice("0", message("itineraries.fold.first")),
    SelectChoice("1", message("itineraries.fold.second")),
]

#: What is typed in a line of its own, or a few.
_LINES = (
    "place",
    "end_place",
    "track",
    "city",
    "end_city",
    "transport",
    "vehicle",
    "lodging",
    "meal",
    "host",
    "interpreter",
    "dress",
    "rain_plan",
    "gift_note",
    "cost_note",
)


class ItemForm(KeyedForm):
    """What a person states about an item; the end's day is the start's where it is left out."""

    title = StringField(message("itineraries.field.item_title"), [DataRequired(), Length(max=200)])
    title_en = StringField(message("itineraries.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("itineraries.field.title_zh_hant"), [Length(max=200)])
    start_day = DateField(message("itineraries.field.start_day"), [InputRequired()])
    start_clock = TimeField(
        message("itineraries.field.start_clock"), [InputRequired()], format=_CLOCK
    )
    start_zone = SelectField(message("itineraries.field.start_zone"), [InputRequired()])
    start_fold = RadioField(
        message("itineraries.field.start_fold"), [Optional()], choices=_FOLDS, validate_choice=False
    )
    end_day = DateField(
        message("itineraries.field.end_day"),
        [Optional()],
        render_kw={"hint": message("itineraries.hint.end_day")},
    )
    end_clock = TimeField(message("itineraries.field.end_clock"), [InputRequired()], format=_CLOCK)
    end_zone = SelectField(
        message("itineraries.field.end_zone"),
        [InputRequired()],
        render_kw={"hint": message("itineraries.hint.end_zone")},
    )
    end_fold = RadioField(
        message("itineraries.field.end_fold"), [Optional()], choices=_FOLDS, validate_choice=False
    )
    place = StringField(message("itineraries.field.place"), [Length(max=200)])
    end_place = StringField(
        message("itineraries.field.end_place"),
        [Length(max=200)],
        render_kw={"hint": message("itineraries.hint.end_place")},
    )
    city = StringField(message("itineraries.field.city"), [Length(max=100)])
    end_city = StringField(message("itineraries.field.end_city"), [Length(max=100)])
    transport = StringField(message("itineraries.field.transport"), [Length(max=200)])
    vehicle = StringField(
        message("itineraries.field.vehicle"),
        [Length(max=120)],
        render_kw={"hint": message("itineraries.hint.vehicle")},
    )
    lodging = StringField(message("itineraries.field.lodging"), [Length(max=200)])
    meal = StringField(message("itineraries.field.meal"), [Length(max=200)])
    set_meal = BooleanField(message("itineraries.field.set_meal"))
    host = StringField(message("itineraries.field.host"), [Length(max=200)])
    attending = RadioField(
        message("itineraries.field.attending"),
        [Optional()],
        choices=enum_choices(Attending, label=label),
        default=Attending.PARTY.value,
        render_kw={"hint": message("itineraries.hint.attending")},
    )
    people = SelectMultipleField(
        message("itineraries.field.people"), render_kw={"boxes": True}, choices=()
    )
    interpreter = StringField(
        message("itineraries.field.interpreter"),
        [Length(max=120)],
        render_kw={"hint": message("itineraries.hint.interpreter")},
    )
    dress = StringField(message("itineraries.field.dress"), [Length(max=120)])
    rain_plan = TextAreaField(message("itineraries.field.rain_plan"), [Length(max=1000)])
    speech = BooleanField(message("itineraries.field.speech"))
    open_to_press = BooleanField(
        message("itineraries.field.open_to_press"),
        render_kw={"hint": message("itineraries.hint.open_to_press")},
    )
    gift_note = StringField(message("itineraries.field.gift_note"), [Length(max=300)])
    cost_note = StringField(message("itineraries.field.cost_note"), [Length(max=300)])
    fixed = BooleanField(
        message("itineraries.field.fixed"), render_kw={"hint": message("itineraries.hint.fixed")}
    )
    own_text, own_text_en, own_text_zh_hant = in_languages(
        message("itineraries.field.own_text"), required=False, longest=2000, lines=True
    )
    (
        partner_text,
        partner_text_en,
        partner_text_zh_hant,
        partner_text_zh_hans,
        partner_text_ko,
        partner_text_de,
        partner_text_fr,
    ) = in_languages(
        message("itineraries.field.partner_text"),
        required=False,
        longest=2000,
        lines=True,
        tags=FEED_LANGUAGES,
    )
    track = StringField(
        message("itineraries.field.track"),
        [Length(max=60)],
        render_kw={"hint": message("itineraries.hint.track")},
    )

    def offer(self, cities: Mapping[str, Localized], partners: Iterable[Partner]) -> "ItemForm":
        """Offer the visit's cities first, then those often passed, then every other one.

        Cities that share a clock share a choice.
        """
        language = languages.current()
        frequent = {
            zone: show(_shared(names), language)
            for zone, names in frequent_clocks(language, cities, partners)
        }
        groups = (
            (
                message("itineraries.choice.cities_of_visit"),
                [(zone, name) for zone, name in frequent.items() if zone in cities],
            ),
            (
                message("itineraries.choice.frequent_cities"),
                [(zone, name) for zone, name in frequent.items() if zone not in cities],
            ),
            (message("itineraries.choice.other_cities"), other_cities(language, frequent)),
        )
        choices = [
            SelectChoice(zone, city, optgroup=group)
            for group, named in groups
            for zone, city in named
        ]
        self.start_zone.choices = self.end_zone.choices = choices
        return self

    def asks_fold(self, end: str) -> bool:
        """Say whether the clocks at `end` ("start" or "end") show the typed time twice."""
        day, clock, zone = self._typed(end)
        if day is None or clock is None or not zone:
            return False
        try:
            return len(occurrences(day, clock, zone_named(zone))) > 1
        except (DomainError, OverflowError):
            return False

    def plan(self) -> ItemPlan:
        """Return what was typed; call it after `validate`. Raises DomainError for no such time."""
        self.end_day.data = self.end_day.data or self.start_day.data
        return ItemPlan(
            title=typed_text(self, "title"),
            start=self._wall("start"),
            end=self._wall("end"),
            own_text=typed_text_or_none(self, "own_text"),
            partner_text=typed_text_or_none(self, "partner_text"),
            attending=Attending(self.attending.data or Attending.PARTY),
            people=tuple(sorted(UUID(key) for key in self.people.data or ())),
            set_meal=bool(self.set_meal.data),
            speech=bool(self.speech.data),
            open_to_press=bool(self.open_to_press.data),
            fixed=bool(self.fixed.data),
            **{name: self[name].data or "" for name in _LINES},
        )

    def offer_people(self, people: Iterable[Person]) -> "ItemForm":
        """Offer the people who can be named for an item."""
        self.people.choices = [SelectChoice(str(each.id), each.name.written) for each in people]
        return self

    def _typed(self, end: str) -> tuple[date | None, time | None, str]:
        day = self[f"{end}_day"].data or self.start_day.data
        return day, self[f"{end}_clock"].data, self[f"{end}_zone"].data or ""

    def _wall(self, end: str) -> WallTime:
        day, clock, zone = self._typed(end)
        assert day is not None and clock is not None  # noqa: PT018 - `validate` has passed
        typed = self[f"{end}_fold"].data
        fold = int(typed) if typed in {"0", "1"} and self.asks_fold(end) else None
        return WallTime.planned(day, clock, zone=zone, fold=fold, field=f"{end}_clock")


def new_item_form(visit: Visit, *, zone: str) -> ItemForm:
    """Open a form on the visit's first day, at the clocks of `zone`, cities yet to be offered."""
    return ItemForm(data={"start_day": visit.starts, "start_zone": zone, "end_zone": zone})


def item_form(item: ItineraryItem) -> ItemForm:
    """Open the form on an item as it is; the cities are still to be offered."""
    return ItemForm(data={**stated(plan_of(item)), "version": item.version})


def _shared(names: Sequence[str]) -> Message | str:
    """Name a clock by its first city, the others in brackets."""
    if len(names) == 1:
        return names[0]
    return message("itineraries.choice.same_clock", city=names[0], others=" / ".join(names[1:]))

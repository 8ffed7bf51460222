"""What changed between versions of a programme, in words; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from exchange.core.database import Localized
from exchange.core.messages import Message, label, message
from exchange.core.printing import day_of_year_text
from exchange.core.translate import translate
from exchange.itineraries.clocks import city_name
from exchange.itineraries.enums import Attending
from exchange.itineraries.versions import Change, Changes, Plan

#: Fields whose label is another's: the words of the form in which they are typed.
FIELD_LABELS: Final[Mapping[str, Message]] = {
    "title": message("itineraries.field.item_title"),
    "title_en": message("itineraries.field.title_en"),
    "title_zh_hant": message("itineraries.field.title_zh_hant"),
    "place": message("itineraries.field.place"),
    "end_place": message("itineraries.field.end_place"),
    "track": message("itineraries.field.track"),
    "city": message("itineraries.field.city"),
    "end_city": message("itineraries.field.end_city"),
    "transport": message("itineraries.field.transport"),
    "lodging": message("itineraries.field.lodging"),
    "meal": message("itineraries.field.meal"),
    "set_meal": message("itineraries.field.set_meal"),
    "host": message("itineraries.field.host"),
    "interpreter": message("itineraries.field.interpreter"),
    "vehicle": message("itineraries.field.vehicle"),
    "dress": message("itineraries.field.dress"),
    "rain_plan": message("itineraries.field.rain_plan"),
    "gift_note": message("itineraries.field.gift_note"),
    "cost_note": message("itineraries.field.cost_note"),
    "speech": message("itineraries.field.speech"),
    "open_to_press": message("itineraries.field.open_to_press"),
    "fixed": message("itineraries.field.fixed"),
    "attending": message("itineraries.field.attending"),
    "people": message("itineraries.field.people"),
}
_TEXTS: Final = {
    "own_text": message("itineraries.field.own_text"),
    "partner_text": message("itineraries.field.partner_text"),
}


_ATTENDING: Final = {each.value: label(each) for each in Attending}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change in words: which item, when it was and is, and (field, before, after)."""

    title: str
    before: str
    after: str
    fields: Sequence[tuple[Message, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Teller:
    """Says in a language what changed: on the screen and on papers."""

    cities: Mapping[str, Localized]
    names: Mapping[str, str]
    language: str

    def told(self, changes: Changes) -> Mapping[str, Sequence[ToldChange]]:
        """Return changes in words, by kind."""
        return {
            "added": [self._alone(plan) for plan in changes.added],
            "removed": [self._alone(plan) for plan in changes.removed],
            "moved": [self._both(each, each.other_fields) for each in changes.moved],
            "changed": [self._both(each, each.fields) for each in changes.changed],
        }

    def _alone(self, plan: Plan) -> ToldChange:
        when = self._when(plan)
        return ToldChange(str(plan["title"]), when, when)

    def _both(self, change: Change, fields: Sequence[tuple[str, object, object]]) -> ToldChange:
        return ToldChange(
            str(change.after["title"]),
            self._when(change.before),
            self._when(change.after),
            [(_label(name), self._shown(was), self._shown(now)) for name, was, now in fields],
        )

    def _when(self, plan: Plan) -> str:
        start, end = self._moment(plan, "start"), f"{plan['end_clock']}"
        if plan["end_zone"] != plan["start_zone"] or plan["end_day"] != plan["start_day"]:
            end = self._moment(plan, "end")
        return f"{start} – {end}"

    def _moment(self, plan: Plan, which: str) -> str:
        day = day_of_year_text(date.fromisoformat(str(plan[f"{which}_day"])), self.language)
        city = city_name(str(plan[f"{which}_zone"]), self.language, self.cities)
        return f"{day} {plan[f'{which}_clock']} {city}"

    def _shown(self, value: object) -> str:
        if isinstance(value, bool):
            return self._say(
                message("itineraries.text.yes") if value else message("itineraries.text.no")
            )
        if isinstance(value, list):
            gone, between = (
                self._say(message("itineraries.text.somebody")),
                self._say(message("itineraries.text.and")),
            )
            value = between.join(self.names.get(str(key), gone) for key in value)
        said = _ATTENDING.get(str(value))
        if said is not None:
            return self._say(said)
        return str(value) or self._say(message("itineraries.text.nothing"))

    def _say(self, said: Message) -> str:
        return translate(said, self.language)


def _label(name: str) -> Message:
    known = FIELD_LABELS.get(name)
    return known or _TEXTS[next(base for base in _TEXTS if name.startswith(base))]

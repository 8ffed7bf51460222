"""The forms of what is written for an occasion: its order, a speech, word to the press."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from wtforms import DateField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import label, message
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony, Speech, UsualSteps
from exchange.papers.services import CeremonyPlan, PressPlan, SpeechPlan
from exchange.web import languages
from exchange.web.fields import in_languages, opened, spread, typed_text, typed_text_or_none
from exchange.web.forms import KeyedForm

_STEPS: Final = 4000
_TEXT: Final = 20_000


class StepsForm(KeyedForm):
    """Steps of an occasion, a step a line in each language."""

    steps, steps_en, steps_zh_hant, steps_zh_hans, steps_ko, steps_de, steps_fr = in_languages(
        message("papers.field.steps"),
        longest=_STEPS,
        lines=True,
        tags=FEED_LANGUAGES,
        hint=message("papers.hint.steps"),
    )


class CeremonyForm(StepsForm):
    """What a person states of the order of an item."""

    occasion = SelectField(
        message("papers.field.occasion"),
        [InputRequired()],
        choices=enum_choices(Occasion, label=label),
    )

    def plan(self) -> CeremonyPlan:
        """Return what was typed; call it after `validate`."""
        return CeremonyPlan(occasion=Occasion(self.occasion.data), steps=typed_text(self, "steps"))


class SpeechForm(KeyedForm):
    """What a person states of a speech."""

    occasion = SelectField(
        message("papers.field.occasion"),
        [InputRequired()],
        choices=enum_choices(Occasion, label=label),
        render_kw={"hint": message("papers.hint.occasion")},
    )
    item_id = SelectField(message("papers.field.item"), [Optional()])
    speaker = StringField(
        message("papers.field.speaker"),
        [DataRequired(), Length(max=120)],
        render_kw={"example": message("papers.example.speaker")},
    )
    minutes = IntegerField(
        message("papers.field.minutes"), [InputRequired(), NumberRange(1, 60)], default=5
    )
    text, text_en, text_zh_hant, text_zh_hans, text_ko, text_de, text_fr = in_languages(
        message("papers.field.text"), longest=_TEXT, lines=True, tags=FEED_LANGUAGES
    )
    (
        points,
        points_en,
        points_zh_hant,
        points_zh_hans,
        points_ko,
        points_de,
        points_fr,
    ) = in_languages(
        message("papers.field.points"),
        required=False,
        longest=_STEPS,
        lines=True,
        tags=FEED_LANGUAGES,
    )

    def offer(self, items: Iterable[ItineraryItem]) -> "SpeechForm":
        """Offer the items of the visit's programme."""
        language = languages.current()
        self.item_id.choices = [
            SelectChoice("", message("papers.choice.whole_visit")),
            *(
                SelectChoice(str(item.id), f"{item.start_day} {item.title.in_language(language)}")
                for item in items
            ),
        ]
        return self

    def plan(self) -> SpeechPlan:
        """Return what was typed; call it after `validate`."""
        return SpeechPlan(
            occasion=Occasion(self.occasion.data),
            speaker=self.speaker.data,
            minutes=self.minutes.data,
            text=typed_text(self, "text"),
            points=typed_text_or_none(self, "points"),
            item_id=UUID(self.item_id.data) if self.item_id.data else None,
        )


class PressForm(KeyedForm):
    """What only people know of a press release."""

    title = StringField(message("papers.field.title"), [DataRequired(), Length(max=200)])
    day = DateField(message("papers.field.day"), [InputRequired()])
    text = TextAreaField(
        message("papers.field.press_text"),
        [DataRequired(), Length(max=4000)],
        render_kw={"hint": message("papers.hint.press_text")},
    )
    coverage = TextAreaField(
        message("papers.field.coverage"),
        [Length(max=1000)],
        render_kw={"hint": message("papers.hint.coverage")},
    )
    contact = TextAreaField(
        message("papers.field.contact"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("papers.hint.contact")},
    )

    def plan(self) -> PressPlan:
        """Return what was typed; call it after `validate`."""
        return PressPlan(
            title=self.title.data,
            day=self.day.data,
            text=self.text.data,
            contact=self.contact.data,
            coverage=self.coverage.data or "",
        )


def steps_as_typed(row: Ceremony | UsualSteps) -> Mapping[str, object]:
    """Return the steps of a row by the fields of its form."""
    return spread({"steps": row.steps, "occasion": row.occasion, "version": row.version})


def speech_form(speech: Speech) -> SpeechForm:
    """Open the form on a speech as it is."""
    item = str(speech.item_id) if speech.item_id else ""
    return SpeechForm(data={**opened(speech), "item_id": item})


def started_from(speech: Speech) -> Mapping[str, object]:
    """Return what a new speech takes over from an earlier one: its words and its length."""
    return spread({"text": speech.text, "points": speech.points, "minutes": speech.minutes})


def drawn(form: KeyedForm, name: str, tags: Sequence[str]) -> Sequence[Field]:
    """Return the fields of a text to draw: Japanese, those of `tags`, and whatever has words."""
    wanted = {f"{name}_{tag.lower().replace('-', '_')}" for tag in tags}
    others = [field for field in form if field.name.startswith(f"{name}_")]
    return [form[name], *(each for each in others if each.name in wanted or each.data)]

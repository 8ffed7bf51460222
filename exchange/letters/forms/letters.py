"""The form of a letter: which way, to or from whom, what it says, whether a reply is awaited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.languages import FEED_LANGUAGES, OWN_NAMES
from exchange.core.messages import label, message
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.letters.enums import (
    LetterDirection,
    LetterKind,
    LetterState,
    RequestKind,
    WorkedBy,
)
from exchange.letters.models import LanguageRequest, Letter
from exchange.letters.services import LetterPlan
from exchange.letters.services.requests import RequestPlan
from exchange.partners.models import Partner
from exchange.people.models import Person
from exchange.web import languages
from exchange.web.fields import in_languages, opened, spread, typed_text, typed_text_or_none
from exchange.web.forms import KeyedForm

_LONGEST: Final = 20_000
_LANGUAGES: Final = [SelectChoice(tag, name) for tag, name in OWN_NAMES.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoices:
    """What a letter's form offers to choose from."""

    partners: Sequence[Partner]
    visits: Sequence[Visit]
    users: Sequence[User]
    people: Sequence[Person]
    #: What it may answer.
    letters: Sequence[Letter]


class LetterForm(KeyedForm):
    """What a person states about a letter."""

    partner = SelectField(message("letters.field.partner"), [InputRequired()])
    direction = SelectField(
        message("letters.field.direction"),
        [InputRequired()],
        choices=enum_choices(LetterDirection, label=label),
    )
    kind = SelectField(
        message("letters.field.kind"),
        [InputRequired()],
        choices=enum_choices(LetterKind, label=label),
    )
    number = StringField(
        message("letters.field.number"),
        [Length(max=60)],
        render_kw={"example": "国際発第123号"},
    )
    day = DateField(message("letters.field.day"), [InputRequired()])
    visit_id = SelectField(message("letters.field.visit"), [Optional()])
    person_id = SelectField(message("letters.field.person"), [Optional()])
    counterpart = StringField(
        message("letters.field.counterpart"),
        [Length(max=200)],
        render_kw={"hint": message("letters.hint.counterpart")},
    )
    title, title_en, title_zh_hant = in_languages(message("letters.field.title"), longest=200)
    text, text_en, text_zh_hant, text_zh_hans, text_ko, text_de, text_fr = in_languages(
        message("letters.field.text"),
        required=False,
        longest=_LONGEST,
        lines=True,
        tags=FEED_LANGUAGES,
    )
    state = SelectField(
        message("letters.field.state"),
        [InputRequired()],
        choices=enum_choices(LetterState, label=label),
        default=LetterState.NO_ANSWER.value,
    )
    due = DateField(
        message("letters.field.due"), [Optional()], render_kw={"hint": message("letters.hint.due")}
    )
    answers_id = SelectField(
        message("letters.field.answers"),
        [Optional()],
        render_kw={"hint": message("letters.hint.answers")},
    )
    owner_id = SelectField(message("letters.field.owner"), [Optional()])
    note = TextAreaField(message("letters.field.note"), [Length(max=2000)])

    def offer(self, choices: LetterChoices) -> "LetterForm":
        """Offer what there is to choose from."""
        language = languages.current()
        self.partner.choices = [SelectChoice(each.slug, each.names) for each in choices.partners]
        self.visit_id.choices = _or_none(
            (visit.id, f"{visit.starts} {visit.title.in_language(language)}")
            for visit in choices.visits
        )
        self.person_id.choices = _or_none(
            (person.id, f"{person.name.written} / {person.affiliation}".removesuffix(" / "))
            for person in choices.people
        )
        self.answers_id.choices = _or_none(
            (each.id, f"{each.day} {each.title.in_language(language)}") for each in choices.letters
        )
        self.owner_id.choices = _or_none((user.id, user.name) for user in choices.users)
        return self

    def plan(self) -> LetterPlan:
        """Return what was typed; call it after `validate`."""
        return LetterPlan(
            direction=LetterDirection(self.direction.data),
            kind=LetterKind(self.kind.data),
            day=self.day.data,
            title=typed_text(self, "title"),
            text=typed_text_or_none(self, "text"),
            number=self.number.data or "",
            visit_id=_key(self.visit_id.data),
            person_id=_key(self.person_id.data),
            counterpart=self.counterpart.data or "",
            owner_id=_key(self.owner_id.data),
            answers_id=_key(self.answers_id.data),
            state=LetterState(self.state.data),
            due=self.due.data,
            note=self.note.data or "",
        )


class RequestForm(KeyedForm):
    """What a person states about a translation or an interpreter asked for."""

    kind = SelectField(
        message("letters.field.request_kind"),
        [InputRequired()],
        choices=enum_choices(RequestKind, label=label),
    )
    what = StringField(message("letters.field.what"), [DataRequired(), Length(max=300)])
    from_language = SelectField(
        message("letters.field.from_language"), [InputRequired()], choices=_LANGUAGES
    )
    to_language = SelectField(
        message("letters.field.to_language"),
        [InputRequired()],
        choices=_LANGUAGES,
        default="en",
    )
    due = DateField(message("letters.field.request_due"), [InputRequired()])
    worked_by = SelectField(
        message("letters.field.worked_by"),
        [InputRequired()],
        choices=enum_choices(WorkedBy, label=label),
    )
    worker = StringField(
        message("letters.field.worker"),
        [Length(max=200)],
        render_kw={"hint": message("letters.hint.worker")},
    )
    itinerary_item_id = SelectField(message("letters.field.item"), [Optional()])
    note = TextAreaField(message("letters.field.note"), [Length(max=2000)])

    def offer(self, items: Sequence[ItineraryItem]) -> "RequestForm":
        """Offer the items of the visit's programme."""
        language = languages.current()
        self.itinerary_item_id.choices = _or_none(
            (item.id, f"{item.start_day} {item.title.in_language(language)}") for item in items
        )
        return self

    def plan(self, visit_id: UUID | None, letter_id: UUID | None) -> RequestPlan:
        """Return what was typed about a visit or a letter; call it after `validate`."""
        return RequestPlan(
            kind=RequestKind(self.kind.data),
            what=self.what.data,
            from_language=self.from_language.data,
            to_language=self.to_language.data,
            due=self.due.data,
            worked_by=WorkedBy(self.worked_by.data),
            worker=self.worker.data or "",
            visit_id=visit_id,
            letter_id=letter_id,
            itinerary_item_id=_key(self.itinerary_item_id.data),
            note=self.note.data or "",
        )


def request_form(request: LanguageRequest) -> RequestForm:
    """Open the form on a request as it is."""
    return RequestForm(data={name: _choice(value) for name, value in opened(request).items()})


def letter_form(letter: Letter) -> LetterForm:
    """Open the form on a letter as it is."""
    values = {**opened(letter), "partner": letter.partner.slug}
    return LetterForm(data={name: _choice(value) for name, value in values.items()})


def started_from(letter: Letter) -> dict[str, object]:
    """Return what a new letter takes over from an earlier one: its words, no names or days."""
    return spread({"title": letter.title, "text": letter.text})


def _choice(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _or_none(found: Iterable[tuple[UUID, str]]) -> list[SelectChoice]:
    return [SelectChoice("", message("letters.choice.none"))] + [
        SelectChoice(str(key), words) for key, words in found
    ]


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None

"""Forms of promises: what, whose, until when; how it was settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.messages import label, message
from exchange.delegations.models import Visit
from exchange.partners.models import Partner
from exchange.people.models import Person
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.models import Promise
from exchange.promises.services import PromisePlan
from exchange.web import languages
from exchange.web.fields import UNCHOSEN, PartialDateField, in_languages, opened, typed_text
from exchange.web.forms import BaseForm, KeyedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChoices:
    """What a promise's form offers to choose from."""

    partners: Sequence[Partner]
    visits: Sequence[Visit]
    users: Sequence[User]
    people: Sequence[Person]


class PromiseForm(KeyedForm):
    """What a person states about a promise."""

    partner = SelectField(message("promises.field.partner"), [InputRequired()])
    visit_id = SelectField(message("promises.field.visit"), [Optional()])
    side = SelectField(
        message("promises.field.side"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(PromiseSide, label=label)],
    )
    title, title_en, title_zh_hant = in_languages(message("promises.field.title"), longest=300)
    owner_id = SelectField(
        message("promises.field.owner"),
        [Optional()],
        render_kw={"hint": message("promises.hint.owner")},
    )
    person_id = SelectField(
        message("promises.field.person"),
        [Optional()],
        render_kw={"hint": message("promises.hint.person")},
    )
    due = PartialDateField(
        message("promises.field.due"),
        [Optional()],
        render_kw={"hint": message("promises.hint.due"), "example": "2027-05 / R9.5.19"},
    )
    note = TextAreaField(message("promises.field.note"), [Length(max=2000)])

    def offer(self, choices: PromiseChoices) -> "PromiseForm":
        """Offer what there is to choose from."""
        language = languages.current()
        self.partner.choices = [SelectChoice(each.slug, each.names) for each in choices.partners]
        self.visit_id.choices = _or_none(
            (visit.id, f"{visit.starts} {visit.title.in_language(language)}")
            for visit in choices.visits
        )
        self.owner_id.choices = _or_none((user.id, user.name) for user in choices.users)
        self.person_id.choices = _or_none(
            (person.id, f"{person.name.written} / {person.affiliation}".removesuffix(" / "))
            for person in choices.people
        )
        return self

    def plan(self) -> PromisePlan:
        """Return what was typed; call it after `validate`."""
        return PromisePlan(
            side=PromiseSide(self.side.data),
            title=typed_text(self, "title"),
            visit_id=_key(self.visit_id.data),
            owner_id=_key(self.owner_id.data),
            person_id=_key(self.person_id.data),
            due=self.due.data,
            note=self.note.data or "",
        )


class SettleForm(BaseForm):
    """What became of a promise."""

    state = SelectField(
        message("promises.field.settled"),
        [InputRequired()],
        choices=[
            SelectChoice(state.value, label(state))
            for state in (PromiseState.DONE, PromiseState.DROPPED)
        ],
    )
    reason = StringField(
        message("promises.field.reason"),
        [Length(max=500)],
        render_kw={"hint": message("promises.hint.reason")},
    )


def promise_form(promise: Promise) -> PromiseForm:
    """Open the form on a promise as it is."""
    values = {**opened(promise), "partner": promise.partner.slug}
    return PromiseForm(
        data={
            name: str(value) if isinstance(value, UUID) else value for name, value in values.items()
        }
    )


def _or_none(found: Iterable[tuple[UUID, str]]) -> list[SelectChoice]:
    return [SelectChoice("", message("promises.choice.none"))] + [
        SelectChoice(str(key), words) for key, words in found
    ]


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None

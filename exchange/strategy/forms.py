"""Forms of activities: what was done, when, by whom and for whom, and its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import (
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from exchange.attachments.contents import LIMIT_MEGABYTES, Contents
from exchange.attachments.forms import contents_of, optional_file
from exchange.core.messages import label, message
from exchange.partners.models import Partner
from exchange.strategy.enums import ActivityKind, ActivityOrganiser
from exchange.strategy.models import Activity, LeadingProject, Measure
from exchange.strategy.services import ActivityPlan
from exchange.web.fields import UNCHOSEN, PartialDateField, in_languages, opened, typed_text
from exchange.web.forms import BaseForm, KeyedForm

_MOST_TIMES = 400
_MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChoices:
    """What an activity's form offers to tie it to."""

    partners: Sequence[Partner]
    measures: Sequence[Measure]
    projects: Sequence[LeadingProject]


class ActivityForm(KeyedForm):
    """What a person states about an activity."""

    kind = SelectField(
        message("strategy.activity.field.kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(ActivityKind, label=label)],
        render_kw={"hint": message("strategy.activity.hint.kind")},
    )
    title, title_en, title_zh_hant = in_languages(
        message("strategy.activity.field.title"), longest=300
    )
    held = PartialDateField(
        message("strategy.activity.field.held"),
        [InputRequired()],
        render_kw={
            "hint": message("strategy.activity.hint.held"),
            "example": "2026-10-17 / R8.10.17 / 2026-10",
        },
    )
    times = IntegerField(
        message("strategy.activity.field.times"),
        [InputRequired(), NumberRange(1, _MOST_TIMES)],
        default=1,
        render_kw={"hint": message("strategy.activity.hint.times")},
    )
    organiser = SelectField(
        message("strategy.activity.field.organiser"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(ActivityOrganiser, label=label)],
        render_kw={"hint": message("strategy.activity.hint.organiser")},
    )
    organiser_name = StringField(
        message("strategy.activity.field.organiser_name"), [Length(max=200)]
    )
    section = StringField(
        message("strategy.activity.field.section"), [DataRequired(), Length(max=200)]
    )
    partners = SelectMultipleField(
        message("strategy.activity.field.partners"), render_kw={"boxes": True}
    )
    audience = StringField(
        message("strategy.activity.field.audience"),
        [Length(max=200)],
        render_kw={"hint": message("strategy.activity.hint.audience")},
    )
    audience_number = IntegerField(
        message("strategy.activity.field.audience_number"),
        [Optional(), NumberRange(0, _MOST_PEOPLE)],
    )
    evidence = StringField(
        message("strategy.activity.field.evidence"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("strategy.activity.hint.evidence")},
    )
    file = optional_file(
        message("strategy.activity.field.file"),
        message("strategy.activity.hint.file", limit=LIMIT_MEGABYTES),
    )
    link = URLField(
        message("strategy.activity.field.link"),
        [
            Optional(),
            Length(max=500),
            Regexp(r"https?://\S+$", message=message("strategy.activity.error.link")),
        ],
        render_kw={"example": "https://www.city.kumamoto.jp/"},
    )
    measures = SelectMultipleField(
        message("strategy.activity.field.measures"), render_kw={"boxes": True}
    )
    projects = SelectMultipleField(
        message("strategy.activity.field.projects"), render_kw={"boxes": True}
    )
    note = TextAreaField(message("strategy.activity.field.note"), [Length(max=2000)])

    def offer(self, choices: ActivityChoices, *, section: str | None = None) -> "ActivityForm":
        """Offer what it can be tied to; a `section` officer's own section stands in its place."""
        self.partners.choices = [SelectChoice(each.slug, each.names) for each in choices.partners]
        self.measures.choices = [SelectChoice(each.slug, each.title) for each in choices.measures]
        self.projects.choices = [SelectChoice(each.slug, each.title) for each in choices.projects]
        if section is not None:
            self.section.data = section
        return self

    def contents(self) -> Contents | None:
        """Return the file of the evidence, None without one; raises DomainError on `file`."""
        return contents_of(self.file)

    def plan(self) -> ActivityPlan:
        """Return what was typed; call it after `validate`."""
        return ActivityPlan(
            kind=ActivityKind(self.kind.data),
            title=typed_text(self, "title"),
            held=self.held.data,
            times=self.times.data,
            organiser=ActivityOrganiser(self.organiser.data),
            organiser_name=self.organiser_name.data or "",
            section=self.section.data,
            partners=self.partners.data,
            audience=self.audience.data or "",
            audience_number=self.audience_number.data,
            evidence=self.evidence.data,
            link=self.link.data or "",
            measures=self.measures.data,
            projects=self.projects.data,
            note=self.note.data or "",
        )


class WithdrawForm(BaseForm):
    """Why an activity is taken out."""

    reason = StringField(
        message("strategy.activity.field.reason"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("strategy.activity.hint.reason")},
    )


def activity_form(activity: Activity) -> ActivityForm:
    """Open the form on an activity as it is."""
    ties = {
        name: [row.slug for row in getattr(activity, name)]
        for name in ("partners", "measures", "projects")
    }
    return ActivityForm(data={**opened(activity), **ties})

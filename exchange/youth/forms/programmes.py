"""Forms of programmes and their editions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.database import Localized, present_values
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import label, message
from exchange.web.forms import KeyedForm
from exchange.web.pages import settings
from exchange.youth.enums import (
    Organiser,
    ProgrammePattern,
    Registering,
    Selection,
    YouthDirection,
)
from exchange.youth.models import Edition, Programme
from exchange.youth.rules.editions import FIRST_CLOCK, LAST_CLOCK, OFFER_DAYS, Plan
from exchange.youth.services import EditionDetails, ProgrammeDetails

_COUNTED = (
    SelectChoice("yes", message("youth.choice.counts")),
    SelectChoice("no", message("youth.choice.counts_not")),
)


class ProgrammeForm(KeyedForm):
    """Create or change a programme."""

    name_ja = StringField(message("youth.field.name_ja"), [DataRequired(), Length(max=200)])
    name_en = StringField(message("youth.field.name_en"), [Length(max=200)])
    name_zh_hant = StringField(message("youth.field.name_zh_hant"), [Length(max=200)])
    partner_id = SelectField(message("youth.field.partner"))
    section = StringField(
        message("youth.field.section"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.hint.section")},
    )
    organiser = SelectField(
        message("youth.field.organiser"), choices=enum_choices(Organiser, label=label)
    )
    pattern = SelectField(
        message("youth.field.pattern"),
        [InputRequired()],
        choices=(
            SelectChoice("", message("web.form.choose")),
            *enum_choices(ProgrammePattern, label=label),
        ),
        render_kw={"hint": message("youth.hint.pattern")},
    )
    counts = RadioField(
        message("youth.field.counts"),
        [InputRequired()],
        choices=_COUNTED,
        render_kw={"hint": message("youth.hint.counts")},
    )
    counts_reason = StringField(
        message("youth.field.counts_reason"), [DataRequired(), Length(max=500)]
    )

    @property
    def details(self) -> ProgrammeDetails:
        """The programme as typed."""
        return ProgrammeDetails(
            names=_localized(self.name_ja, self.name_en, self.name_zh_hant),
            section=self.section.data,
            organiser=Organiser(self.organiser.data),
            pattern=ProgrammePattern(self.pattern.data),
            counts=self.counts.data == "yes",
            counts_reason=self.counts_reason.data,
            partner_id=UUID(self.partner_id.data) if self.partner_id.data else None,
        )

    def show(self, error: DomainError) -> None:
        """Put a refusal on its field; a stale programme is compared field by field."""
        if isinstance(error, StaleRowError):
            error = StaleRowError(theirs=_programme_fields(error.theirs), version=error.version)
        super().show(error)


def programme_values(programme: Programme) -> dict[str, Any]:
    """Return a programme's values by field of its form."""
    return _programme_fields(present_values(programme))


def _programme_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    names, partner_id = values["names"], values["partner_id"]
    return {name: values[name] for name in ("section", "counts_reason", "version")} | {
        "name_ja": names["ja"],
        "name_en": names.get("en", ""),
        "name_zh_hant": names.get("zh-Hant", ""),
        "partner_id": str(partner_id) if partner_id else "",
        "organiser": values["organiser"].value,
        "pattern": values["pattern"].value,
        "counts": "yes" if values["counts"] else "no",
    }


class EditionForm(KeyedForm):
    """Create or change an edition."""

    title_ja = StringField(message("youth.field.title_ja"), [DataRequired(), Length(max=200)])
    title_en = StringField(message("youth.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("youth.field.title_zh_hant"), [Length(max=200)])
    direction = SelectField(
        message("youth.field.direction"),
        choices=enum_choices(YouthDirection, label=label),
    )
    starts = DateField(message("youth.field.starts"), [InputRequired()])
    ends = DateField(message("youth.field.ends"), [InputRequired()])
    opens_on = DateField(message("youth.field.opens_on"), [InputRequired()])
    opens_clock = TimeField(message("youth.field.opens_clock"), [Optional()])
    closes_on = DateField(message("youth.field.closes_on"), [InputRequired()])
    closes_clock = TimeField(
        message("youth.field.closes_clock"),
        [Optional()],
        render_kw={"hint": message("youth.hint.closes_clock")},
    )
    registering = RadioField(
        message("youth.field.registering"),
        choices=enum_choices(Registering, label=label),
        default=Registering.SCHOOL.value,
        render_kw={"hint": message("youth.hint.registering")},
    )
    selection = RadioField(
        message("youth.field.selection"),
        choices=enum_choices(Selection, label=label),
        default=Selection.FIRST_COME.value,
        render_kw={"hint": message("youth.hint.selection")},
    )
    quota = IntegerField(message("youth.field.quota"), [InputRequired()])
    school_quota = IntegerField(
        message("youth.field.school_quota"),
        [Optional()],
        render_kw={"hint": message("youth.hint.school_quota")},
    )
    minimum = IntegerField(message("youth.field.minimum"), [Optional()])
    female_quota = IntegerField(message("youth.field.female_quota"), [Optional()])
    male_quota = IntegerField(
        message("youth.field.male_quota"),
        [Optional()],
        render_kw={"hint": message("youth.hint.gender_quota")},
    )
    offer_days = IntegerField(
        message("youth.field.offer_days"),
        [Optional()],
        default=OFFER_DAYS,
        render_kw={"hint": message("youth.hint.offer_days")},
    )
    waitlist_limit = IntegerField(
        message("youth.field.waitlist_limit"),
        [Optional()],
        render_kw={"hint": message("youth.hint.waitlist_limit")},
    )
    counts = SelectField(
        message("youth.field.counts"),
        choices=(SelectChoice("", message("youth.choice.as_programme")), *_COUNTED),
    )
    counts_reason = StringField(
        message("youth.field.counts_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.hint.edition_reason")},
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - as FlaskForm
        super().__init__(*arguments, **values)
        if not settings().public:  # without links nobody could register for such an edition
            self.registering.choices = [
                choice
                for choice in enum_choices(Registering, label=label)
                if choice.value != Registering.GUARDIAN
            ]

    @property
    def details(self) -> EditionDetails:
        """The edition as typed."""
        return EditionDetails(
            title=_localized(self.title_ja, self.title_en, self.title_zh_hant),
            direction=YouthDirection(self.direction.data),
            plan=Plan(
                starts=self.starts.data,
                ends=self.ends.data,
                opens_on=self.opens_on.data,
                closes_on=self.closes_on.data,
                quota=self.quota.data,
                school_quota=self.school_quota.data,
                minimum=self.minimum.data,
                opens_clock=self.opens_clock.data or FIRST_CLOCK,
                closes_clock=self.closes_clock.data or LAST_CLOCK,
                waitlist_limit=self.waitlist_limit.data,
                female_quota=self.female_quota.data,
                male_quota=self.male_quota.data,
                offer_days=OFFER_DAYS if self.offer_days.data is None else self.offer_days.data,
            ),
            registering=Registering(self.registering.data),
            selection=Selection(self.selection.data),
            counts=None if not self.counts.data else self.counts.data == "yes",
            counts_reason=self.counts_reason.data or "",
        )

    def show(self, error: DomainError) -> None:
        """Put a refusal on its field; a stale edition is compared field by field."""
        if isinstance(error, StaleRowError) and "title" in error.theirs:
            error = StaleRowError(theirs=_edition_fields(error.theirs), version=error.version)
        super().show(error)


def edition_values(edition: Edition) -> dict[str, Any]:
    """Return an edition's values by field of its form."""
    return _edition_fields(present_values(edition))


def _edition_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    columns = (
        *("starts", "ends", "quota", "school_quota", "minimum"),
        *("female_quota", "male_quota", "offer_days"),
        *("waitlist_limit", "counts_reason", "version"),
    )
    title = values["title"]
    opens, closes = (values[name].astimezone(OFFICE_ZONE) for name in ("opens_at", "closes_at"))
    return {name: values[name] for name in columns} | {
        "title_ja": title["ja"],
        "title_en": title.get("en", ""),
        "title_zh_hant": title.get("zh-Hant", ""),
        "direction": values["direction"].value,
        "opens_on": opens.date(),
        "opens_clock": opens.time(),
        "closes_on": closes.date(),
        "closes_clock": closes.time(),
        "registering": values["registering"].value,
        "selection": values["selection"].value,
        "counts": "yes" if values["counts"] else "no",
    }


def _localized(ja: Field, en: Field, zh_hant: Field) -> Localized:
    return Localized({"ja": ja.data, "en": en.data or "", "zh-Hant": zh_hant.data or ""})

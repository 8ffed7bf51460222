"""Forms of who may take part, and of what a person found."""

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.messages import label, message
from exchange.web import languages
from exchange.web.forms import BaseForm
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import Edition
from exchange.youth.rules.eligibility import LIMITED, Atom, Check


class EligibilityForm(BaseForm):
    """Say who may take part in an edition."""

    reference_day = DateField(
        message("youth.eligibility.reference_day"),
        [Optional()],
        render_kw={"hint": message("youth.eligibility.reference_hint")},
    )
    grade = BooleanField(label(Requirement.GRADE))
    grade_lowest = IntegerField(message("youth.eligibility.grade_lowest"), [Optional()])
    grade_highest = IntegerField(message("youth.eligibility.grade_highest"), [Optional()])
    age = BooleanField(label(Requirement.AGE))
    age_lowest = IntegerField(message("youth.eligibility.age_lowest"), [Optional()])
    age_highest = IntegerField(message("youth.eligibility.age_highest"), [Optional()])
    pupil_resides = BooleanField(label(Requirement.PUPIL_RESIDES))
    guardian_resides = BooleanField(label(Requirement.GUARDIAN_RESIDES))
    first_time = BooleanField(label(Requirement.FIRST_TIME))
    all_training = BooleanField(label(Requirement.ALL_TRAINING))
    hosts_in_return = BooleanField(label(Requirement.HOSTS_IN_RETURN))
    passport = BooleanField(label(Requirement.PASSPORT))

    @property
    def atoms(self) -> Sequence[Atom]:
        """The rules that were ticked."""
        return [
            Atom(kind, *(self._limits(kind) if kind in LIMITED else ()))
            for kind in Requirement
            if self[kind.value].data
        ]

    def _limits(self, kind: Requirement) -> tuple[int | None, int | None]:
        return self[f"{kind.value}_lowest"].data, self[f"{kind.value}_highest"].data


def eligibility_values(edition: Edition, atoms: Sequence[Atom]) -> dict[str, Any]:
    """Return an edition's rules by field of their form."""
    values: dict[str, Any] = {
        "version": edition.version,
        "reference_day": edition.eligible_on,
    }
    for atom in atoms:
        values[atom.kind.value] = True
        if atom.kind in LIMITED:
            values[f"{atom.kind.value}_lowest"] = atom.lowest
            values[f"{atom.kind.value}_highest"] = atom.highest
    return values


class CheckForm(BaseForm):
    """Keep what a person found about one rule."""

    kind = SelectField(message("youth.eligibility.which"))
    passed = RadioField(
        message("youth.eligibility.met"),
        [InputRequired()],
        choices=(
            SelectChoice("yes", message("core.yes")),
            SelectChoice("no", message("core.no")),
        ),
    )
    reason = StringField(message("youth.eligibility.how_known"), [DataRequired(), Length(max=500)])

    def offer(self, atoms: Sequence[Atom]) -> Self:
        """Let one of an edition's rules be chosen."""
        kinds = {atom.kind for atom in atoms}
        self.kind.choices = [
            choice for choice in enum_choices(Requirement, label=label) if choice.value in kinds
        ]
        return self

    @property
    def check(self) -> Check:
        """What was found."""
        return Check(self.passed.data == "yes", self.reason.data)


class PairForm(BaseForm):
    """Choose the earlier edition that one answers."""

    follows_id = SelectField(message("youth.pair.earlier"))

    def offer(self, editions: Sequence[Edition]) -> Self:
        """Let one of these be chosen, or none."""
        language = languages.current()
        self.follows_id.choices = [
            SelectChoice("", message("youth.pair.none")),
            *(SelectChoice(str(row.id), row.title.in_language(language)) for row in editions),
        ]
        return self

    @property
    def chosen(self) -> UUID | None:
        """The edition's key; None for none."""
        return UUID(self.follows_id.data) if self.follows_id.data else None

"""Forms of a screening."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.web.forms import BaseForm
from exchange.youth.models import Criterion
from exchange.youth.rules.screening import Sheet
from exchange.youth.services.assessors import AssessorEntry


class CriteriaForm(BaseForm):
    """Say what is scored."""

    criteria = TextAreaField(
        message("youth.screening.criteria"),
        [DataRequired(), Length(max=2000)],
        render_kw={"hint": message("youth.screening.criteria_hint")},
    )


class ScoresForm(BaseForm):
    """One assessor's sheet."""

    scores = TextAreaField(
        message("youth.screening.scores"),
        [DataRequired(), Length(max=20000)],
        render_kw={"hint": message("youth.screening.scores_hint"), "rows": 12},
    )


class OrderForm(BaseForm):
    """Decide by scores; ties are put in order by a person."""

    order = StringField(
        message("youth.screening.order"),
        [Length(max=2000)],
        render_kw={"hint": message("youth.screening.order_hint")},
    )

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers as typed; what is no number is left out and so stays undecided."""
        words = (self.order.data or "").replace(",", " ").replace("、", " ").split()
        return [number for word in words if (number := whole(word)) is not None]


class AssessorForm(BaseForm):
    """Make a link by which somebody without an account scores."""

    name = StringField(
        message("youth.scoring.name"),
        [DataRequired(), Length(max=100)],
        render_kw={"hint": message("youth.scoring.name_hint")},
    )
    last_day = DateField(message("youth.scoring.last_day"), [InputRequired()])
    sees_grade = BooleanField(message("youth.scoring.sees_grade"))

    @property
    def entry(self) -> AssessorEntry:
        """The link as wanted."""
        return AssessorEntry(str(self.name.data), self.last_day.data, bool(self.sees_grade.data))


class SheetForm(BaseForm):
    """The sheet of an assessor by link: a field a number and criterion; see `sheet_form`."""

    #: Numbers in order; filled in by `sheet_form`.
    numbers: Sequence[int] = ()
    criteria: Sequence[Criterion] = ()

    def points_of(self, number: int) -> list[Any]:
        """Return a number's fields, in the order of the criteria."""
        return [self[point_name(number, each)] for each in self.criteria]

    def validate(self, *arguments: object, **options: object) -> bool:
        """Validate; a number is scored for every criterion, or not yet at all."""
        right = super().validate(*arguments, **options)
        for number in self.numbers:
            fields = self.points_of(number)
            empty = [field for field in fields if field.data is None and not field.errors]
            if len(empty) < len(fields):
                for field in empty:
                    field.errors = [message("youth.scoring.error.points", number=str(number))]
                    right = False
        return right

    @property
    def sheet(self) -> Sheet:
        """The points by number, of the numbers that were scored."""
        typed = {n: [field.data for field in self.points_of(n)] for n in self.numbers}
        return {n: points for n, points in typed.items() if None not in points}


def sheet_form(
    numbers: Sequence[int], criteria: Sequence[Criterion], given: Mapping[str, int]
) -> SheetForm:
    """Return the sheet of some numbers, filled in with what was given before."""
    fields: dict[str, object] = {
        point_name(number, each): IntegerField(
            message("youth.scoring.points", name=each.name, most=each.most),
            [Optional(), _within(each.most, number)],
        )
        for number in numbers
        for each in criteria
    }
    fields |= {"numbers": tuple(numbers), "criteria": tuple(criteria)}
    form: SheetForm = type("NumberedSheetForm", (SheetForm,), fields)(data=given)
    return form


def point_name(number: int, criterion: Criterion) -> str:
    """Name the field of a number's points for a criterion."""
    return f"points_{number}_{criterion.number}"


def _within(most: int, number: int) -> Callable[[BaseForm, Field], None]:
    def check(_form: BaseForm, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= most:
            raise ValidationError(message("youth.scoring.error.points", number=str(number)))

    return check

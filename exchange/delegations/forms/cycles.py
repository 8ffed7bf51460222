"""Forms of cycles of visits and of their turns."""

from collections.abc import Sequence

from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from exchange.core.messages import message
from exchange.delegations.models import Visit, VisitCycle
from exchange.delegations.services.cycles import CycleDetails, Outcome
from exchange.partners.forms.citing import CitingFields, chosen_source, offer_sources
from exchange.partners.models import Source
from exchange.web.fields import PartialDateField, in_languages, opened, typed_text
from exchange.web.forms import BaseForm, KeyedForm


class CycleForm(CitingFields, KeyedForm):
    """Visits that come round."""

    title, title_en, title_zh_hant = in_languages(
        message("delegations.field.cycle_title"), longest=200
    )
    years = IntegerField(
        message("delegations.field.years"), [InputRequired(), NumberRange(1, 100)], default=5
    )
    anchor_year = IntegerField(
        message("delegations.field.anchor_year"),
        [InputRequired(), NumberRange(1945, 2100)],
        render_kw={"hint": message("delegations.hint.anchor_year"), "example": "1992"},
    )
    tolerance = IntegerField(
        message("delegations.field.tolerance"),
        [InputRequired(), NumberRange(0, 49)],
        default=1,
        render_kw={"hint": message("delegations.hint.tolerance")},
    )
    both_ways = BooleanField(message("delegations.field.both_ways"), default=True)

    def details(self) -> CycleDetails:
        """Return what was typed; call it after `validate`."""
        return CycleDetails(
            title=typed_text(self, "title"),
            years=self.years.data,
            anchor_year=self.anchor_year.data,
            both_ways=self.both_ways.data,
            tolerance=self.tolerance.data,
            source_id=chosen_source(self),
            locator=self.locator.data or "",
        )


class TurnForm(BaseForm):
    """What became of a turn: a visit on record, a time, or a reason."""

    visit = SelectField(
        message("delegations.field.turn_visit"),
        default="",
        render_kw={"hint": message("delegations.hint.turn_visit")},
    )
    happened = PartialDateField(
        message("delegations.field.happened"),
        render_kw={"hint": message("delegations.hint.happened"), "example": "2017-09"},
    )
    skipped_because = TextAreaField(message("delegations.field.skipped_because"), [Length(max=500)])

    def outcome(self, visits: Sequence[Visit]) -> Outcome:
        """Return what was typed; call it after `validate`."""
        by_id = {str(visit.id): visit for visit in visits}
        return Outcome(
            visit=by_id.get(self.visit.data),
            happened=self.happened.data,
            skipped_because=self.skipped_because.data or "",
        )


def cycle_form(sources: Sequence[Source], cycle: VisitCycle | None = None) -> CycleForm:
    """Open the form, empty or on a cycle as it is."""
    form = CycleForm(data=opened(cycle) if cycle else None)
    offer_sources(form, sources)
    return form


def turn_form(visits: Sequence[Visit]) -> TurnForm:
    """Open the form of a turn with the visits it may have been."""
    form = TurnForm()
    form.visit.choices = [
        SelectChoice("", message("delegations.choice.no_visit")),
        *(SelectChoice(str(visit.id), visit.title) for visit in visits),
    ]
    return form

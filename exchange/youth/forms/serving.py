"""The form of what an edition serves of the strategy."""

from collections.abc import Sequence
from typing import Self

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from exchange.core.messages import message
from exchange.strategy.models import LeadingProject, Measure
from exchange.web.forms import BaseForm


class ServingForm(BaseForm):
    """Choose measures and leading projects."""

    measures = SelectMultipleField(message("youth.field.measures"), render_kw={"boxes": True})
    projects = SelectMultipleField(message("youth.field.projects"), render_kw={"boxes": True})

    def offer(self, choices: tuple[Sequence[Measure], Sequence[LeadingProject]]) -> Self:
        """Let these be chosen."""
        measures, projects = choices
        self.measures.choices = [SelectChoice(each.slug, each.title) for each in measures]
        self.projects.choices = [SelectChoice(each.slug, each.title) for each in projects]
        return self

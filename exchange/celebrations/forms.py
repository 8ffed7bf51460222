"""Forms of celebrations, of their steps, and of the days that are looked at."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.celebrations.milestones import Milestone
from exchange.celebrations.models import Celebration
from exchange.celebrations.services.celebrations import (
    CelebrationPlan,
    Occasion,
    plan_of,
    stated,
)
from exchange.celebrations.services.steps import StepPlan
from exchange.core.database import Localized
from exchange.core.messages import Message, message
from exchange.core.offers import Linkable
from exchange.core.printing import anniversary_ordinal
from exchange.partners.models import Partner
from exchange.web import languages
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, KeyedForm


class CelebrationForm(KeyedForm):
    """What a person states about a celebration."""

    title = StringField(
        message("celebrations.field.title"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("celebrations.hint.title")},
    )
    title_en = StringField(message("celebrations.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("celebrations.field.title_zh_hant"), [Length(max=200)])
    theme = StringField(
        message("celebrations.field.theme"),
        [Length(max=300)],
        render_kw={"hint": message("celebrations.hint.theme")},
    )
    starts = DateField(message("celebrations.field.starts"), [Optional()])
    ends = DateField(message("celebrations.field.ends"), [Optional()])
    days_fixed = BooleanField(
        message("celebrations.field.days_fixed"),
        render_kw={"hint": message("celebrations.hint.days_fixed")},
    )

    #: Asked only once it matters.
    far_meant = BooleanField(message("celebrations.field.far_meant"))

    def plan(self) -> CelebrationPlan:
        """Return what was typed; call it after `validate`."""
        return CelebrationPlan(
            title=Localized(
                {
                    "ja": self.title.data,
                    "en": self.title_en.data or "",
                    "zh-Hant": self.title_zh_hant.data or "",
                }
            ),
            theme=self.theme.data or "",
            starts=self.starts.data,
            ends=self.ends.data,
            days_fixed=self.days_fixed.data,
            far_meant=self.far_meant.data,
        )


class NewCelebrationForm(CelebrationForm):
    """A celebration to be made: which anniversary it is for is said once."""

    occasion = SelectField(message("celebrations.field.occasion"), [InputRequired()])

    def offer(self, found: Sequence[Milestone]) -> "NewCelebrationForm":
        """Offer the milestones to choose from."""
        self.occasion.choices = [
            UNCHOSEN,
            *(SelectChoice(_key(each), _words(each)) for each in found if not each.disputed),
        ]
        return self

    def chosen(self) -> Occasion:
        """Return the anniversary that was chosen; call it after `validate`."""
        basis, _, ordinal = str(self.occasion.data).rpartition(":")
        return Occasion(basis, int(ordinal))


class LinksForm(BaseForm):
    """Which visits and editions belong to a celebration."""

    visits = SelectMultipleField(
        message("celebrations.field.visits"), choices=[], render_kw={"boxes": True}
    )
    editions = SelectMultipleField(
        message("celebrations.field.editions"), choices=[], render_kw={"boxes": True}
    )

    def offer(self, visits: Sequence[Linkable], editions: Sequence[Linkable]) -> "LinksForm":
        """Offer what higher rooms have of the partner."""
        self.visits.choices = [SelectChoice(str(each.id), _linkable(each)) for each in visits]
        self.editions.choices = [SelectChoice(str(each.id), _linkable(each)) for each in editions]
        return self

    def keys(self, name: str) -> list[UUID]:
        """Return the keys chosen in a field."""
        return [UUID(key) for key in self[name].data or ()]


class ReasonForm(BaseForm):
    """Why a celebration is postponed or cancelled."""

    reason = TextAreaField(message("celebrations.field.reason"), [DataRequired(), Length(max=500)])


class StepForm(KeyedForm):
    """A step of the runway."""

    title = StringField(message("celebrations.field.step"), [DataRequired(), Length(max=150)])
    due = DateField(
        message("celebrations.field.due"),
        [InputRequired()],
        render_kw={"hint": message("celebrations.hint.due")},
    )

    def plan(self) -> StepPlan:
        """Return what was typed; call it after `validate`."""
        return StepPlan(title=self.title.data, due=self.due.data)


class WindowForm(BaseForm):
    """Days to be held against the closed days of both sides; read from the address."""

    class Meta(BaseForm.Meta):
        """It changes nothing, so it carries no token."""

        csrf = False

    partner = SelectField(message("celebrations.field.partner"), [InputRequired()])
    starts = DateField(message("celebrations.field.starts"), [InputRequired()])
    ends = DateField(message("celebrations.field.ends"), [InputRequired()])

    def offer(self, partners: Sequence[Partner]) -> "WindowForm":
        """Offer the partners to choose from."""
        self.partner.choices = [
            UNCHOSEN,
            *(SelectChoice(partner.slug, partner.names) for partner in partners),
        ]
        return self


def celebration_form(celebration: Celebration) -> CelebrationForm:
    """Open the form on a celebration as it is."""
    return CelebrationForm(data={**stated(plan_of(celebration)), "version": celebration.version})


def _key(milestone: Milestone) -> str:
    return f"{milestone.basis.slug}:{milestone.anniversary.ordinal}"


def _words(milestone: Milestone) -> Message:
    language = languages.current()
    return message(
        "celebrations.choice.milestone",
        partner=milestone.partner.names.in_language(language),
        ordinal=anniversary_ordinal(milestone.anniversary.ordinal, language),
        date=milestone.anniversary.date,
        event=milestone.basis.agreement.title.in_language(language),
    )


def _linkable(each: Linkable) -> Message:
    language = languages.current()
    title = each.title if isinstance(each.title, str) else each.title.in_language(language)
    return message("celebrations.choice.linkable", title=title, day=each.starts, state=each.state)

"""Forms of the rule's versions, of closing a year and of correcting a closed one."""

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import Message, label, message
from exchange.core.translate import show
from exchange.indicators.enums import ReadingKind
from exchange.indicators.models import CountingRule
from exchange.indicators.services import RuleAnswers
from exchange.web import languages
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.models import Edition, Registration

_COUNTED = (
    SelectChoice("yes", message("indicators.rule.counts")),
    SelectChoice("no", message("indicators.rule.does_not_count")),
)
_REASON = (DataRequired(), Length(max=1000))


def _answer(name: Message) -> RadioField:
    return RadioField(name, [InputRequired()], choices=_COUNTED)


class RuleForm(KeyedForm):
    """The written answers of a version."""

    default_reading = SelectField(
        message("indicators.rule.default"),
        [InputRequired()],
        choices=enum_choices(ReadingKind, label=label),
    )
    since_year = IntegerField(
        message("indicators.rule.since"),
        [InputRequired()],
        render_kw={"hint": message("indicators.rule.hint.since"), "example": "2027"},
    )
    hosts_count = _answer(message("indicators.rule.hosts"))
    online_counts = _answer(message("indicators.rule.online"))
    early_return_counts = _answer(message("indicators.rule.early_return"))
    reason = TextAreaField(
        message("indicators.rule.reason"),
        _REASON,
        render_kw={"hint": message("indicators.rule.hint.reason")},
    )

    @property
    def answers(self) -> RuleAnswers:
        """What was typed; call it after `validate`."""
        return RuleAnswers(
            default_reading=ReadingKind(self.default_reading.data),
            since_year=self.since_year.data,
            hosts_count=self.hosts_count.data == "yes",
            online_counts=self.online_counts.data == "yes",
            early_return_counts=self.early_return_counts.data == "yes",
            reason=self.reason.data,
        )


class SettleForm(BaseForm):
    """Why a version is locked or unlocked."""

    reason = TextAreaField(
        message("indicators.rule.settle_reason"),
        _REASON,
        render_kw={"hint": message("indicators.rule.hint.settle_reason")},
    )


class CloseForm(BaseForm):
    """Close a fiscal year, and accept what it leaves open."""

    #: A digest of the figures and the list that the page showed.
    seen = HiddenField()
    accepted = BooleanField(
        message("indicators.close.accept"),
        render_kw={"hint": message("indicators.close.hint.accept")},
    )
    note = TextAreaField(
        message("indicators.close.note"),
        [Length(max=1000)],
        render_kw={"hint": message("indicators.close.hint.note")},
    )


class StrikeForm(BaseForm):
    """Why a participation should not be there."""

    reason = TextAreaField(
        message("indicators.correction.reason"),
        _REASON,
        render_kw={"hint": message("indicators.correction.hint.reason")},
    )


class FindForm(StrikeForm):
    """Who took part after all."""

    registration_id = SelectField(message("indicators.correction.person"), [InputRequired()])

    def offer(self, rows: Iterable[Registration]) -> "FindForm":
        """Offer the registrations of the edition that did not end as completed."""
        language = languages.current()
        self.registration_id.choices = [
            SelectChoice(
                str(row.id), f"{row.pupil.name.written} ({show(label(row.state), language)})"
            )
            for row in rows
        ]
        return self


class NumberForm(StrikeForm):
    """How many more or fewer an edition had."""

    edition_id = SelectField(message("indicators.correction.edition"), [InputRequired()])
    person_times = IntegerField(
        message("indicators.correction.person_times"),
        [InputRequired()],
        render_kw={"example": "-1"},
    )
    unique_persons = IntegerField(
        message("indicators.correction.unique_persons"),
        [InputRequired()],
        render_kw={"hint": message("indicators.correction.hint.unique"), "example": "-1"},
    )
    unique_since = IntegerField(
        message("indicators.correction.unique_since"),
        [InputRequired()],
        render_kw={"hint": message("indicators.correction.hint.since"), "example": "-1"},
    )

    def offer(self, editions: Iterable[Edition]) -> "NumberForm":
        """Offer the editions of the year that count."""
        language = languages.current()
        self.edition_id.choices = [
            SelectChoice(str(row.id), row.title.in_language(language))
            for row in editions
            if row.counts
        ]
        return self


def rule_values(rule: CountingRule) -> Mapping[str, object]:
    """Return a version as its form shows it."""
    answers = {
        name: "yes" if getattr(rule, name) else "no"
        for name in ("hosts_count", "online_counts", "early_return_counts")
    }
    return {
        "version": rule.version,
        "default_reading": rule.default_reading.value,
        "since_year": rule.since_year,
        "reason": rule.reason,
        **answers,
    }

"""Forms of the rule's versions: the written answers, and the reason of a lock."""

from collections.abc import Mapping

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import Message, label, message
from exchange.indicators.enums import Reach, ReadingKind
from exchange.indicators.models import CountingRule
from exchange.indicators.services import RuleAnswers
from exchange.web.forms import BaseForm, KeyedForm

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
    reach = SelectField(
        message("indicators.rule.reach"),
        [InputRequired()],
        choices=enum_choices(Reach, label=label),
    )
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
            reach=Reach(self.reach.data),
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
        "reach": rule.reach.value,
        "reason": rule.reason,
        **answers,
    }

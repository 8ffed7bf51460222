"""The versions of the youth indicator's rule: read by staff, settled by a manager."""

from collections.abc import Callable

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, message
from exchange.indicators.enums import RuleStep
from exchange.indicators.forms import RuleForm, SettleForm, rule_values
from exchange.indicators.models import CountingRule
from exchange.indicators.queries.definitions import SLUG, indicator_by_slug, rules_of
from exchange.indicators.queries.versions import decisions_of, version_by_number
from exchange.indicators.queries.youth import shown_rule
from exchange.indicators.services import draft_rule, lock_rule, revise_rule, unlock_rule
from exchange.indicators.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.rules.counting import version_of_year

_PATH = "/indicators/youth-participation/rules/"


@blueprint.get(_PATH)
@requires("indicators:read")
def rules() -> Response:
    """List the versions, the newest first, and say which one decides this year."""
    found = [shown_rule(row) for row in rules_of(session(), indicator_by_slug(session(), SLUG))]
    in_force = version_of_year(found, FiscalYear.of(clock.today()).start)
    return render("indicators/rules.html", rules=found[::-1], in_force=in_force)


@blueprint.get(f"{_PATH}new")
@requires("rules:lock")
def new_rule() -> Response:
    """Show the form of the next version, with the answers of the newest one."""
    newest = rules_of(session(), indicator_by_slug(session(), SLUG))[-1]
    known = {**rule_values(newest), "since_year": FiscalYear.of(clock.today()).next.start}
    del known["version"], known["reason"]
    return _form_page(RuleForm(data=known))


@blueprint.post(f"{_PATH}new")
@requires("rules:lock")
def create_rule() -> Response:
    """Write the next version."""
    form, who = RuleForm(), signed_in()
    if status := refused(
        form, lambda: draft_rule(session(), actor=who, answers=form.answers, key=form.row_key)
    ):
        return _form_page(form, status=status)
    flash(message("indicators.rule.flash.drafted"))
    return redirect(url_for("indicators.rules"))


@blueprint.get(f"{_PATH}<int:number>/")
@requires("indicators:read")
def rule(number: int) -> Response:
    """Show a version and its history; to a manager with what can be done about it."""
    return _rule_page(number)


@blueprint.get(f"{_PATH}<int:number>/edit")
@requires("rules:lock")
def edit_rule(number: int) -> Response:
    """Show a draft's form."""
    found = version_by_number(session(), number)
    return _form_page(RuleForm(data=rule_values(found)), found)


@blueprint.post(f"{_PATH}<int:number>/edit")
@requires("rules:lock")
def save_rule(number: int) -> Response:
    """Put a draft right."""
    form, who = RuleForm(), signed_in()
    status = refused(
        form,
        lambda: revise_rule(
            session(), actor=who, number=number, version=form.row_version, answers=form.answers
        ),
    )
    if status:
        return _form_page(form, version_by_number(session(), number), status=status)
    flash(message("indicators.rule.flash.revised"))
    return redirect(url_for("indicators.rule", number=number))


@blueprint.post(f"{_PATH}<int:number>/lock")
@requires("rules:lock")
def lock(number: int) -> Response:
    """Settle a version."""
    return _settle(number, lock_rule, message("indicators.rule.flash.locked"))


@blueprint.post(f"{_PATH}<int:number>/unlock")
@requires("rules:lock")
def unlock(number: int) -> Response:
    """Take a lock back."""
    return _settle(number, unlock_rule, message("indicators.rule.flash.unlocked"))


def _settle(number: int, verb: Callable[..., object], done: Message) -> Response:
    form, who = SettleForm(), signed_in()
    status = refused(
        form,
        lambda: verb(
            session(),
            actor=who,
            number=number,
            version=form.row_version,
            reason=form.reason.data,
        ),
    )
    if status:
        return _rule_page(number, form, status=status)
    flash(done)
    return redirect(url_for("indicators.rule", number=number))


def _rule_page(number: int, form: SettleForm | None = None, *, status: int = 200) -> Response:
    found = version_by_number(session(), number)
    decisions = decisions_of(session(), found)
    settled_once = any(decision.step is RuleStep.LOCKED for decision in decisions)
    return render(
        "indicators/rule.html",
        status=status,
        rule=shown_rule(found),
        decisions=decisions,
        editable=found.number > 1 and not settled_once,
        may_settle=signed_in().may("rules:lock"),
        form=form or SettleForm(data={"version": found.version}),
    )


def _form_page(form: RuleForm, found: CountingRule | None = None, *, status: int = 200) -> Response:
    return render("indicators/rule_form.html", status=status, form=form, rule=found)

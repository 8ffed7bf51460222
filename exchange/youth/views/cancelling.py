"""The console before an edition is cancelled, and the list of who could go a year later."""

from collections import Counter
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.database import cut
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import PLACED, RegistrationState
from exchange.youth.forms.cancelling import CancelForm, WishesForm
from exchange.youth.models import Edition
from exchange.youth.queries.cancelling import (
    affected_registrations,
    cancellation_of,
    cancelled_places,
    placed_page,
    places_page,
)
from exchange.youth.queries.eligibility import next_year_of
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.cancelling import MOST_YEN, Costs, bill, ensure_costs, shares
from exchange.youth.rules.copying import a_year_on
from exchange.youth.services import cancel_edition
from exchange.youth.services.cancelling import (
    CancelLetter,
    guardian_letter,
    note_wishes,
    school_letter,
)
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/cancel")
@requires("editions:edit")
@shows(Purpose.ANSWER, "edition")
def confirm_cancelling(key: UUID) -> Response:
    """Show who is affected and what it costs before anything is done."""
    edition = edition_for(session(), signed_in(), key)
    asked = {name: request.args.get(name, type=_yen) for name in ("fee", "refund", "charges")}
    form = CancelForm(data={"version": edition.version, **asked})
    try:
        ensure_costs(form.costs)
    except DomainError as error:
        return _console(edition, form, status=error.status, impossible=error.sentence)
    return _console(edition, form)


@blueprint.post("/editions/<uuid:key>/cancel")
@requires("editions:edit")
def cancel(key: UUID) -> Response:
    """Cancel an edition and every registration still in it, and tell everyone affected."""
    who, form = signed_in(), CancelForm()
    status = refused(
        form,
        lambda: cancel_edition(
            session(),
            actor=who,
            edition_id=key,
            reason=form.reason.data,
            costs=form.costs,
            version=form.row_version,
        ),
    )
    if status:
        return _console(edition_for(session(), who, key), form, status=status)
    told = cancellation_of(session(), key)
    assert told is not None, "cancelling writes it"
    guardians, accounts = told.guardians_told, told.accounts_told
    flash(message("youth.flash.cancelled", guardians=guardians, accounts=accounts))
    return redirect(url_for("youth.rollover", key=key))


@blueprint.get("/editions/<uuid:key>/rollover")
@requires("registrations:read")
def rollover(key: UUID) -> Response:
    """List who had a place in a cancelled edition, and who could go a year later."""
    return _rollover(key)


@blueprint.post("/editions/<uuid:key>/rollover")
@requires("registrations:decide")
def save_wishes(key: UUID) -> Response:
    """Keep who wants to come a year later."""
    form = WishesForm().offer(cancelled_places(session(), key))
    kept: list[int] = []
    status = refused(
        form,
        lambda: kept.append(
            note_wishes(
                session(),
                actor=signed_in(),
                edition_id=key,
                wanting=form.chosen.data or (),
                seen=form.seen.data or (),
                listed=form.listed.data or (),
            )
        ),
    )
    if status:
        return _rollover(key, form, status=status)
    flash(message("youth.cancel.flash.wishes", count=kept[0]))
    return redirect(url_for("youth.rollover", key=key, cursor=request.args.get("cursor")))


def _rollover(key: UUID, form: WishesForm | None = None, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    placed = cancelled_places(session(), key)
    page = places_page(session(), key, cursor=request.args.get("cursor"))
    present = [row.id for row in page.rows if row.wants_next_year]
    form = form or WishesForm(data={"chosen": list(map(str, present))}).offer(page.rows)
    outcomes = next_year_of(session(), edition, placed)
    made = cancellation_of(session(), key)
    costs = Costs(made.fee, made.refund, made.charges, made.charges_note) if made else Costs()
    return render(
        "youth/rollover.html",
        status=status,
        edition=edition,
        form=form,
        seen=present,
        cursor=request.args.get("cursor"),
        wishes=form.chosen.data or (),
        page=page,
        placed=len(placed),
        outcomes=outcomes,
        counts=Counter(outcomes.values()),
        day=a_year_on(edition.eligible_on),
        cancellation=made,
        cost_year=FiscalYear(made.fiscal_year) if made else None,
        bill=bill(costs, placed=len(placed)),
    )


def _console(
    edition: Edition, form: CancelForm, *, status: int = 200, impossible: Message | None = None
) -> Response:
    """Show the console; `impossible` says why the calculator works nothing out."""
    affected = [
        row
        for row in affected_registrations(session(), edition.id)
        if row.state is not RegistrationState.DRAFT
    ]
    placed = [row for row in affected if row.state in PLACED]
    outcomes = next_year_of(session(), edition, placed)
    # What is refused is not worked out: a bill below nothing would be believed.
    refusals = (impossible, form.fee.errors, form.refund.errors, form.charges.errors)
    costs = Costs() if any(refusals) else form.costs
    reason = form.reason.data or "…"
    by_school = shares(affected)
    return render(
        "youth/cancel.html",
        status=status,
        edition=edition,
        form=form,
        impossible=impossible,
        shares=cut(
            by_school,
            lambda share: (share.school.sort_key, str(share.school.id)),
            cursor=request.args.get("schools"),
        ),
        affected=len(affected),
        placed=len(placed),
        page=placed_page(session(), edition.id, cursor=request.args.get("cursor")),
        outcomes=outcomes,
        counts=Counter(outcomes.values()),
        day=a_year_on(edition.eligible_on),
        bill=bill(costs, placed=len(placed)),
        letters=[
            _read(guardian_letter(edition, reason, costs, Language.JA)),
            _read(school_letter(edition, reason, by_school[0].registered if by_school else 0)),
        ],
    )


def _yen(text: str) -> int:
    """Read an amount of the calculator; raises ValueError for one that cannot be."""
    amount = int(text)
    if not 0 <= amount <= MOST_YEN:
        raise ValueError(text)
    return amount


def _read(letter: CancelLetter) -> tuple[str, list[str]]:
    """Return a letter as it reads in Japanese: its subject and its lines."""
    body = translate(letter.body, Language.JA)
    return translate(letter.subject, Language.JA), body.splitlines()

"""Who has what, moving it, planning the end of an account, and the pack."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.accounts.models import User
from exchange.accounts.queries import account_of, active_users
from exchange.core import clock
from exchange.core.database import Page, cut
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.handover.belongings import OFFERED
from exchange.handover.forms import MoveForm, PlanForm
from exchange.handover.packs import counts_of, paper_of
from exchange.handover.queries import (
    Held,
    counts_by_person,
    handovers_page,
    held_in,
    holdings,
    last_days,
    next_end,
    place_of,
    planned_for,
    plans_counting_on,
    staff_member,
    successors,
)
from exchange.handover.rules import last_day_of, usual_last_day
from exchange.handover.services import call_off, move_chosen, note_pack, pack_of, plan_handover
from exchange.handover.views.room import blueprint
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.done import just_done, note_done
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import aside_repeated, session

#: What the list says once: that somebody's account was ended here.
_ENDED: Final = "handover_ended"


@blueprint.get("/")
@requires("handover:edit")
def index() -> Response:
    """List the staff with what each has open, what nobody has, and the handovers."""
    found = OFFERED.belongings
    page = handovers_page(session(), cursor=request.args.get("cursor"))
    return render(
        "handover/index.html",
        people=active_users(session()),
        counts=counts_by_person(session(), found),
        unowned=sum(len(each.rows) for each in holdings(session(), found, owner=None)),
        page=page,
        days={row.id: last_day_of(row.ends_at) for row in page.rows},
        counted={row.id: counts_of(row) for row in page.rows},
        ended=_just_ended(),
    )


@blueprint.get("/people/<uuid:key>/")
@requires("handover:edit")
def person(key: UUID) -> Response:
    """Show what somebody answers for, and the forms to hand it over."""
    return _person(staff_member(session(), key))


@blueprint.post("/people/<uuid:key>/move")
@requires("handover:edit")
def move(key: UUID) -> Response:
    """Give what was chosen to somebody; the account goes on."""
    who, form = staff_member(session(), key), _moves(MoveForm(), key)
    if status := refused(form, _moving(form, key)):
        return _person(who, moving=form, status=status)
    flash(message("handover.flash.moved"))
    return redirect(url_for("handover.person", key=key))


@blueprint.post("/people/<uuid:key>/plan")
@requires("handover:edit")
def plan(key: UUID) -> Response:
    """Plan the end of an account, or end it now; everything open goes to the successor."""
    who, form = staff_member(session(), key), _plans(PlanForm(), key)

    def save() -> None:
        plan_handover(
            session(),
            actor=signed_in(),
            leaver_id=key,
            plan=form.plan(today=clock.today()),
        )

    if status := refused(form, save):
        return _person(who, planning=form, status=status)
    ended = not who.active
    if ended:
        note_done(_ENDED, key)
        return redirect(url_for("handover.index"))
    flash(message("handover.flash.planned"))
    return redirect(url_for("handover.person", key=key))


@blueprint.post("/plans/<uuid:key>/call-off")
@requires("handover:edit")
def stay(key: UUID) -> Response:
    """Call the end of an account off."""
    form = ActionForm.checked()
    handover = call_off(session(), actor=signed_in(), key=key, version=form.row_version)
    flash(message("handover.flash.called_off"))
    return redirect(url_for("handover.person", key=handover.leaver_id))


@blueprint.get("/nobody/")
@requires("handover:edit")
def nobody() -> Response:
    """Show what is open and nobody's, or an ended account's."""
    return _nobody(_moves(MoveForm(formdata=None), None))


@blueprint.post("/nobody/")
@requires("handover:edit")
def adopt() -> Response:
    """Give what was chosen of that to somebody."""
    form = _moves(MoveForm(), None)
    if status := refused(form, _moving(form, None)):
        return _nobody(form, status=status)
    flash(message("handover.flash.moved"))
    return redirect(url_for("handover.nobody"))


@blueprint.get("/people/<uuid:key>/pack.pdf")
@requires("handover:edit")
def pack(key: UUID) -> Response:
    """Print somebody's handover pack."""
    return _pack(staff_member(session(), key))


@blueprint.get("/mine.pdf")
@requires("tasks:edit")
def own_pack() -> Response:
    """Print one's own handover pack."""
    return _pack(staff_member(session(), signed_in().known_id))


def _just_ended() -> User | None:
    """Return whose account was just ended here: named on the page, never in a cookie."""
    done = just_done((_ENDED,))
    return account_of(session(), done[1]) if done else None


def _moves(form: MoveForm, owner: UUID | None) -> MoveForm:
    return form.offer(successors(session(), owner), last_days(session()))


def _plans(form: PlanForm, leaver: UUID) -> PlanForm:
    is_own = leaver == signed_in().user_id
    return form.offer(successors(session(), leaver), last_days(session()), is_own=is_own)


def _moving(form: MoveForm, owner: UUID | None) -> Callable[[], None]:
    def save() -> None:
        move_chosen(
            session(),
            actor=signed_in(),
            owner=owner,
            successor=staff_member(session(), UUID(form.successor_id.data)),
            chosen=frozenset(form.chosen.data or ()),
            belongings=OFFERED.belongings,
        )

    return save


def _person(
    who: User,
    *,
    moving: MoveForm | None = None,
    planning: PlanForm | None = None,
    status: int = 200,
) -> Response:
    usual = {"last_day": usual_last_day(clock.today())}
    planned = planned_for(session(), who.id)
    onward = next_end(session(), planned) if planned else None
    counted_on = plans_counting_on(session(), who.id)
    return render(
        "handover/person.html",
        status=status,
        person=who,
        page=_items(who.id),
        cursor=request.args.get("cursor"),
        moving=moving or _moves(MoveForm(formdata=None), who.id),
        planning=planning or _plans(PlanForm(formdata=None, data=usual), who.id),
        planned=planned,
        onward=onward,
        counted_on=counted_on,
        days={row.id: last_day_of(row.ends_at) for row in (onward, *counted_on) if row},
        last_day=last_day_of(planned.ends_at) if planned else None,
    )


def _nobody(form: MoveForm, *, status: int = 200) -> Response:
    cursor = request.args.get("cursor")
    return render(
        "handover/nobody.html", status=status, page=_items(None), cursor=cursor, moving=form
    )


def _items(owner: UUID | None) -> Page[Held]:
    """Return a page of what is somebody's, or nobody's."""
    found = held_in(holdings(session(), OFFERED.belongings, owner=owner))
    return cut(found, place_of, cursor=request.args.get("cursor"))


def _pack(who: User) -> Response:
    """Print a pack and record that it was printed: it names people of partners."""
    today, language, actor = clock.today(), languages.current(), signed_in()
    aside_repeated(lambda short: note_pack(short, actor=actor, person=who))
    found = pack_of(session(), who, actor=actor, belongings=OFFERED.belongings, today=today)
    last = last_day_of(found.handover.ends_at) if found.handover else None
    title = translate(message("handover.paper.title"), language)
    body = render_paper(
        "handover",
        paper_of(found, today=today, last_day=last),
        title=title,
        language=language,
        contains_demo=who.is_demo,
    )
    answer = Response(body, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    name_file(answer, "inline", "handover.pdf", f"{title} {today:%Y-%m-%d}.pdf")
    return answer

"""The consent list of an edition: one page for a school's desk and for the division's table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from exchange.attachments.views import read_answer
from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError, DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.documents.papers import render_paper
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import aside_repeated, session
from exchange.youth.consent_papers import forms_data, slips_data
from exchange.youth.enums import ConsentPurpose
from exchange.youth.forms.paper_consents import AskingForm, TickForm, boxes_of
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.asked import (
    asked_page,
    asked_registrations,
    asked_schools,
    joining_count,
)
from exchange.youth.queries.consents import (
    consents_of,
    current_text,
    papers_of,
    requests_of,
    scan_for,
    scans_of,
    still_asked,
)
from exchange.youth.queries.programmes import announced_edition, edition_for
from exchange.youth.queries.schools import school_by_id
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.consents import FOLLOWED_UP, TRIES, default_deadline, purposes_of
from exchange.youth.services import (
    Asking,
    count_to_ask,
    note_consent_forms,
    print_consent_slips,
    record_papers,
    renew_consent_link,
    send_consent_links,
)
from exchange.youth.services.follow_up_papers import due_on_paper
from exchange.youth.views.consent_room import Room
from exchange.youth.views.desk import blueprint as desk
from exchange.youth.views.room import blueprint
from exchange.youth.views.secrets import link_printer

#: No school's key.
_NOBODYS: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _List:
    """An edition's list: of the actor's own school, or of one school at a time."""

    edition: Edition
    schools: Sequence[School]
    school: School | None

    @property
    def school_id(self) -> UUID | None:
        """The key of the school that is shown; None where nobody is asked."""
        return self.school.id if self.school else None

    @property
    def shown(self) -> UUID:
        """The key of the school whose pupils are read; of nobody's where none is shown."""
        return self.school_id or _NOBODYS

    def rows(self) -> Sequence[Registration]:
        """Read everybody of the school whose guardians are asked."""
        who = signed_in()
        return asked_registrations(session(), who, self.edition.id, school_id=self.shown)

    @property
    def purposes(self) -> tuple[ConsentPurpose, ...]:
        """What is asked for the edition."""
        partner = self.edition.programme.partner
        return purposes_of(self.edition.direction, has_partner=partner is not None)


def _offer(of: Blueprint, *, read: str, edit: str) -> None:
    """Open the pages in a room, with its permissions."""
    room = Room(of.name)
    of_edition, of_registration = "/editions/<uuid:key>/consent", "/registrations/<uuid:key>"
    pages: tuple[tuple[str, str, str, str, Callable[..., Any]], ...] = (
        ("consents", of_edition, "GET", read, shows(Purpose.CONSENT, "edition")(_show)),
        ("tick_consents", of_edition, "POST", edit, _tick),
        ("send_links", f"{of_edition}/send", "POST", edit, _send),
        ("consent_slips", f"{of_edition}/slips", "POST", edit, _slips),
        ("consent_forms", f"{of_edition}/forms.pdf", "GET", read, _forms),
        ("renew_link", f"{of_registration}/consent/renew", "POST", edit, _renew),
        ("consent_scan", "/consent-papers/<uuid:key>/scan", "GET", read, _scan),
    )
    for name, rule, method, permission, view in pages:
        of.add_url_rule(rule, name, requires(permission)(partial(view, room)), methods=[method])


def _show(room: Room, key: UUID) -> Response:
    return _page(room, _list(key))


def _tick(room: Room, key: UUID) -> Response:
    form, found = TickForm(), _list(key)
    if found.school is None:
        raise NotFoundError
    if not form.validate():
        return _page(room, found, tick=form, status=422)
    try:
        papers = form.papers(found.school.id, boxes_of(found.purposes))
        count = record_papers(
            session(), actor=signed_in(), edition_id=key, papers=papers, key=form.row_key
        )
    except DomainError as error:
        form.show(error)
        return _page(room, _list(key), tick=form, status=error.status)
    flash(message("youth.consent.flash.ticked", count=count))
    cursor = request.args.get("cursor")
    return redirect(room.address("consents", key=key, school=found.school.id, cursor=cursor))


def _send(room: Room, key: UUID) -> Response:
    _ensure_links()
    form, found = AskingForm(), _list(key)
    if not form.validate():
        return _page(room, found, asking=form, status=422)
    try:
        asking = _asking(form, found)
        sent = count_to_ask(session(), actor=signed_in(), asking=asking)
        if not form.has_seen(sent.mailed):
            return render("youth/consent_send.html", room=room, found=found, form=form, sent=sent)
        send_consent_links(session(), actor=signed_in(), asking=asking, printer=link_printer())
    except DomainError as error:
        form.show(error)
        return _page(room, _list(key), asking=form, status=error.status)
    flash(message("youth.consent.flash.sent", count=sent.mailed))
    if sent.unreached:
        flash(message("youth.consent.flash.unreached", count=sent.unreached), "warning")
    return redirect(room.address("consents", key=key, school=found.school_id))


def _slips(room: Room, key: UUID) -> Response:
    _ensure_links()
    form, found = AskingForm(), _list(key)
    if not form.validate():
        return _page(room, found, asking=form, status=422)
    try:
        slips = print_consent_slips(session(), actor=signed_in(), asking=_asking(form, found))
    except DomainError as error:
        form.show(error)
        return _page(room, _list(key), asking=form, status=error.status)
    address, language = link_printer().address, languages.current()
    printed = [(row, asked, address(asked.link)) for row, asked in slips]
    data = slips_data(found.edition, printed, language=language)
    title = translate(message("youth.consent.slip.title"), language)
    return _pdf("consent_slips", data, title, found.edition)


def _forms(room: Room, key: UUID) -> Response:
    found, who = _list(key), signed_in()
    rows = [row for row in found.rows() if is_open_to(row.pupil.needs_care, who)]
    if not rows:
        raise NotFoundError(message("youth.consent.error.nobody_to_ask"))
    language = languages.current()
    text = current_text(session())
    data = forms_data(found.edition, rows, text, found.purposes, language=language)
    title = translate(message("youth.consent.form.title"), language)
    answer = _pdf("consent_forms", data, title, found.edition)
    count = len(rows)
    aside_repeated(lambda s: note_consent_forms(s, actor=who, edition_id=key, pupils=count))
    return answer


def _renew(room: Room, key: UUID) -> Response:
    ActionForm.checked()
    _ensure_links()
    who, printer = signed_in(), link_printer()
    renewed = renew_consent_link(session(), actor=who, registration_id=key, printer=printer)
    if renewed.is_mailed:
        flash(message("youth.consent.flash.renewed_and_mailed"))
    else:
        flash(message("youth.consent.flash.renewed"), "warning")
    row = renewed.registration
    return redirect(room.address("consents", key=row.edition_id, school=row.pupil.school_id))


def _scan(room: Room, key: UUID) -> Response:
    return read_answer(scan_for(session(), signed_in(), key))


def _ensure_links() -> None:
    """Refuse links on a closed network: consent is on paper only there."""
    if not settings().public:
        raise NotFoundError


def _asking(form: AskingForm, found: _List) -> Asking:
    keys = [row.id for row in still_asked(session(), found.rows())]
    return Asking(found.edition.id, form.deadline.data, keys)


def _list(key: UUID) -> _List:
    """Return the list of an edition: a school's own, or of the school the address names."""
    who = signed_in()
    find = announced_edition if who.school_id else partial(edition_for, actor=who)
    edition = find(session(), key=key)
    if who.school_id is not None:
        own = school_by_id(session(), who.school_id)
        return _List(edition, [own], own)
    schools = {row.id: row for row in asked_schools(session(), who, edition.id)}
    wanted = _wanted(request.args.get("school"))
    school = schools.get(wanted) if wanted else next(iter(schools.values()), None)
    return _List(edition, list(schools.values()), school)


def _wanted(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequestError(message("youth.error.unknown_state")) from error


def _page(
    room: Room,
    found: _List,
    *,
    asking: AskingForm | None = None,
    tick: TickForm | None = None,
    status: int = 200,
) -> Response:
    who, cursor = signed_in(), request.args.get("cursor")
    page = asked_page(session(), who, found.edition.id, school_id=found.shown, cursor=cursor)
    keys = [row.id for row in page.rows]
    today = clock.today()
    consents = consents_of(session(), keys)
    papers = papers_of(session(), found.edition.id, school_id=found.school_id)
    deadline = default_deadline(today, starts=found.edition.starts)
    return render(
        "youth/consents.html",
        status=status,
        room=room,
        found=found,
        edition=found.edition,
        boxes=boxes_of(found.purposes),
        consents=consents,
        page=page,
        cursor=cursor,
        given=joining_count(session(), who, found.edition.id, school_id=found.shown),
        requests=requests_of(session(), keys),
        tries=TRIES,
        papers=papers,
        scans=scans_of(session(), [paper.id for paper, _ in papers]),
        on_paper=_on_paper(found),
        asking=asking or AskingForm(data={"deadline": deadline}),
        tick=tick or TickForm(data={"received_on": today}),
    )


def _on_paper(found: _List) -> int:
    """Count whose health and passport are to be asked on paper."""
    who = signed_in()
    chosen = asked_registrations(
        session(), who, found.edition.id, school_id=found.shown, states=FOLLOWED_UP
    )
    return len(due_on_paper(session(), who, chosen, public=settings().public))


def _pdf(paper: str, data: Any, title: str, edition: Edition) -> Response:  # noqa: ANN401 - JSON
    body = render_paper(
        paper, data, title=title, language=languages.current(), contains_demo=edition.is_demo
    )
    answer = Response(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{paper}.pdf"'.replace("_", "-")
    return answer


_offer(desk, read="desk:read", edit="desk:register")
_offer(blueprint, read="registrations:read", edit="registrations:decide")

"""Members of a visit: add, correct, move in the order of precedence, take out."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.hepburn import suggest
from exchange.core.messages import message
from exchange.delegations.forms.members import (
    MemberForm,
    NewMemberForm,
    member_form,
    typed_membership,
)
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import member_by_id, members_of, visit_by_id
from exchange.delegations.queries.lists import is_of_guests
from exchange.delegations.services.members import (
    add_member,
    add_new_member,
    correct_member,
    end_member,
)
from exchange.delegations.services.orders import Shift, move_member
from exchange.delegations.views.page import blueprint, refused
from exchange.people.forms import typed_name
from exchange.people.models import Person
from exchange.people.queries import people_matching, person_by_id
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/members/new")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def new_member(key: UUID) -> Response:
    """Show the form for somebody not known yet, and look for the known ones by `q`."""
    return _new_member_form(key, NewMemberForm().offer_companions(_others(key)))


@blueprint.post("/<uuid:key>/members/new")
@requires("visits:edit")
def create_member(key: UUID) -> Response:
    """Add somebody not known yet."""
    form = NewMemberForm().offer_companions(_others(key))
    if not form.validate():
        return _new_member_form(key, form, 422)
    try:
        add_new_member(
            session(),
            actor=signed_in(),
            visit_id=key,
            name=typed_name(form),
            affiliation=form.affiliation.data or "",
            membership=typed_membership(form),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _new_member_form(key, form, error.status)
    return _added(key)


@blueprint.get("/<uuid:key>/members/add/<uuid:person_id>")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def known_member(key: UUID, person_id: UUID) -> Response:
    """Show the form for somebody who is known."""
    return _known_member_form(key, person_id, MemberForm().offer_companions(_others(key)))


@blueprint.post("/<uuid:key>/members/add/<uuid:person_id>")
@requires("visits:edit")
def join_member(key: UUID, person_id: UUID) -> Response:
    """Add somebody who is known."""
    form = MemberForm().offer_companions(_others(key))
    if not form.validate():
        return _known_member_form(key, person_id, form, 422)
    person = person_by_id(session(), person_id)
    try:
        add_member(
            session(),
            actor=signed_in(),
            visit_id=key,
            person_id=person.id,
            membership=typed_membership(form),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _known_member_form(key, person_id, form, error.status)
    return _added(key)


@blueprint.get("/<uuid:key>/members/<uuid:member_id>/edit")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def edit_member(key: UUID, member_id: UUID) -> Response:
    """Show the form of a member."""
    member = member_by_id(session(), key, member_id)
    return _member_form(key, member, member_form(member).offer_companions(_others(key, member_id)))


@blueprint.post("/<uuid:key>/members/<uuid:member_id>/edit")
@requires("visits:edit")
def change_member(key: UUID, member_id: UUID) -> Response:
    """Correct what a person is in the visit."""
    form = MemberForm().offer_companions(_others(key, member_id))
    if not form.validate():
        return _member_form(key, member_by_id(session(), key, member_id), form, 422)
    try:
        correct_member(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=member_id,
            version=form.row_version,
            membership=typed_membership(form),
        )
    except DomainError as error:
        form.show(error)
        return _member_form(key, member_by_id(session(), key, member_id), form, error.status)
    flash(message("delegations.flash.saved"))
    return _to_members(key)


@blueprint.post("/<uuid:key>/members/<uuid:member_id>/<any(up, down):shift>")
@requires("visits:edit")
def shift_member(key: UUID, member_id: UUID, shift: str) -> Response:
    """Move a member one place in the order of precedence."""
    form = ActionForm.checked()
    try:
        move_member(
            session(),
            actor=signed_in(),
            visit_id=key,
            key=member_id,
            version=form.row_version,
            shift=Shift(shift),
        )
    except DomainError as error:
        return refused(key, error)
    return _to_members(key)


@blueprint.post("/<uuid:key>/members/<uuid:member_id>/end")
@requires("visits:edit")
def remove_member(key: UUID, member_id: UUID) -> Response:
    """Take a member out of the visit."""
    form = ActionForm.checked()
    try:
        end_member(
            session(), actor=signed_in(), visit_id=key, key=member_id, version=form.row_version
        )
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.member_ended"))
    return _to_members(key)


def _new_member_form(key: UUID, form: BaseForm, status: int = 200) -> Response:
    text = request.args.get("q", "")
    return render(
        "delegations/new_member.html",
        status=status,
        visit=visit_by_id(session(), key),
        form=form,
        text=text,
        found=people_matching(session(), text),
    )


def _known_member_form(key: UUID, person_id: UUID, form: BaseForm, status: int = 200) -> Response:
    visit, person = visit_by_id(session(), key), person_by_id(session(), person_id)
    return _form_page(visit, person, form, status)


def _member_form(key: UUID, member: VisitMember, form: BaseForm, status: int = 200) -> Response:
    return _form_page(visit_by_id(session(), key), member.person, form, status)


def _form_page(visit: Visit, person: Person, form: BaseForm, status: int) -> Response:
    """Show the form of a member; only our own people's readings suggest a passport's spelling."""
    name = person.name
    ours = not (is_of_guests(visit) or name.passport)
    return render(
        "delegations/member.html",
        status=status,
        visit=visit,
        person=person,
        form=form,
        suggested=suggest(name.kana) if ours else "",
    )


def _others(key: UUID, member_id: UUID | None = None) -> Sequence[VisitMember]:
    return [member for member in members_of(session(), key) if member.id != member_id]


def _added(key: UUID) -> Response:
    flash(message("delegations.flash.member_added"))
    return _to_members(key)


def _to_members(key: UUID) -> Response:
    return redirect(url_for("delegations.show", key=key, _anchor="members"))

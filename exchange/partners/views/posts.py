"""People and their posts at a partner: add one with its holder, correct it."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, message
from exchange.partners.forms.posts import KnownPostForm, NewPostForm, PostForm, post_form
from exchange.partners.models import Partner
from exchange.partners.queries import all_sources, organisations_of, partner_by_slug
from exchange.partners.views.page import back_to, blueprint, form_page
from exchange.people.forms import typed_name
from exchange.people.models import Person, Post
from exchange.people.queries import people_matching, person_by_id, post_by_id
from exchange.people.services import add_person, add_post, correct_post
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import render
from exchange.web.transactions import session

_EDIT = message("partners.post.edit")


@blueprint.get("/<slug>/posts/new")
@requires("members:read")
def find_holder(slug: str) -> Response:
    """Look for the person first, so that nobody is on record twice."""
    text = request.args.get("q", "")
    return render(
        "partners/find_holder.html",
        partner=partner_by_slug(session(), slug),
        text=text,
        found=people_matching(session(), text),
    )


@blueprint.get("/<slug>/posts/new/person")
@requires("partners:edit")
def new_post(slug: str) -> Response:
    """Show the form of a post together with its holder, who is somebody new."""
    partner = partner_by_slug(session(), slug)
    return form_page(partner, _offered(NewPostForm(), partner), message("partners.post.new"))


@blueprint.post("/<slug>/posts/new/person")
@requires("partners:edit")
def create_post(slug: str) -> Response:
    """Add a person and the post."""
    partner = partner_by_slug(session(), slug)
    form = _offered(NewPostForm(), partner)
    status = refused(form, lambda: _add_with_holder(form, partner))
    if status:
        partner = partner_by_slug(session(), slug)
        return form_page(partner, form, message("partners.post.new"), status=status)
    return back_to(slug, message("partners.flash.post_added"), "posts")


@blueprint.get("/<slug>/posts/new/person/<uuid:person_id>")
@requires("partners:edit")
def new_post_of(slug: str, person_id: UUID) -> Response:
    """Show the form of a post of somebody who is on record."""
    partner, person = partner_by_slug(session(), slug), person_by_id(session(), person_id)
    return form_page(partner, _offered(KnownPostForm(), partner), _of(person))


@blueprint.post("/<slug>/posts/new/person/<uuid:person_id>")
@requires("partners:edit")
def create_post_of(slug: str, person_id: UUID) -> Response:
    """Give somebody who is on record a post."""
    partner, person = partner_by_slug(session(), slug), person_by_id(session(), person_id)
    form = _offered(KnownPostForm(), partner)
    status = refused(
        form,
        lambda: add_post(
            session(),
            actor=signed_in(),
            person=person,
            details=form.details(partner),
            key=form.row_key,
        ),
    )
    if status:
        partner, person = partner_by_slug(session(), slug), person_by_id(session(), person_id)
        return form_page(partner, form, _of(person), status=status)
    return back_to(slug, message("partners.flash.post_added"), "posts")


@blueprint.get("/<slug>/posts/<uuid:key>/edit")
@requires("partners:edit")
def edit_post(slug: str, key: UUID) -> Response:
    """Show the form of a post as it is."""
    partner = partner_by_slug(session(), slug)
    post = _post_at(partner, key)
    return form_page(partner, _offered(post_form(post), partner), _EDIT)


@blueprint.post("/<slug>/posts/<uuid:key>/edit")
@requires("partners:edit")
def change_post(slug: str, key: UUID) -> Response:
    """Correct a post: that it was confirmed again, or is over."""
    partner = partner_by_slug(session(), slug)
    post = _post_at(partner, key)
    form = _offered(KnownPostForm(), partner)
    status = refused(
        form,
        lambda: correct_post(
            session(),
            actor=signed_in(),
            post=post,
            version=form.row_version,
            details=form.details(partner),
        ),
    )
    if status:
        return form_page(partner_by_slug(session(), slug), form, _EDIT, status=status)
    return back_to(slug, message("partners.flash.post_saved"), "posts")


def _add_with_holder(form: NewPostForm, partner: Partner) -> None:
    actor, key = signed_in(), form.row_key
    person = add_person(
        session(),
        actor=actor,
        name=typed_name(form),
        affiliation=form.affiliation.data or "",
        key=key,
    )
    add_post(session(), actor=actor, person=person, details=form.details(partner), key=key)


def _offered(form: PostForm, partner: Partner) -> PostForm:
    form.offer(partner, organisations_of(session(), partner.id), all_sources(session()))
    return form


def _post_at(partner: Partner, key: UUID) -> Post:
    """Return a post at the partner or one of its organisations; raises NotFoundError."""
    post = post_by_id(session(), key)
    places = {each.id for each in organisations_of(session(), partner.id)}
    if post.partner_id != partner.id and post.organisation_id not in places:
        raise NotFoundError
    return post


def _of(person: Person) -> Message:
    return message("partners.post.new_of", name=person.name.written)

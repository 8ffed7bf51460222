"""The register: the list, a gift, and its form beside what was given before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.delegations.models import Visit
from exchange.delegations.queries import partner_choices, visit_by_id, visits_of_partner
from exchange.gifts.enums import GiftDirection, GiftLine
from exchange.gifts.forms.gifts import GiftChoices, GiftForm, gift_form, new_gift_form
from exchange.gifts.models import Gift
from exchange.gifts.queries import (
    gift_by_id,
    gifts_before,
    gifts_page,
    on_hand_of,
    people_named,
    people_of,
    stock_items,
    taboos,
)
from exchange.gifts.rules import Cautions, remembered
from exchange.gifts.services import cautions_for, correct_gift, end_gift, record_gift
from exchange.gifts.services.gifts import with_stock
from exchange.gifts.views.page import blueprint, wanted_direction, wanted_gifts
from exchange.itineraries.queries import items_of
from exchange.partners.models import Partner
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.offers import panels_for
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_VISITS = 50
_YEARS = 12


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a gift's form is opened for: the way it goes, the partners, a visit, somebody."""

    direction: GiftDirection
    partners: Sequence[Partner]
    visit: Visit | None
    people: Sequence[UUID] = ()
    gift: Gift | None = None


@blueprint.get("/")
@requires("gifts:read")
@shows(Purpose.PREPARATION)
def index() -> Response:
    """List gifts both ways, all or those of a filter."""
    wanted = wanted_gifts()
    partners = partner_choices(session())
    if wanted.partner not in {"", *(partner.slug for partner in partners)}:
        raise BadRequestError(message("gifts.error.filter"))
    this = FiscalYear.of(clock.today())
    return render(
        "gifts/index.html",
        page=gifts_page(session(), wanted, cursor=request.args.get("cursor")),
        wanted=wanted,
        partners=partners,
        directions=list(GiftDirection),
        lines=list(GiftLine),
        years=[FiscalYear(this.start - back) for back in range(_YEARS)],
        this=this,
        named=signed_in().may("members:read"),
    )


@blueprint.get("/new")
@requires("gifts:edit")
def new() -> Response:
    """Show the form of a gift, for the visit or partner of the address; ask for one without."""
    occasion = _asked()
    if occasion is None:
        return render(
            "gifts/choose.html", partners=partner_choices(session()), direction=wanted_direction()
        )
    visit, people = occasion.visit, occasion.people
    side = "recipient_id" if occasion.direction is GiftDirection.GIVEN else "giver_id"
    form = new_gift_form(
        occasion.direction,
        day=visit.starts if visit else clock.today(),
        partner=occasion.partners[0].slug,
        visit_id=str(visit.id) if visit else "",
        **({side: str(people[0])} if people else {}),
    )
    return _form_page(occasion, form)


@blueprint.post("/new")
@requires("gifts:edit")
def create() -> Response:
    """Put a gift on the register."""
    occasion = _asked()
    if occasion is None:
        raise BadRequestError(message("gifts.error.filter"))
    form = GiftForm().offer(_choices(occasion))
    if not form.validate():
        return _form_page(occasion, form, 422)
    try:
        gift = record_gift(
            session(),
            actor=signed_in(),
            plan=form.plan(occasion.direction),
            cautions_read=bool(form.cautions_read.data),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _form_page(_asked() or occasion, form, error.status)
    flash(message("gifts.flash.recorded"))
    return redirect(url_for("gifts.show", key=gift.id))


@blueprint.get("/<uuid:key>/")
@requires("gifts:read")
@shows(Purpose.PREPARATION, "gift")
def show(key: UUID) -> Response:
    """Show a gift, its photographs and what is on record about it."""
    return render(
        "gifts/show.html",
        gift=gift_by_id(session(), key),
        named=signed_in().may("members:read"),
        panels=panels_for(Subject("gift", key)),
    )


@blueprint.get("/<uuid:key>/edit")
@requires("gifts:edit")
@shows(Purpose.PREPARATION, "gift")
def edit(key: UUID) -> Response:
    """Show the form of a gift."""
    gift = gift_by_id(session(), key)
    return _form_page(_of(gift), gift_form(gift))


@blueprint.post("/<uuid:key>/edit")
@requires("gifts:edit")
def revise(key: UUID) -> Response:
    """Put a gift right."""
    occasion = _of(gift_by_id(session(), key))
    form = GiftForm().offer(_choices(occasion))
    if not form.validate():
        return _form_page(occasion, form, 422)
    try:
        correct_gift(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            plan=form.plan(occasion.direction),
            cautions_read=bool(form.cautions_read.data),
        )
    except DomainError as error:
        form.show(error)
        return _form_page(_of(gift_by_id(session(), key)), form, error.status)
    flash(message("gifts.flash.corrected"))
    return redirect(url_for("gifts.show", key=key))


@blueprint.post("/<uuid:key>/end")
@requires("gifts:edit")
def end(key: UUID) -> Response:
    """Take a gift that never was off the register."""
    end_gift(session(), actor=signed_in(), key=key, version=ActionForm.checked().row_version)
    flash(message("gifts.flash.ended"))
    return redirect(url_for("gifts.index"))


def _asked() -> Occasion | None:
    """Read what the address of a new gift names; None for neither a visit nor a partner."""
    direction, people = wanted_direction(), _key("person")
    named = (people,) if people else ()
    if visit_id := _key("visit"):
        visit = visit_by_id(session(), visit_id)
        return Occasion(direction, visit.partners, visit, named)
    slug = request.args.get("partner", "")
    partners = [each for each in partner_choices(session()) if each.slug == slug]
    return Occasion(direction, partners, None, named) if partners else None


def _of(gift: Gift) -> Occasion:
    visit = visit_by_id(session(), gift.visit_id) if gift.visit_id else None
    people = [key for key in (gift.recipient_id, gift.giver_id) if key]
    partners = visit.partners if visit else [gift.partner]
    return Occasion(gift.direction, partners, visit, people, gift)


def _key(name: str) -> UUID | None:
    try:
        return UUID(request.args[name]) if name in request.args else None
    except ValueError as error:
        raise BadRequestError(message("gifts.error.filter")) from error


def _choices(occasion: Occasion) -> GiftChoices:
    visit, partner = occasion.visit, occasion.partners[0]
    keys = [each.id for each in occasion.partners]
    people = list(people_of(session(), keys, visit.id if visit else None))
    others = people_named(session(), set(occasion.people) - {person.id for person in people})
    visits = visits_of_partner(session(), partner.id, published_only=False, limit=_VISITS)
    given = occasion.direction is GiftDirection.GIVEN
    stock = stock_items(session()) if given else ()
    return GiftChoices(
        partners=occasion.partners,
        visits=[visit] if visit else visits,
        people=[*people, *others.values()],
        stock=stock,
        on_hand=on_hand_of(session(), [item.id for item in stock]),
        items=items_of(session(), visit.id) if visit else (),
    )


def _form_page(occasion: Occasion, form: GiftForm, status: int = 200) -> Response:
    choices = _choices(occasion)
    form.offer(choices)
    history = gifts_before(
        session(),
        occasion.direction,
        partners=[partner.id for partner in occasion.partners],
        people={person.id for person in choices.people},
        span=remembered(form.day.data or clock.today()),
        without=occasion.gift.id if occasion.gift else None,
    )
    return render(
        "gifts/form.html",
        status=status,
        form=form,
        occasion=occasion,
        history=history,
        cautions=_cautions(occasion, form) if status != 200 else Cautions((), ()),
        taboos=[each for each in taboos(session()) if _concerns(each.partners, occasion)],
    )


def _concerns(slugs: Sequence[str], occasion: Occasion) -> bool:
    return not slugs or any(partner.slug in slugs for partner in occasion.partners)


def _cautions(occasion: Occasion, form: GiftForm) -> Cautions:
    """Return what speaks against what was typed, as far as it can be read."""
    partner = next((p for p in occasion.partners if p.slug == form.partner.data), None)
    if form.errors.keys() - {"cautions_read"} or partner is None:
        return Cautions((), ())
    stock = {str(item.id): item for item in stock_items(session())}
    plan = with_stock(form.plan(occasion.direction), stock.get(form.stock_item_id.data or ""))
    gift = occasion.gift.id if occasion.gift else None
    return cautions_for(session(), partner, plan, gift=gift)[1]

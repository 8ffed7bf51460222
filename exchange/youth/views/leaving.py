"""A registration's page at the school's desk and the division's: taken out, a seat accepted."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.messages import label, message
from exchange.web.access import signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import PLACED, EditionState, RegistrationState
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.models import Registration
from exchange.youth.queries.changes import changes_of, moves_of
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.duplicates import doubtful_pupils, pairs_with
from exchange.youth.queries.eligibility import eligibility_of
from exchange.youth.queries.followups import filled_of
from exchange.youth.queries.registrations import registration_for
from exchange.youth.queries.sessions import sessions_of_edition
from exchange.youth.queries.waiting import last_told, place_of
from exchange.youth.rules.applying import (
    by_school,
    can_confirm,
    is_desk_open,
    is_on_paper,
)
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.consents import purposes_of
from exchange.youth.rules.followups import needs
from exchange.youth.rules.letters import has_letter
from exchange.youth.rules.registrations import (
    TAKEN_OUT,
    follows_taking_out,
    is_correctable,
    withdrawal_target,
)
from exchange.youth.rules.returning import TRAVELLING
from exchange.youth.rules.waiting import offer_answered
from exchange.youth.services import accept_offer, withdraw


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """The page of one registration, drawn for the school or for the division."""

    endpoint: str
    template: str
    #: Takes the pupil out.
    taking: str

    def show(
        self, key: UUID, *, accept_form: ActionForm | None = None, status: int = 200
    ) -> Response:
        """Draw the page, with the way to take the pupil out."""
        who = signed_in()
        row = registration_for(session(), who, key)
        consents = consents_of(session(), [row.id])[row.id]
        edition = row.edition
        return render(
            self.template,
            status=status,
            registration=row,
            has_letter=has_letter(row),
            printable=is_open_to(row.pupil.needs_care, who),
            target=withdrawal_target(row.state),
            correctable=is_correctable(edition.state, row.state),
            returned=row.state is RegistrationState.RETURNED and by_school(edition.registering),
            confirmable=can_confirm(edition, row),
            on_paper=row.state is RegistrationState.RETURNED and is_on_paper(row),
            registers=is_desk_open(edition, clock.now()),
            begun=row.state in TRAVELLING and row.edition.starts <= clock.today(),
            meetings=sessions_of_edition(session(), row.edition_id) if row.state in PLACED else (),
            changes=changes_of(session(), row.pupil_id),
            moves=moves_of(session(), row.pupil_id),
            doubtful=bool(doubtful_pupils(session(), [row.pupil_id])),
            pairs=pairs_with(session(), row.pupil_id) if who.may("duplicates:decide") else (),
            findings=eligibility_of(session(), row.edition, [row]).get(row.id, ()),
            waits_at=place_of(session(), row),
            accept_form=accept_form or ActionForm(data={"version": row.version}),
            consents=consents,
            purposes=purposes_of(
                edition.direction, has_partner=edition.programme.partner_id is not None
            ),
            needs=needs(row.state, edition.direction, consents),
            filled=filled_of(session(), [row.id])[row.id],
        )

    def ask(self, key: UUID) -> Response:
        """Say what follows before the pupil is taken out; go back where that cannot be done."""
        row = registration_for(session(), signed_in(), key)
        running = row.edition.state is EditionState.ANNOUNCED
        if not running or withdrawal_target(row.state) is None:
            return redirect(url_for(self.endpoint, key=key))
        return self._ask(row, ReasonForm(data={"version": row.version}))

    def _ask(self, row: Registration, form: ReasonForm, *, status: int = 200) -> Response:
        return render(
            "youth/take_out.html",
            status=status,
            registration=row,
            form=form,
            target=withdrawal_target(row.state) or RegistrationState.WITHDRAWN,
            follows=follows_taking_out(
                row.state, row.edition.selection, begun=row.edition.starts <= clock.today()
            ),
            back=url_for(self.endpoint, key=row.id),
            sent_to=url_for(self.taking, key=row.id),
        )

    def accept(self, key: UUID) -> Response:
        """Accept the seat the pupil was offered, and come back to the page."""
        form = ActionForm()
        status = refused(
            form,
            lambda: accept_offer(
                session(), actor=signed_in(), registration_id=key, version=form.row_version
            ),
        )
        if status:
            return self._back(key) or self.show(key, accept_form=form, status=status)
        flash(message("youth.waiting.flash.accepted"))
        return redirect(url_for(self.endpoint, key=key))

    def take_out(self, key: UUID) -> Response:
        """Take the pupil out, with the reason, and come back to the page."""
        form = ReasonForm()
        status = refused(
            form,
            lambda: withdraw(
                session(),
                actor=signed_in(),
                registration_id=key,
                reason=form.reason.data,
                version=form.row_version,
            ),
        )
        row = registration_for(session(), signed_in(), key)
        if status and row.state not in TAKEN_OUT:
            return self._ask(row, form, status=status)
        state = label(row.state)
        if status:
            flash(message("youth.flash.taken_out_before", state=state), "info")
        else:
            flash(message("youth.flash.taken_out", state=state))
        return redirect(url_for(self.endpoint, key=key))

    def _back(self, key: UUID) -> Response | None:
        """Go back to the page where no offer stands, and say how it was answered."""
        row = registration_for(session(), signed_in(), key)
        if row.state is RegistrationState.OFFERED:
            return None
        flash(offer_answered(row.state, last_told(session(), row.id)), "info")
        return redirect(url_for(self.endpoint, key=key))

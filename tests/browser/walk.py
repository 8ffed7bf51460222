"""Every page there is, by who opens it: what the browser tests walk.

A page with a key in its address names it in braces; `keys_of` finds one in the demo data.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.accounts.services import NewUser, create_user, invite
from exchange.agreements.models import AgreementParty
from exchange.attachments.models import Document
from exchange.calendars.services import FeedChoice, create_feed
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration, RunwayStep
from exchange.closures.models import AvoidedDays
from exchange.core import clock
from exchange.core.database import reference_uuid, uuid7
from exchange.core.entries import EntryKind
from exchange.core.keys import Keyring
from exchange.core.links import signed_token
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role, system_actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import ItineraryItem, Visit, VisitCycle, VisitMember
from exchange.documents.sheet_files import read_sheets
from exchange.partners.models import Organisation, Partner, PartnerFact, Source
from exchange.people.models import Person, Post
from exchange.tasks.models import Task
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.models import Edition, Registration, School
from exchange.youth.queries.roster_runs import roster_run
from exchange.youth.services import return_registration, select_pupils
from exchange.youth.services.rosters import Confirmation, Sent, confirm_roster, receive_roster
from exchange.youth.services.taking_over import Declared
from tests.browser.hosting_pages import COORDINATOR_PAGES, MANAGER_PAGES, keys_of_hosting
from tests.browser.journeys import of_journeys
from tests.browser.kept_photo import photo_of
from tests.browser.walked_pupils import pupils_keys
from tests.factories.attachments import make_document
from tests.factories.consents import make_consent, make_consent_request

Row = TypeVar("Row")

#: Nobody signed in; every other name is the first half of a demo account's address.
PUBLIC: Final = "public"
SCHOOL: Final = "school-a"
COORDINATOR: Final = "coordinator"
MANAGER: Final = "manager"
ADMINISTRATOR: Final = "admin"

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    PUBLIC: (
        "/",
        "/accounts/sign-in",
        "/accounts/invitation/{invitation}",
        "/partners/",
        "/partners/heidelberg/",
        "/partners/rome-ga/",
        "/calendar/",
        "/celebrations/",
        "/celebrations/?by=calendar",
        "/closures/",
        "/feeds/",
        "/open-data/",
        "/indicators/",
        "/indicators/youth-participation/",
        "/strategy/",
        "/youth/",
        "/youth/editions/{open}/",
        "/consent/{consent}",
    ),
    SCHOOL: (
        "/school/",
        "/school/editions/{open}/register",
        "/school/editions/{open}/roster",
        "/school/rosters/{roster}/",
        "/school/rosters/{roster_done}/",
        "/school/editions/{open}/known",
        "/school/messages/",
        "/school/moves/",
        "/school/moves/{leaving}/",
        "/school/registrations/{own}/change",
        "/school/registrations/{own}/",
        "/school/editions/{open}/consent",
        "/school/registrations/{own}/report",
        "/school/registrations/{own}/correct",
        "/search/?q=見本",
        "/feeds/mine/",
        "/feeds/mine/new",
    ),
    COORDINATOR: (
        "/home/",
        "/search/?q=",
        "/search/?q=見本",
        "/search/?q=どこにもない",
        "/partners/",
        "/partners/kaohsiung/",
        "/partners/heidelberg/",
        "/partners/new",
        "/partners/heidelberg/edit",
        "/partners/heidelberg/end",
        "/partners/heidelberg/facts/new/population",
        "/partners/heidelberg/facts/new/history",
        "/partners/heidelberg/organisations/new",
        "/partners/heidelberg/relations/new",
        "/partners/heidelberg/posts/new?q=見本",
        "/partners/heidelberg/posts/new/person",
        "/partners/heidelberg/posts/new/person/{person}",
        "/partners/heidelberg/posts/{post}/edit",
        "/partners/heidelberg/facts/{fact}/edit",
        "/partners/heidelberg/organisations/{organisation}/edit",
        "/partners/sources/{source}/edit",
        "/delegations/cycles/new/heidelberg",
        "/delegations/cycles/{cycle}/edit",
        "/delegations/cycles/{cycle}/2027/out",
        "/partners/sources/",
        "/partners/sources/new",
        "/agreements/",
        "/agreements/new",
        "/agreements/new?partner=rome-ga",
        "/agreements/claims/",
        "/agreements/kaohsiung-2013/",
        "/agreements/rome-ga-takeover/",
        "/agreements/rome-ga-1995/edit",
        "/agreements/rome-ga-1995/end",
        "/agreements/rome-ga-1995/claims/new",
        "/agreements/rome-ga-takeover/claims/{rival}/set-aside",
        "/agreements/rome-ga-1995/facts/council",
        "/agreements/rome-ga-1995/parties/new",
        "/agreements/rome-ga-1995/parties/{party}/edit",
        "/partners/{partner}/documents/new",
        "/partners/documents/{photo}/",
        "/partners/documents/{photo}/edit",
        "/agreements/{agreement}/documents/new",
        "/agreements/documents/{scan}/",
        "/agreements/documents/{scan}/edit",
        "/calendar/",
        "/celebrations/",
        "/celebrations/check",
        "/celebrations/check?partner=guilin&starts=2029-09-24&ends=2029-10-12",
        "/celebrations/new",
        "/celebrations/{celebration}/",
        "/celebrations/{celebration}/edit",
        "/celebrations/{celebration}/links",
        "/celebrations/{celebration}/postponed",
        "/celebrations/{celebration}/steps/new",
        "/celebrations/{celebration}/steps/{step}/edit",
        "/closures/",
        "/closures/avoided/new",
        "/closures/avoided/{avoided}/edit",
        "/feeds/mine/",
        "/feeds/mine/new",
        "/feeds/mine/{feed}/edit",
        "/calendar/import",
        "/indicators/youth-participation/",
        "/indicators/youth-participation/{year}/",
        "/tasks/",
        "/tasks/new",
        "/tasks/{task}/edit",
        "/people/",
        "/people/{person}/",
        "/people/{person}/edit",
        "/delegations/",
        "/delegations/new",
        "/delegations/{visit}/",
        "/delegations/{under_way}/",
        "/delegations/{over}/",
        "/delegations/{visit}/edit",
        "/delegations/{visit}/approval",
        "/delegations/{visit}/postponed",
        "/delegations/{visit}/members/new",
        "/delegations/{visit}/members/new?q=見本",
        "/delegations/{visit}/members/add/{stranger}",
        "/delegations/{visit}/members/{member}/edit",
        "/delegations/{visit}/items/new",
        "/delegations/{visit}/items/{item}/edit",
        "/delegations/{visit}/documents/new",
        "/delegations/documents/{paper}/",
        "/delegations/documents/{paper}/edit",
        "/youth/",
        "/youth/schools/",
        "/youth/schools/new",
        "/youth/programmes/",
        "/youth/programmes/new",
        "/youth/programmes/{programme}/",
        "/youth/programmes/{programme}/edit",
        "/youth/programmes/{programme}/editions/new",
        "/youth/editions/{open}/",
        "/youth/editions/{closed}/",
        "/youth/editions/{open}/edit",
        "/youth/editions/{open}/waiting/",
        "/youth/editions/{open}/eligibility",
        "/youth/editions/{open}/pair",
        "/youth/registrations/{own}/eligibility",
        "/youth/editions/{open}/cancel",
        "/youth/editions/{open}/close",
        "/youth/board",
        "/youth/editions/{open}/board",
        "/youth/editions/{closed}/sessions",
        "/youth/editions/{closed}/lists",
        "/youth/editions/{closed}/achievements",
        "/youth/registrations/{own}/report",
        "/youth/registrations/{own}/achievements/new",
        "/youth/achievements/{achievement}/edit",
        "/youth/editions/{open}/rollover",
        "/youth/registrations/{own}/early-return",
        "/youth/editions/{open}/sessions/new",
        "/youth/sessions/{meeting}/edit",
        "/youth/registrations/{own}/",
        "/youth/changes/",
        "/youth/changes/{change}/",
        "/youth/moves/{leaving}/",
        "/youth/registrations/{own}/move",
        "/youth/messages/",
        "/youth/messages/new?edition={open}",
        "/youth/messages/{school}/",
        "/youth/duplicates/",
        "/youth/duplicates/{duplicate}/",
        "/youth/registrations/{own}/follow-up",
        "/youth/registrations/{selected}/follow-up/write",
        "/youth/editions/{open}/consent",
        "/youth/consent-texts/",
        "/youth/consent-texts/new",
        "/youth/visits/{visit}/edition",
        *COORDINATOR_PAGES,
    ),
    MANAGER: (
        "/partners/rome-ga/",
        "/agreements/claims/",
        "/delegations/{visit}/",
        *MANAGER_PAGES,
    ),
    ADMINISTRATOR: (
        "/home/",
        "/accounts/users/",
        "/accounts/users/new",
        "/jobs/",
        "/outbox/",
        "/outbox/{mail}/",
        "/audit/",
    ),
}

#: What answers a machine, not a person; everything else that a GET can reach is walked. Behind a
#: child's birth date a guardian walks alone: test_consent.py.
FOR_MACHINES: Final = frozenset(
    {
        "agreements.document_file",
        "agreements.file",
        "agreements.photo",
        "calendars.anniversaries",
        "calendars.entries",
        "calendars.itinerary",
        "delegations.document_file",
        "delegations.photo",
        "desk.refused_rows",
        "desk.roster_template",
        "calendars.private_feed",
        "celebrations.fiscal_year",
        "consent.confirm_withdrawal",
        "consent.follow_up",
        "desk.consent_forms",
        "desk.consent_scan",
        "favicon",
        "healthz",
        "hosting.sheet",
        "hosting.workbook",
        "indicators.open_data",
        "indicators.youth_file",
        "open_data.anniversaries",
        "open_data.partners",
        "partners.document_file",
        "partners.photo",
        "reports.fact_sheet",
        "static",
        "youth.consent_forms",
        "youth.consent_scan",
    }
)

#: An address that leads nowhere: the page that says so.
MISSING: Final = "/no-such-page"

#: One page of each layout and each kind of form, for the languages and the dark.
SAMPLES: Final = (
    (PUBLIC, "/"),
    (PUBLIC, "/accounts/sign-in"),
    (PUBLIC, MISSING),
    (PUBLIC, "/partners/heidelberg/"),
    (PUBLIC, "/calendar/"),
    (PUBLIC, "/feeds/"),
    (PUBLIC, "/indicators/youth-participation/"),
    (PUBLIC, "/strategy/"),
    (PUBLIC, "/youth/editions/{open}/"),
    (SCHOOL, "/school/"),
    (SCHOOL, "/school/editions/{open}/register"),
    (COORDINATOR, "/home/"),
    (COORDINATOR, "/search/?q=見本"),
    (COORDINATOR, "/tasks/"),
    (COORDINATOR, "/celebrations/{celebration}/"),
    (COORDINATOR, "/delegations/{visit}/"),
    (COORDINATOR, "/delegations/{visit}/items/new"),
    (COORDINATOR, "/youth/editions/{open}/"),
    (COORDINATOR, "/youth/registrations/{own}/"),
)

#: Forms that refuse an empty answer, each of another kind.
REFUSING: Final = (
    (PUBLIC, "/accounts/sign-in"),
    (SCHOOL, "/school/editions/{open}/register"),
    (COORDINATOR, "/celebrations/new"),
    (COORDINATOR, "/delegations/new"),
    (COORDINATOR, "/delegations/{visit}/items/new"),
    (COORDINATOR, "/youth/programmes/{programme}/editions/new"),
    (COORDINATOR, "/tasks/new"),
)


def in_language(path: str, language: str) -> str:
    """Ask for a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def keys_of(session: Session, secret: str) -> dict[str, str]:
    """Find the keys that the addresses name in the demo data.

    On the way somebody is invited, a registration sent back to its school, a guardian asked.
    """
    visit = _first(session, select(Visit).where(Visit.state == VisitState.PLANNED))
    own = _first(
        session,
        select(Registration)
        .join(User, User.school_id == Registration.school_id)
        .where(
            Registration.state == RegistrationState.SUBMITTED, User.email.startswith(f"{SCHOOL}@")
        ),
    )
    edition = session.get_one(Edition, own.edition_id)
    actor = system_actor("tests")
    return_registration(session, actor=actor, edition_id=edition.id, keys=[own.id], reason="見本")
    member = _first(session, select(VisitMember).where(VisitMember.visit_id == visit.id))
    travelling = select(VisitMember.person_id).where(VisitMember.visit_id == visit.id)
    items = select(ItineraryItem).where(ItineraryItem.visit_id == visit.id)
    found = {
        **_documents(session, visit),
        "visit": visit.id,
        "under_way": _first(session, select(Visit).where(Visit.state == VisitState.UNDER_WAY)).id,
        "over": _first(session, select(Visit).where(Visit.state == VisitState.CLOSED)).id,
        "member": member.id,
        "item": _first(session, items).id,
        "person": member.person_id,
        "stranger": _first(session, select(Person).where(Person.id.not_in(travelling))).id,
        "open": edition.id,
        "programme": edition.programme_id,
        "own": own.id,
        **pupils_keys(session, actor, own),
        **_of_consent(session, own, secret),
        **_of_celebrations(session),
        **of_journeys(session),
        **_of_people(session, actor),
        **_of_heidelberg(session),
    }
    return {name: str(value) for name, value in found.items()}


def rosters_of(session: Session, edition_id: str, ring: Keyring) -> dict[str, str]:
    """Send two rosters as the school: one waits with a refused row, the other was confirmed."""
    user = _first(session, select(User).where(User.email.startswith(f"{SCHOOL}@")))
    actor, edition = user.as_actor(), session.get_one(Edition, UUID(edition_id))
    school = session.get_one(School, actor.school_id)
    rows = [
        "氏名,ふりがな,生年月日,学年,アレルギー",
        "見本 鈴,ﾐﾎﾝ ｽｽﾞ,H24.5.3,2,そば",
        "見本 誤,みほん,R3.5.3,2,",
    ]
    found = {}
    for name in ("roster", "roster_done"):
        sent = Sent(f"{name}.csv", read_sheets("\n".join(rows).encode()))
        found[name] = receive_roster(
            session, actor=actor, edition_id=edition.id, sent=sent, ring=ring, key=uuid7()
        )
    run = roster_run(session, (edition, school), found["roster_done"], ring)
    confirmation = Confirmation(
        run.announcement.digest, Declared(date(2026, 11, 20), True), leave_out_refused=True
    )
    confirm_roster(
        session, actor=actor, key=found["roster_done"].id, confirmation=confirmation, ring=ring
    )
    return {name: str(roster.id) for name, roster in found.items()}


def _of_consent(session: Session, own: Registration, secret: str) -> dict[str, object]:
    """Ask a guardian by a link, and select a pupil whose guardian has consented."""
    asked = make_consent_request(session, own, deadline=clock.today(), asked_on=clock.today())
    other = _first(
        session,
        select(Registration).where(
            Registration.state == RegistrationState.SUBMITTED,
            Registration.edition_id == own.edition_id,
        ),
    )
    make_consent(session, other, ConsentPurpose.JOIN, ConsentPurpose.HEALTH)
    actor = system_actor("tests")
    select_pupils(session, actor=actor, edition_id=other.edition_id, keys=[other.id])
    return {"consent": signed_token(asked.link, secret), "selected": other.id}


def _of_celebrations(session: Session) -> dict[str, object]:
    """Find a celebration that is planned, a step to it, and days to avoid."""
    planned = select(Celebration.id).where(Celebration.state == CelebrationState.PLANNED)
    step = _first(session, select(RunwayStep).where(RunwayStep.celebration_id.in_(planned)))
    return {
        "celebration": step.celebration_id,
        "step": step.id,
    }


def _of_heidelberg(session: Session) -> dict[str, object]:
    """Find a row of each kind that is kept of a partner."""
    partner = _first(session, select(Partner).where(Partner.slug == "heidelberg"))
    return {
        "fact": _first(session, select(PartnerFact).where(PartnerFact.partner_id == partner.id)).id,
        "organisation": _first(
            session, select(Organisation).where(Organisation.partner_id == partner.id)
        ).id,
        "post": _first(session, select(Post).where(Post.partner_id == partner.id)).id,
        "source": _first(session, select(Source)).id,
        "cycle": _first(session, select(VisitCycle).where(VisitCycle.partner_id == partner.id)).id,
    }


def _first(session: Session, statement: Select[Row]) -> Row:
    found = session.scalars(statement).first()
    if found is None:
        raise LookupError(f"the demo data holds nothing for: {statement}")
    return found


def _documents(session: Session, visit: Visit) -> Mapping[str, UUID]:
    """Keep a photograph of a partner and a scan of an agreement; the demo visit has its paper."""
    parties = select(AgreementParty).order_by(AgreementParty.position)
    partner = reference_uuid("partner", "rome-ga")
    agreement = reference_uuid("agreement", "rome-ga-1995")
    return {
        "partner": partner,
        "photo": photo_of(session, Subject("partner", partner)).id,
        "agreement": agreement,
        "rival": reference_uuid("date_claim", "rome-ga-takeover/KM-RO/2010-03-23"),
        "avoided": _first(session, select(AvoidedDays)).id,
        "party": _first(session, parties.where(AgreementParty.agreement_id == agreement)).id,
        "scan": make_document(session, Subject("agreement", agreement)).id,
        "paper": _first(session, select(Document).where(Document.subject_id == visit.id)).id,
    }


def _of_people(session: Session, actor: Actor) -> dict[str, object]:
    return {
        **keys_of_hosting(session, actor),
        "task": _first(session, select(Task)).id,
        "invitation": _invitation(session, actor),
        "feed": _feed(session),
    }


def _invitation(session: Session, actor: Actor) -> str:
    new = NewUser(email="new@city.example", name="見本 新任", role=Role.VIEWER)
    return invite(session, actor=actor, user=create_user(session, actor=actor, new=new))


def _feed(session: Session) -> UUID:
    """Make a feed of the coordinator's own."""
    user = _first(session, select(User).where(User.email.startswith(f"{COORDINATOR}@")))
    choice = FeedChoice("見本の予定", "ja", (EntryKind.VISIT, EntryKind.TASK))
    return create_feed(session, actor=user.as_actor(), key=uuid7(), choice=choice).feed.id

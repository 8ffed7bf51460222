"""Who may open what: the whole URL map against one table, refused unless it is opened here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask, g
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.routing import AnyConverter, BaseConverter, Rule, UUIDConverter

from config import Settings
from exchange.app import create_app
from exchange.core.permissions import Actor, Role
from exchange.web.access import gate

Roles = frozenset[Role]

NOBODY: Final[Roles] = frozenset()
SCHOOL: Final = frozenset({Role.SCHOOL})
ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
MANAGER: Final = frozenset({Role.MANAGER})
AUDITORS: Final = ADMINISTRATOR | MANAGER
DIVISION: Final = frozenset({Role.COORDINATOR, Role.MANAGER})
OFFICERS: Final = DIVISION | {Role.SECTION}
WORKERS: Final = OFFICERS | ADMINISTRATOR
STAFF: Final = WORKERS | {Role.VIEWER}
SIGNED_IN: Final = STAFF | SCHOOL
EVERYONE: Final = None

#: What is kept around a journey and afterwards.
AFTERWARDS: Final = (
    "achievements edit_achievement end_achievement hand_in keep_achievement new_achievement report"
    " save_achievement new_session add_session edit_session save_session end_session"
    " early_return note_return clear_return"
)

#: Endpoint -> who may open it; EVERYONE needs no sign-in. One line each, by name.
EXPECTED: Final[dict[str, Roles | None]] = {
    "accounts.end_user": ADMINISTRATOR,
    "accounts.invitation": EVERYONE,
    "accounts.invite_again": ADMINISTRATOR,
    "accounts.invite_user": ADMINISTRATOR,
    "accounts.new_user": ADMINISTRATOR,
    "accounts.sign_in": EVERYONE,
    "accounts.sign_in_now": EVERYONE,
    "accounts.sign_out": EVERYONE,
    "accounts.take_invitation": EVERYONE,
    "accounts.users": ADMINISTRATOR,
    "agreements.add_document": DIVISION,
    "agreements.add_version": DIVISION,
    "agreements.adopt": DIVISION,
    "agreements.change_fact": DIVISION,
    "agreements.change_party": DIVISION,
    "agreements.claims": STAFF,
    "agreements.confirm_aside": DIVISION,
    "agreements.confirm_end": DIVISION,
    "agreements.count": DIVISION,
    "agreements.create": DIVISION,
    "agreements.create_claim": DIVISION,
    "agreements.create_party": DIVISION,
    "agreements.document": STAFF,
    "agreements.document_file": STAFF,
    "agreements.edit": DIVISION,
    "agreements.edit_document": DIVISION,
    "agreements.edit_fact": DIVISION,
    "agreements.edit_party": DIVISION,
    "agreements.end": DIVISION,
    "agreements.end_document": DIVISION,
    "agreements.file": STAFF,
    "agreements.index": STAFF,
    "agreements.new": DIVISION,
    "agreements.new_claim": DIVISION,
    "agreements.new_document": DIVISION,
    "agreements.new_party": DIVISION,
    "agreements.photo": EVERYONE,
    "agreements.publish": MANAGER,
    "agreements.put_aside": DIVISION,
    "agreements.revise": DIVISION,
    "agreements.revise_document": DIVISION,
    "agreements.show": STAFF,
    "agreements.withdraw": MANAGER,
    "audit.index": AUDITORS,
    "calendars.anniversaries": EVERYONE,
    "calendars.confirm_intake": DIVISION,
    "calendars.edit_feed": SIGNED_IN,
    "calendars.end": SIGNED_IN,
    "calendars.entries": EVERYONE,
    "calendars.feeds": EVERYONE,
    "calendars.index": EVERYONE,
    "calendars.intake": DIVISION,
    "calendars.itinerary": OFFICERS,
    "calendars.make_feed": SIGNED_IN,
    "calendars.mine": SIGNED_IN,
    "calendars.new_feed": SIGNED_IN,
    "calendars.preview_intake": DIVISION,
    "calendars.private_feed": EVERYONE,
    "calendars.renew": SIGNED_IN,
    "calendars.save_feed": SIGNED_IN,
    "celebrations.advance": DIVISION,
    "celebrations.check": STAFF,
    "celebrations.create": DIVISION,
    "celebrations.create_step": DIVISION,
    "celebrations.edit": DIVISION,
    "celebrations.edit_step": DIVISION,
    "celebrations.fiscal_year": EVERYONE,
    "celebrations.index": EVERYONE,
    "celebrations.link": DIVISION,
    "celebrations.links": DIVISION,
    "celebrations.move_step": DIVISION,
    "celebrations.new": DIVISION,
    "celebrations.new_step": DIVISION,
    "celebrations.publish": MANAGER,
    "celebrations.reason": DIVISION,
    "celebrations.revise": DIVISION,
    "celebrations.save_step": DIVISION,
    "celebrations.show": STAFF,
    "celebrations.start": DIVISION,
    "celebrations.stop": DIVISION,
    "celebrations.withdraw": MANAGER,
    "closures.add": DIVISION,
    "closures.change": DIVISION,
    "closures.edit": DIVISION,
    "closures.end": DIVISION,
    "closures.index": EVERYONE,
    "closures.new": DIVISION,
    "closures.reopen": DIVISION,
    "consent.answer": EVERYONE,
    "consent.confirm_withdrawal": EVERYONE,
    "consent.fill": EVERYONE,
    "consent.follow_up": EVERYONE,
    "consent.open_page": EVERYONE,
    "consent.show": EVERYONE,
    "consent.withdraw": EVERYONE,
    "delegations.add_document": DIVISION,
    "delegations.add_version": DIVISION,
    "delegations.advance": DIVISION,
    "delegations.approval": DIVISION,
    "delegations.approve": DIVISION,
    "delegations.change_cycle": DIVISION,
    "delegations.change_item": DIVISION,
    "delegations.change_member": DIVISION,
    "delegations.close_cycle": DIVISION,
    "delegations.create": DIVISION,
    "delegations.create_cycle": DIVISION,
    "delegations.create_item": DIVISION,
    "delegations.create_member": DIVISION,
    "delegations.document": DIVISION,
    "delegations.document_file": DIVISION,
    "delegations.edit": DIVISION,
    "delegations.edit_cycle": DIVISION,
    "delegations.edit_document": DIVISION,
    "delegations.edit_item": DIVISION,
    "delegations.edit_member": DIVISION,
    "delegations.end_document": DIVISION,
    "delegations.index": STAFF,
    "delegations.join_member": DIVISION,
    "delegations.known_member": DIVISION,
    "delegations.new": DIVISION,
    "delegations.new_cycle": DIVISION,
    "delegations.new_document": DIVISION,
    "delegations.new_item": DIVISION,
    "delegations.new_member": DIVISION,
    "delegations.photo": EVERYONE,
    "delegations.publish": MANAGER,
    "delegations.reason": DIVISION,
    "delegations.remove_item": DIVISION,
    "delegations.remove_member": DIVISION,
    "delegations.reopen": DIVISION,
    "delegations.revise": DIVISION,
    "delegations.revise_document": DIVISION,
    "delegations.settle": DIVISION,
    "delegations.shift_member": DIVISION,
    "delegations.show": STAFF,
    "delegations.stop": DIVISION,
    "delegations.turn": DIVISION,
    "delegations.withdraw": MANAGER,
    "desk.accept": SCHOOL,
    "desk.answer": SCHOOL,
    "desk.ask": SCHOOL,
    "desk.change": SCHOOL,
    "desk.change_now": SCHOOL,
    "desk.confirm": SCHOOL,
    "desk.consent_forms": SCHOOL,
    "desk.consent_scan": SCHOOL,
    "desk.consent_slips": SCHOOL,
    "desk.consents": SCHOOL,
    "desk.correct": SCHOOL,
    "desk.correct_now": SCHOOL,
    "desk.discard": SCHOOL,
    "desk.hand_in": SCHOOL,
    "desk.index": SCHOOL,
    "desk.known": SCHOOL,
    "desk.leaving_pupil": SCHOOL,
    "desk.let_go": SCHOOL,
    "desk.messages": SCHOOL,
    "desk.moves": SCHOOL,
    "desk.new_roster": SCHOOL,
    "desk.read": SCHOOL,
    "desk.read_roster_as": SCHOOL,
    "desk.refused_rows": SCHOOL,
    "desk.register": SCHOOL,
    "desk.register_now": SCHOOL,
    "desk.register_several": SCHOOL,
    "desk.registration": SCHOOL,
    "desk.renew_link": SCHOOL,
    "desk.report": SCHOOL,
    "desk.roster": SCHOOL,
    "desk.roster_template": SCHOOL,
    "desk.send_links": SCHOOL,
    "desk.send_roster": SCHOOL,
    "desk.take_out": SCHOOL,
    "desk.tick_consents": SCHOOL,
    "favicon": EVERYONE,
    "healthz": EVERYONE,
    "home.index": EVERYONE,
    "home.staff": STAFF,
    "hosting.accept": OFFICERS,
    "hosting.board": OFFICERS,
    "hosting.carry": OFFICERS,
    "hosting.confirm_purge": MANAGER,
    "hosting.create_check": OFFICERS,
    "hosting.create_family": OFFICERS,
    "hosting.create_guest": OFFICERS,
    "hosting.create_pair": OFFICERS,
    "hosting.edit_family": OFFICERS,
    "hosting.edit_guest": OFFICERS,
    "hosting.family": OFFICERS,
    "hosting.family_ending": OFFICERS,
    "hosting.finish_family": OFFICERS,
    "hosting.finish_pair": OFFICERS,
    "hosting.finish_stay": OFFICERS,
    "hosting.guest": OFFICERS,
    "hosting.guest_leaving": OFFICERS,
    "hosting.host_list": OFFICERS,
    "hosting.new_check": OFFICERS,
    "hosting.new_family": OFFICERS,
    "hosting.new_guest": OFFICERS,
    "hosting.pair": OFFICERS,
    "hosting.pairs": OFFICERS,
    "hosting.preview_list": OFFICERS,
    "hosting.purge_now": MANAGER,
    "hosting.replace": OFFICERS,
    "hosting.save_family": OFFICERS,
    "hosting.save_guest": OFFICERS,
    "hosting.settle": OFFICERS,
    "hosting.sheet": OFFICERS,
    "hosting.stay_ending": OFFICERS,
    "hosting.suggestion": OFFICERS,
    "hosting.switch": OFFICERS,
    "hosting.take_guest_out": OFFICERS,
    "hosting.take_list": OFFICERS,
    "hosting.workbook": OFFICERS,
    "indicators.index": EVERYONE,
    "indicators.open_data": EVERYONE,
    "indicators.youth": EVERYONE,
    "indicators.youth_file": EVERYONE,
    "indicators.youth_year": EVERYONE,
    "jobs.index": ADMINISTRATOR,
    "jobs.try_again": ADMINISTRATOR,
    "open_data.anniversaries": EVERYONE,
    "open_data.index": EVERYONE,
    "open_data.partners": EVERYONE,
    "outbox.index": ADMINISTRATOR,
    "outbox.show": ADMINISTRATOR,
    "outbox.try_again": ADMINISTRATOR,
    "partners.add_document": DIVISION,
    "partners.add_version": DIVISION,
    "partners.change_fact": DIVISION,
    "partners.change_organisation": DIVISION,
    "partners.change_post": DIVISION,
    "partners.change_source": DIVISION,
    "partners.close_organisation": DIVISION,
    "partners.close_relation": DIVISION,
    "partners.create": DIVISION,
    "partners.create_fact": DIVISION,
    "partners.create_organisation": DIVISION,
    "partners.create_post": DIVISION,
    "partners.create_post_of": DIVISION,
    "partners.create_relation": DIVISION,
    "partners.create_source": DIVISION,
    "partners.document": STAFF,
    "partners.document_file": STAFF,
    "partners.edit": DIVISION,
    "partners.edit_document": DIVISION,
    "partners.edit_fact": DIVISION,
    "partners.edit_organisation": DIVISION,
    "partners.edit_post": DIVISION,
    "partners.edit_source": DIVISION,
    "partners.end": DIVISION,
    "partners.end_document": DIVISION,
    "partners.ending": DIVISION,
    "partners.find_holder": DIVISION,
    "partners.index": EVERYONE,
    "partners.new": DIVISION,
    "partners.new_document": DIVISION,
    "partners.new_fact": DIVISION,
    "partners.new_organisation": DIVISION,
    "partners.new_post": DIVISION,
    "partners.new_post_of": DIVISION,
    "partners.new_relation": DIVISION,
    "partners.new_source": DIVISION,
    "partners.photo": EVERYONE,
    "partners.resume": DIVISION,
    "partners.revise": DIVISION,
    "partners.revise_document": DIVISION,
    "partners.show": EVERYONE,
    "partners.show_first": DIVISION,
    "partners.sources": STAFF,
    "partners.take_off": DIVISION,
    "people.correct": DIVISION,
    "people.edit": DIVISION,
    "people.index": DIVISION,
    "people.show": DIVISION,
    "reports.fact_sheet": EVERYONE,
    "search.index": SIGNED_IN,
    "static": EVERYONE,
    "strategy.index": EVERYONE,
    "tasks.add": WORKERS,
    "tasks.change": WORKERS,
    "tasks.edit": WORKERS,
    "tasks.index": WORKERS,
    "tasks.move": WORKERS,
    "tasks.new": WORKERS,
    "youth.accept": OFFICERS,
    "youth.add_edition": OFFICERS,
    "youth.add_programme": OFFICERS,
    "youth.add_school": DIVISION,
    "youth.adopt_consent_text": DIVISION,
    "youth.announce_edition": OFFICERS,
    "youth.answer_one": DIVISION,
    "youth.answer_one_move": DIVISION,
    "youth.attend": OFFICERS,
    "youth.board": OFFICERS,
    "youth.cancel": OFFICERS,
    "youth.certificates": OFFICERS,
    "youth.change": DIVISION,
    "youth.changes": DIVISION,
    "youth.check": OFFICERS,
    "youth.close": OFFICERS,
    "youth.confirm_cancelling": OFFICERS,
    "youth.confirm_closing": OFFICERS,
    "youth.consent_forms": OFFICERS,
    "youth.consent_scan": OFFICERS,
    "youth.consent_slips": OFFICERS,
    "youth.consent_texts": OFFICERS,
    "youth.consents": OFFICERS,
    "youth.copy": OFFICERS,
    "youth.decide": OFFICERS,
    "youth.decide_pair": DIVISION,
    "youth.duplicate": DIVISION,
    "youth.duplicates": DIVISION,
    "youth.edit_edition": OFFICERS,
    "youth.edit_programme": OFFICERS,
    "youth.edition": EVERYONE,
    "youth.edition_board": OFFICERS,
    "youth.eligibility": OFFICERS,
    "youth.end": DIVISION,
    "youth.export_list": OFFICERS,
    "youth.flag": OFFICERS,
    "youth.index": EVERYONE,
    "youth.journey": DIVISION,
    "youth.link_journey": DIVISION,
    "youth.lists": OFFICERS,
    "youth.messages": DIVISION,
    "youth.move": DIVISION,
    "youth.move_now": DIVISION,
    "youth.moving": DIVISION,
    "youth.new_consent_text": DIVISION,
    "youth.new_edition": OFFICERS,
    "youth.new_message": DIVISION,
    "youth.new_programme": OFFICERS,
    "youth.new_school": DIVISION,
    "youth.note_finding": OFFICERS,
    "youth.offer_seats": OFFICERS,
    "youth.pair": OFFICERS,
    "youth.programme": STAFF,
    "youth.programmes": STAFF,
    "youth.read_follow_up": OFFICERS,
    "youth.read_thread": DIVISION,
    "youth.registration": OFFICERS,
    "youth.renew_link": OFFICERS,
    "youth.rollover": OFFICERS,
    "youth.save_edition": OFFICERS,
    "youth.save_eligibility": OFFICERS,
    "youth.save_follow_up": OFFICERS,
    "youth.save_pair": OFFICERS,
    "youth.save_programme": OFFICERS,
    "youth.schools": DIVISION,
    "youth.send_links": OFFICERS,
    "youth.sessions": OFFICERS,
    "youth.take_out": OFFICERS,
    "youth.thread": DIVISION,
    "youth.tick_consents": OFFICERS,
    "youth.undo": DIVISION,
    "youth.waiting": OFFICERS,
    "youth.write_follow_up": OFFICERS,
    "youth.write_message": DIVISION,
    "youth.write_to_one": DIVISION,
    **{f"youth.{name}": OFFICERS for name in AFTERWARDS.split()},
}

UUID: Final = "0190c7c0-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the application; the gate asks no database."""
    folder = tmp_path_factory.mktemp("instance")
    settings = Settings(
        database_url="sqlite://", instance_dir=Path(folder), secret_key="x" * 40, testing=True
    )
    return create_app(settings)


def refused(app: Flask, rule: Rule, method: str, actor: Actor | None) -> str | None:
    """Ask the gate as an actor: None lets through, otherwise how it refuses."""
    with app.test_request_context(sample(app, rule), method=method):
        g.actor = actor
        try:
            answer = gate()
        except Forbidden:
            return "forbidden"
    return None if answer is None else "sign in"


def sample(app: Flask, rule: Rule) -> str:
    """Return an address of a rule: every part filled with something of its kind."""
    values: dict[str, object] = {name: _part(rule._converters[name]) for name in rule.arguments}
    values |= dict(rule.defaults or {})
    built = app.url_map.bind("localhost").build(rule.endpoint, values, force_external=False)
    return str(built)


def _part(converter: BaseConverter) -> object:
    match converter:
        case UUIDConverter():
            return UUID
        case AnyConverter():
            return min(converter.items)
        case _:
            return "1"


def methods(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def misjudged(app: Flask, table: dict[str, Roles | None]) -> list[str]:
    """Name every endpoint, method and role that the gate answers otherwise than the table."""
    wrong = []
    for rule in app.url_map.iter_rules():
        expected = table.get(rule.endpoint, NOBODY)
        for method in methods(rule):
            for actor in (None, *(Actor(None, role, role.value) for role in Role)):
                allowed = expected is EVERYONE or (actor is not None and actor.role in expected)
                if (refused(app, rule, method, actor) is None) is not allowed:
                    name = actor.name if actor else "the public"
                    wrong.append(f"{method} {rule.endpoint}: {name}")
    return wrong


def test_the_table_names_every_endpoint_and_no_other(app: Flask) -> None:
    assert sorted({rule.endpoint for rule in app.url_map.iter_rules()}) == sorted(EXPECTED)


def test_the_table_is_sorted() -> None:
    written = list(EXPECTED)[: -len(AFTERWARDS.split())]
    assert written == sorted(written)


def test_every_role_opens_what_the_table_says_and_nothing_else(app: Flask) -> None:
    assert misjudged(app, EXPECTED) == []


def test_an_unmarked_view_is_closed_to_everybody(app: Flask) -> None:
    app = create_app(app.extensions["settings"])
    app.add_url_rule("/forgotten/<uuid:key>", "forgotten", lambda key: str(key))
    assert misjudged(app, EXPECTED) == []
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "forgotten")
    assert refused(app, rule, "GET", None) == "forbidden"
    assert refused(app, rule, "GET", Actor(None, Role.ADMINISTRATOR, "a")) == "forbidden"
    assert misjudged(app, EXPECTED | {"forgotten": ADMINISTRATOR}) == [
        "GET forgotten: administrator"
    ]


def test_the_public_is_asked_to_sign_in_and_a_wrong_role_is_refused(app: Flask) -> None:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "accounts.users")
    assert refused(app, rule, "GET", None) == "sign in"
    assert refused(app, rule, "GET", Actor(None, Role.VIEWER, "v")) == "forbidden"


def test_an_unknown_address_passes_the_gate_and_is_not_found(app: Flask) -> None:
    with app.test_request_context("/no/such/page"):
        assert gate() is None
        with pytest.raises(HTTPException, match="404"):
            app.dispatch_request()

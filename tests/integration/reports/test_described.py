"""The description for programs: every public address that answers them, as it really answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any, Final
from urllib.parse import urlencode

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from config import Settings
from exchange.core import clock
from exchange.web.access import PUBLIC, access_of
from exchange.youth.enums import Selection
from exchange.youth.services.drawing import close_list, hold_draw, publish_seed
from tests.factories.hostile import BOUNDED
from tests.factories.participations import close_edition_of, seal
from tests.factories.youth import COORDINATOR, make_edition, make_pupil, make_registration
from tests.servers.schemas import refusals
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

DESCRIPTION: Final = "/open-data/openapi.json"
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPEN: Final = datetime(2026, 6, 10, 3, tzinfo=UTC)
#: What a question must say.
ASKED: Final = {"start": "2026-01-01", "end": "2027-12-31"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, fixed_now=datetime(2026, 11, 25, 3, tzinfo=UTC))


@pytest.fixture
def places(session: Session) -> dict[str, str]:
    """Let a year be over and a lottery drawn; return what names them in addresses."""
    close_edition_of(session, [make_pupil(session)], fiscal_year=2025)
    seal(session, 2025)
    with clock.held(OPEN):
        edition = make_edition(session, selection=Selection.LOTTERY)
        publish_seed(session, actor=COORDINATOR, edition_id=edition.id, seed="熊本")
        make_registration(session, edition=edition)
    close_list(session, actor=COORDINATOR, edition_id=edition.id)
    hold_draw(session, actor=COORDINATOR, edition_id=edition.id)
    session.commit()
    return {"year": "2025", "key": str(edition.id)}


@pytest.fixture
def description(client: Visitor) -> dict[str, Any]:
    return dict(json.loads(client.get(f"{DESCRIPTION}?lang=en").data))


def paths_of(rule: Rule) -> Iterator[str]:
    """Write a route as the addresses it stands for; a number stays a place."""
    names = sorted(rule.arguments)
    kinds = [rule._converters[name] for name in names]
    choices = [kind.items if isinstance(kind, AnyConverter) else [None] for kind in kinds]
    assert all(
        isinstance(kind, AnyConverter | IntegerConverter | UUIDConverter) for kind in kinds
    ), rule
    for chosen in product(*choices):
        values = dict(zip(names, chosen, strict=True))
        yield "".join(
            part if is_static else values[part] or f"{{{part}}}" for is_static, part in parts(rule)
        )


def parts(rule: Rule) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a route, without the host before its first stroke."""
    for is_dynamic, piece in rule._trace[rule._trace.index((False, "|")) + 1 :]:
        yield not is_dynamic, piece


def asked_of(operation: Mapping[str, Any], **changes: str) -> str:
    """Return a question for what is required, and for what a test changes."""
    required = {each["name"] for each in operation["parameters"] if each["required"]}
    asked = {name: value for name, value in ASKED.items() if name in required} | changes
    return f"?{urlencode(asked)}"


def test_every_public_address_for_programs_is_described_and_no_other(
    app: Flask, description: dict[str, Any]
) -> None:
    with app.app_context():
        public = [
            rule
            for rule in app.url_map.iter_rules()
            if access_of(rule.endpoint) == PUBLIC
            and "GET" in (rule.methods or ())
            and rule.endpoint not in {"static", "reports.openapi"}
            and "token" not in rule.arguments
            and rule.rule.endswith((".json", ".csv", ".ics", "json):form>"))
        ]
    assert sorted(description["paths"]) == sorted(
        path for rule in public for path in paths_of(rule)
    )


def test_every_answer_is_what_is_said_of_it(
    client: Visitor, description: dict[str, Any], places: dict[str, str]
) -> None:
    for path, each in description["paths"].items():
        operation = each["get"]
        answer = client.get(path.format_map(places) + asked_of(operation))
        [(kind, said)] = operation["responses"]["200"]["content"].items()
        assert (answer.status_code, answer.mimetype) == (200, kind), path
        if kind.endswith("json"):
            held = json.loads(answer.data)
            assert held, path
            if kind == "application/json":
                assert refusals(held, said["schema"]) == [], path


def test_a_wrong_question_is_refused_in_a_sentence(
    client: Visitor, description: dict[str, Any]
) -> None:
    found = {
        (path, parameter["name"]): client.get(
            path + asked_of(each["get"], **{parameter["name"]: "nonsense"})
        )
        for path, each in description["paths"].items()
        for parameter in each["get"]["parameters"]
        if parameter["in"] == "query"
    }
    # A page's language is Japanese where nobody knows the one asked for.
    assert found.pop(("/calendar/entries.json", "lang")).status_code == 200
    said = {asked: (answer.status_code, answer.mimetype) for asked, answer in found.items()}
    assert said == dict.fromkeys(found, (400, "text/plain"))
    assert len(found) == 11


@pytest.mark.parametrize("lang", ["ja", "en", "zh-Hant"])
def test_the_description_speaks_the_reader_s_language(client: Visitor, lang: str) -> None:
    told = json.loads(client.get(f"{DESCRIPTION}?lang={lang}").data)
    said = {"ja": "最初の日", "en": "The first day", "zh-Hant": "第一日"}
    [start] = [
        each
        for each in told["paths"]["/calendar/entries.json"]["get"]["parameters"]
        if each["name"] == "start"
    ]
    assert start["description"].startswith(said[lang])
    assert f'href="{DESCRIPTION}"' in client.get(f"/open-data/?lang={lang}").text


def test_whatever_a_program_asks_is_answered_as_described(
    app: Flask, description: dict[str, Any], places: dict[str, str]
) -> None:
    """Ask at random, and against what is described: the answer is a described one, never a 500."""
    schema = schemathesis.openapi.from_dict(description)
    schema.app = app
    modes = [schema.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings_of(BOUNDED, max_examples=80)
    @given(case=st.one_of(modes))
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.text.count("\n") == 1, answer.text

    ask()
    assert places

"""One file name, one job: junk drawers are refused and a room's files are known names."""

import ast
import re

import pytest

from tests.policy import sources
from tests.policy.sources import ROOT, Source

JUNK = {"util", "utils", "helper", "helpers", "common", "misc"}

#: The files a feature may have; each may also be a package of the same name.
FEATURE_FILES = {
    "__init__",
    "enums",
    "models",
    "rules",
    "queries",
    "services",
    "forms",
    "views",
    "panels",
    "entries",
    "search",
    "offers",
    "described",
    "erasures",
}

#: Rooms that are no features: each file there is named after what it holds.
FREE_ROOMS = {"backups", "cli", "core", "web", "documents", "reference", "rooms"}

#: Pure modules named after their domain word, by room.
DOMAIN_FILES = {
    "accounts": {
        "authenticators",
        "guessing",
        "keeping",
        "login",
        "passkeys",
        "provider",
        "single_sign_on",
    },
    "agreements": {"lineage", "opendata", "survey"},
    "attachments": {"contents"},
    "audit": {"meanings", "pointing", "reading", "wording"},
    "budgets": {"grid"},
    "calendars": {
        "agenda",
        "clients",
        "feeds",
        "foreign",
        "grids",
        "ical",
        "intake",
        "private",
        "subscriptions",
        "timezones",
    },
    "delegations": {"hosts", "legs", "memberlist", "precedence", "reciprocity", "reprints"},
    "celebrations": {"fiscal_calendar", "milestones", "runway", "windows"},
    "handover": {"belongings", "own_bundle", "packs"},
    "hosting": {"hostlist", "matching"},
    "indicators": {
        "breakdown",
        "opendata",
        "progress",
        "reported",
        "schemas",
        "suppression",
        "verifying",
    },
    "itineraries": {
        "attendance",
        "cities",
        "clashes",
        "clocks",
        "grid",
        "moving",
        "telling",
        "versions",
    },
    "jobs": {"kinds", "worker"},
    "letters": {"merging"},
    "operations": {"exposition"},
    "outbox": {"papers", "telling", "transport"},
    "papers": {
        "approval",
        "briefing",
        "cards",
        "emergency",
        "glyphs",
        "occasions",
        "particulars",
        "press",
        "programme",
        "report",
        "reprinting",
        "roster",
        "seating",
        "stay",
        "steps",
        "tables",
        "thanks",
        "visa",
        "words",
    },
    "partners": {"profile", "worldmap"},
    "people": {"spellings"},
    "privacy": {
        *("bundles", "certificates", "copying", "erased_list", "logbook", "meaning", "wording"),
    },
    "reports": {"answers", "factsheet", "figures", "sheets", "sources", "years"},
    "strategy": {"serving"},
    "youth": {"consent_papers", "desk_papers", "ledger", "lottery", "papers", "roster"},
}


def words(name: str) -> set[str]:
    """Split snake_case and CamelCase into lower-case words."""
    return set(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower().replace("-", "_").split("_"))


def junk_paths(paths: list[str]) -> list[str]:
    return [
        path
        for path in paths
        if any(words(part.partition(".")[0]) & JUNK for part in path.split("/"))
    ]


def junk_definitions(source: Source) -> list[str]:
    return [
        f"{source.path}:{node.lineno} {node.name}"
        for node in source.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if words(node.name) & JUNK
    ]


def unknown_files(source: Source) -> list[str]:
    """Name a feature's file that is neither in the table nor a listed domain word."""
    package, *rest = source.parts
    if package != "exchange" or len(rest) < 2 or rest[0] in FREE_ROOMS:
        return []
    room, name = rest[0], rest[1]
    return [] if name in FEATURE_FILES | DOMAIN_FILES.get(room, set()) else [source.path]


def test_no_file_or_folder_is_a_junk_drawer() -> None:
    folders = ("exchange", "migrations", "templates", "tests", "docs", "static")
    own = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if "vendor" not in path.parts and "__pycache__" not in path.parts
    ]
    assert junk_paths(own) == []


def test_no_function_or_class_is_named_after_a_junk_drawer() -> None:
    files = sources.application() + sources.tests()
    assert [line for file in files for line in junk_definitions(file)] == []


def test_a_feature_has_only_files_whose_name_says_their_job() -> None:
    assert [line for file in sources.application() for line in unknown_files(file)] == []


@pytest.mark.parametrize("path", ["exchange/youth/utils.py", "tests/common/x.py", "a/form_misc.js"])
def test_a_junk_path_is_refused(path: str) -> None:
    assert junk_paths([path]) == [path]


def test_junk_definitions_and_unknown_files_are_refused() -> None:
    sample = Source("exchange/youth/stuff.py", "def date_helper(): ...\nclass FormUtils: ...\n")
    assert junk_definitions(sample) == [
        "exchange/youth/stuff.py:1 date_helper",
        "exchange/youth/stuff.py:2 FormUtils",
    ]
    assert unknown_files(sample) == ["exchange/youth/stuff.py"]
    assert unknown_files(Source("exchange/youth/services/selection.py", "")) == []
    assert unknown_files(Source("exchange/youth/lottery.py", "")) == []

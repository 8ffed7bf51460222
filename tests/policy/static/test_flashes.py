"""What is flashed names nobody: it stands in a cookie, and over the shoulder of who sits there."""

import ast

from tests.policy import sources
from tests.policy.catalogues import entries

#: What a flashed sentence may be told: counts, days, years, states, places on a list and the titles
#: of things.
IMPERSONAL = frozenset(
    {
        "accounts",
        "added",
        "changed",
        "count",
        "day",
        "guardians",
        "moment",
        "new",
        "rank",
        "removed",
        "standing",
        "state",
        "title",
        "year",
    }
)

#: Sentences about something with a name that is nobody's: a school, a feed of one's own.
NAMED_THINGS = {
    "calendars.flash.changed",
    "calendars.flash.ended",
    "youth.flash.school_created",
    "youth.flash.school_ended",
}


def given() -> dict[str, set[str]]:
    """Return what code gives to each sentence that it flashes."""
    found: dict[str, set[str]] = {}
    for source in sources.application():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "flash" and node.args):
                continue
            said = node.args[0]
            if isinstance(said, ast.Call) and isinstance(said.args[0], ast.Constant):
                names = {keyword.arg or "**" for keyword in said.keywords}
                found.setdefault(str(said.args[0].value), set()).update(names)
    return found


def printed() -> dict[str, set[str]]:
    """Return what the texts of flashed sentences print, in all languages."""
    flashed, found = given(), dict[str, set[str]]()
    for file in sources.read("exchange/translations/*/*.po"):
        for entry in entries(file):
            if entry.id in flashed or ".flash." in entry.id:
                found.setdefault(entry.id, set()).update(entry.parameters)
    return found


def test_no_flash_is_told_or_prints_who_it_is_about() -> None:
    for sentences in (given(), printed()):
        assert len(sentences) > 100
        personal = {
            name: parameters - IMPERSONAL
            for name, parameters in sentences.items()
            if not parameters <= IMPERSONAL and name not in NAMED_THINGS
        }
        assert personal == {}

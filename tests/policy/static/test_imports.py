"""Import habits that the contracts of pyproject.toml cannot see."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import grimp

from tests.policy import sources
from tests.policy.sources import ROOT, Source

#: Packages that a rule must not need.
BLOCKED = ("sqlalchemy", "flask", "psycopg")
#: Packages that few requests need and every start would pay for: exchange/core/later.py.
LATE = ("alembic", "authlib", "networkx", "PIL", "requests", "typst", "webauthn", "xlsxwriter")


def local_imports(source: Source) -> list[str]:
    """Name imports inside functions; only cli.py may load a command's module when called."""
    if source.path == "exchange/cli.py" or source.path.startswith("exchange/cli/"):
        return []
    return [
        f"{source.path}:{node.lineno} in {function.name}"
        for function in sources.functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def import_without(blocked: tuple[str, ...], modules: list[str]) -> str:
    """Import the modules in a process that lacks the blocked packages; return what it said."""
    script = (
        "import importlib, sys\n"
        f"sys.modules.update(dict.fromkeys({blocked!r}))\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stderr


def pure_modules() -> list[str]:
    files = sources.read("exchange/*/rules.py", "exchange/*/rules/**/*.py", "exchange/*/enums.py")
    return [".".join(file.parts) for file in files]


def room_order() -> list[set[str]]:
    """Return contract A's layers, highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [{room.strip(" ()") for room in layer.split("|")} for layer in contract["layers"]]


def upward(order: list[set[str]], edges: Iterator[tuple[str, str]]) -> list[str]:
    """Name the imports that climb, or step sideways, by contract A."""
    height = {room: number for number, layer in enumerate(order) for room in layer}

    def room(module: str) -> str:
        return module.split(".")[1] if module.count(".") else ""

    return [
        f"{importer} -> {imported}"
        for importer, imported in edges
        if room(importer) != room(imported)
        and room(imported) in height
        and height.get(room(importer), -1) >= height[room(imported)]
    ]


def test_no_function_imports_a_module() -> None:
    files = sources.application() + sources.tests()
    assert [line for file in files for line in local_imports(file)] == []


def test_every_rules_module_imports_without_a_database_and_without_flask() -> None:
    assert import_without(BLOCKED, pure_modules()) == ""


def test_the_application_is_built_without_what_few_requests_need() -> None:
    assert import_without(LATE, ["exchange.app", "exchange.cli.serve"]) == ""


def test_an_import_for_types_alone_does_not_climb_either() -> None:
    graph = grimp.build_graph("exchange", cache_dir=None)
    edges = (
        (importer, imported)
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
    )
    assert upward(room_order(), edges) == []


def test_these_checks_refuse_what_they_are_for() -> None:
    sample = Source("exchange/youth/services.py", "def f():\n    import json\n")
    assert local_imports(sample) == ["exchange/youth/services.py:2 in f"]
    assert local_imports(Source("exchange/cli.py", sample.text)) == []
    assert "sqlalchemy" in import_without(BLOCKED, ["sqlalchemy.orm"])
    order = [{"youth"}, {"tasks", "people"}, {"core"}]
    climbing = [
        ("exchange.tasks.models", "exchange.youth.models"),
        ("exchange.tasks.models", "exchange.people.models"),
        ("exchange.youth.models", "exchange.core.clock"),
    ]
    assert upward(order, iter(climbing)) == [
        "exchange.tasks.models -> exchange.youth.models",
        "exchange.tasks.models -> exchange.people.models",
    ]

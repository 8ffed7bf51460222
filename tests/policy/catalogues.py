"""Message ids where they are used and where they are translated."""

import ast
import io
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from babel.messages.pofile import read_po
from jinja2 import nodes

from tests.policy.markup import parsed
from tests.policy.sources import Source


@dataclass(frozen=True)
class Entry:
    """One text of a catalogue, all its plural forms."""

    id: str
    forms: tuple[str, ...]
    fuzzy: bool

    @property
    def parameters(self) -> set[str]:
        """Name the parameters of all forms; an unreadable text has one called after its fault."""
        try:
            parsed = [part for form in self.forms for part in string.Formatter().parse(form)]
        except ValueError as error:
            return {f"!{error}"}
        return {name for _, name, _, _ in parsed if name is not None}


@dataclass(frozen=True)
class Use:
    """A literal id in code or a template, with the parameters given; None where they are open."""

    where: str
    id: str
    parameters: frozenset[str] | None


@dataclass(frozen=True)
class Uses:
    """What a file says about messages."""

    literal: list[Use]
    #: Calls whose id is made at run time, so that nobody can check it.
    made: list[str]
    #: Every string constant: an id that travels through a table is used too.
    strings: set[str]


def entries(source: Source) -> list[Entry]:
    """Read a catalogue in the order of its file."""
    read = read_po(io.StringIO(source.text), abort_invalid=True)
    return [
        Entry(
            id=entry.id[0] if isinstance(entry.id, tuple) else str(entry.id),
            forms=(entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ()),
            fuzzy=entry.fuzzy,
        )
        for entry in read
        if entry.id
    ]


def language_and_room(path: str) -> tuple[str, str]:
    """Split `exchange/translations/<language>/<room>.po`."""
    parts = PurePosixPath(path)
    return parts.parent.name, parts.stem


def uses_in_python(source: Source) -> Uses:
    """Find `message("…", …)` calls and every string of a Python file."""
    literal: list[Use] = []
    made: list[str] = []
    strings: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "message":
            where = f"{source.path}:{node.lineno}"
            ids = _python_ids(node.args[0]) if node.args else None
            given = None if any(k.arg is None for k in node.keywords) else _names(node.keywords)
            literal += [Use(where, found, given) for found in ids or []]
            made += [] if ids is not None else [where]
    return Uses(literal, made, strings)


def _names(keywords: Iterable[ast.keyword]) -> frozenset[str]:
    return frozenset(keyword.arg for keyword in keywords if keyword.arg)


def _python_ids(node: ast.expr) -> list[str] | None:
    """Return the ids an argument may be, None when it is not written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        both = [_python_ids(node.body), _python_ids(node.orelse)]
        return None if None in both else [name for ids in both for name in ids or []]
    return None


def uses_in_template(source: Source) -> Uses:
    """Find `t("…", …)` calls and every string of a template."""
    literal: list[Use] = []
    made: list[str] = []
    tree = parsed(source)
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args):
            continue
        where = f"{source.path}:{call.lineno}"
        ids = list(_template_ids(call.args[0]))
        given = frozenset(keyword.key for keyword in call.kwargs)
        literal += [Use(where, found, None if call.dyn_kwargs else given) for found in ids if found]
        made += [where for found in ids if found is None]
    strings = {node.value for node in tree.find_all(nodes.Const) if isinstance(node.value, str)}
    return Uses(literal, made, strings)


def _template_ids(node: nodes.Node) -> Iterator[str | None]:
    """Yield the ids an argument may be, None for one put together; a Message is no id."""
    if isinstance(node, nodes.Const):
        yield str(node.value)
    elif isinstance(node, nodes.CondExpr):
        yield from _template_ids(node.expr1)
        if node.expr2 is not None:
            yield from _template_ids(node.expr2)
    elif isinstance(node, nodes.Concat | nodes.Add | nodes.Filter | nodes.Mod):
        yield None


def enum_labels(source: Source) -> Mapping[str, list[str]]:
    """Return the label ids of each enum a file defines: `<room>.<EnumName>.<value>`."""
    room = source.parts[1]
    return {
        node.name: [f"{room}.{node.name}.{value}" for value in _values(node)]
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
        if any(ast.unparse(base).endswith("Enum") for base in node.bases)
    }


def _values(node: ast.ClassDef) -> Iterator[str]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            value = line.value
            automatic = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("auto")
            if automatic:
                yield line.targets[0].id.lower()
            elif isinstance(value, ast.Constant):
                yield str(value.value)

"""What the policy tests read: the project's own files, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One file: its path from the root, with slashes, and its text."""

    path: str
    text: str

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree; many tests look at them all."""
        return tuple(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).with_suffix("").parts


def read(*patterns: str) -> list[Source]:
    """Read the files that match the glob patterns, sorted by path."""
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    return [_source(path) for path in paths]


@cache
def _source(path: Path) -> Source:
    """Read a file once a run, so that its tree too is made once."""
    return Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


def application() -> list[Source]:
    """Read the Python files of the application and its migrations."""
    return read("config.py", "exchange/**/*.py", "migrations/**/*.py")


def tests() -> list[Source]:
    return read("tests/**/*.py")


def templates() -> list[Source]:
    return read("templates/**/*.html", "templates/**/*.txt", "templates/**/*.svg")


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: Source) -> Iterator[Function]:
    """Yield every function and method, nested ones too."""
    for node in source.nodes:
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Count a function's lines from `def` to its last line."""
    return (function.end_lineno or function.lineno) - function.lineno + 1

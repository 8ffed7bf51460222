"""Measure which lines and branches of the application the tests go through.

`tests/conftest.py` loads this where MEASURED is set (`make test` does), before anything of the
application: what was imported earlier is not seen. Workers hand what they saw to the process that
started them, which prints what is missing and fails the run where that is too much.
"""

import json
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from slipcover import FileMatcher, Slipcover, merge_coverage
from slipcover.importer import SlipcoverMetaPathFinder
from slipcover.slipcover import format_missing

MODULES: Final = ("exchange", "config")
#: Per cent of lines and branches that must be gone through: of all files, of rules and services.
ALL_FILES: Final = 95
RULES: Final = 100
_EXCLUDED: Final = [r"if TYPE_CHECKING:", r"raise NotImplementedError"]


class Finder(SlipcoverMetaPathFinder):  # type: ignore[misc]  # has no types
    """Measure the application's own modules; what pytest imports is its affair."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module of the application, with a loader that measures."""
        if fullname.partition(".")[0] not in MODULES:
            return None
        found: ModuleSpec | None = super().find_spec(fullname, path, target)
        return found


def holds_rules(path: str) -> bool:
    """Tell whether a file is a room's rules or services, or lies in the package of them."""
    return Path(path).with_suffix("").parts[2:3] in {("rules",), ("services",)}


def gone_through(files: dict[str, Any]) -> float:
    """Return the percentage of these files' lines and branches that a test went through."""
    seen = missing = 0
    for each in files.values():
        seen += len(each["executed_lines"]) + len(each["executed_branches"])
        missing += len(each["missing_lines"]) + len(each["missing_branches"])
    return 100 * seen / (seen + missing) if seen + missing else 100.0


def shortfalls(files: dict[str, Any]) -> list[str]:
    """Return a sentence for each limit that is not reached."""
    rules = {path: each for path, each in files.items() if holds_rules(path)}
    measured = (("all files", files, ALL_FILES), ("rules and services", rules, RULES))
    return [
        f"Coverage of {name} is {gone_through(part):.2f} %, less than {limit} %."
        for name, part, limit in measured
        if gone_through(part) < limit
    ]


class Measuring:
    """What this process and the workers it started went through."""

    def __init__(self) -> None:
        self._meter = Slipcover(branch=True, exclude_also=_EXCLUDED)
        self._workers: list[dict[str, Any]] = []
        self._files: dict[str, Any] = {}
        places = [name if Path(name).is_dir() else f"{name}.py" for name in MODULES]
        sys.meta_path.insert(0, Finder(self._meter, FileMatcher(sources=places)))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Keep what a worker handed on; one that died has nothing."""
        if handed_on := getattr(node, "workeroutput", {}).get("measured"):
            self._workers.append(json.loads(handed_on))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand on what was gone through, or fail the run where it is too little."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["measured"] = json.dumps(self._meter.get_coverage())
            return
        self._meter.source = ["exchange"]
        whole = self._meter.get_coverage()
        for each in self._workers:
            merge_coverage(whole, each)
        self._files = whole["files"]
        if shortfalls(self._files) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what nothing went through, file by file, and the whole."""
        terminalreporter.section("coverage")
        for path, each in sorted(self._files.items()):
            lines, branches = each["missing_lines"], each["missing_branches"]
            if lines or branches:
                missing = format_missing(lines, each["executed_lines"], branches)
                terminalreporter.write_line(f"{path}: {missing}")
        rate = gone_through(self._files)
        terminalreporter.write_line(
            f"{rate:.2f} % of lines and branches in {len(self._files)} files"
        )
        for sentence in shortfalls(self._files):
            terminalreporter.write_line(sentence, red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run."""
    config.pluginmanager.register(_MEASURING)


_MEASURING: Final = Measuring()

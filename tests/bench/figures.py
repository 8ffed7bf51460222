"""What the benchmarks found, a line a figure, and the table they make in docs/performance.md."""

import os
import platform
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from exchange.core.languages import OFFICE_ZONE

_BEGIN: Final = "<!-- make bench writes from here -->"
_END: Final = "<!-- to here -->"
_HEAD: Final = "| goal | what | beside | wanted | found | met |\n|---|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured."""

    goal: int
    what: str
    #: What it was measured beside, in the same rounds.
    beside: str = ""
    wanted: str = ""
    found: str
    #: None where it stands beside a goal's figure and no limit is set.
    met: bool | None = None
    #: Why not, where it is not met.
    why: str = ""

    def line(self) -> str:
        """Return its row of the table."""
        met = {None: "", True: "yes", False: "**no**"}[self.met]
        cells = (self.goal, self.what, self.beside, self.wanted, self.found, met)
        return f"| {' | '.join(map(str, cells))} |\n"


@dataclass(slots=True)
class Table:
    """The figures of one run."""

    figures: list[Figure] = field(default_factory=list)

    def most(
        self, goal: int, what: str, found: float, limit: float, *, beside: str, why: str = ""
    ) -> None:
        """Note a ratio that is to be no larger than a limit."""
        self._ratio(goal, what, found, ("≤", limit, found <= limit), beside=beside, why=why)

    def least(
        self, goal: int, what: str, found: float, limit: float, *, beside: str, why: str = ""
    ) -> None:
        """Note a ratio that is to be no smaller than a limit."""
        self._ratio(goal, what, found, ("≥", limit, found >= limit), beside=beside, why=why)

    def counted(self, goal: int, what: str, found: int, limit: int, *, why: str = "") -> None:
        """Note a number that is to be no larger than a limit."""
        self._note(
            Figure(
                goal=goal,
                what=what,
                wanted=f"≤ {limit}",
                found=str(found),
                met=found <= limit,
                why=why,
            )
        )

    def told(self, goal: int, what: str, found: str, *, beside: str = "") -> None:
        """Note what stands beside a goal's figures."""
        self._note(Figure(goal=goal, what=what, beside=beside, found=found))

    def within(
        self,
        goal: int,
        what: str,
        found: str,
        *,
        met: bool,
        wanted: str,
        beside: str,
        why: str = "",
    ) -> None:
        """Note seconds or bytes, which are to stay within a limit."""
        self._note(
            Figure(
                goal=goal,
                what=what,
                beside=beside,
                wanted=wanted,
                found=found,
                met=met,
                why=why,
            )
        )

    def kept(self, goal: int, what: str, found: str, *, wanted: str) -> None:
        """Note what a test has asserted."""
        self._note(Figure(goal=goal, what=what, wanted=wanted, found=found, met=True))

    def _ratio(
        self,
        goal: int,
        what: str,
        found: float,
        limit: tuple[str, float, bool],
        *,
        beside: str,
        why: str,
    ) -> None:
        sign, number, met = limit
        self._note(
            Figure(
                goal=goal,
                what=what,
                beside=beside,
                wanted=f"{sign} {number:g} ×",
                found=f"{found:.2f} ×",
                met=met,
                why=why,
            )
        )

    def _note(self, figure: Figure) -> None:
        self.figures.append(figure)

    def text(self) -> str:
        """Return the run, its table, and why what is not met is not."""
        ordered = sorted(self.figures, key=lambda figure: figure.goal)
        missed = [each for each in ordered if each.met is False and each.why]
        reasons = "".join(f"- {each.goal}, {each.what}: {each.why}\n" for each in missed)
        table = _HEAD + "".join(each.line() for each in ordered)
        return f"{_run()}\n\n{table}" + (f"\nNot met:\n\n{reasons}" if reasons else "")

    def write(self, path: Path) -> None:
        """Put the table between its two marks in a document."""
        before, _, rest = path.read_text("utf-8").partition(_BEGIN)
        _, _, after = rest.partition(_END)
        path.write_text(f"{before}{_BEGIN}\n{self.text()}{_END}{after}", "utf-8")


def _run() -> str:
    """Say when and on what the figures were taken, and how busy the machine was."""
    now = datetime.now(OFFICE_ZONE)
    busy = os.getloadavg()[2]
    return (
        f"Taken {now:%Y-%m-%d %H:%M} in Kumamoto on {os.cpu_count()} cores, Python"
        f" {platform.python_version()}, SQLite {sqlite3.sqlite_version}; mean load of the last"
        f" quarter of an hour: {busy:.1f}."
    )

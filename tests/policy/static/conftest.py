"""Prints the measures that are aims, not stops."""

from statistics import median, quantiles
from typing import Any

from tests.policy import sources


def _spread(sizes: list[int]) -> str:
    return f"median {median(sizes):.0f}, p90 {quantiles(sizes, n=10)[-1]:.0f}, max {max(sizes)}"


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest's own, private
    application = sources.application()
    files = [source.lines for source in application if source.lines]
    functions = [sources.length(f) for source in application for f in sources.functions(source)]
    terminalreporter.write_line(f"file lines: {_spread(files)} (aim: median 90, p90 200)")
    terminalreporter.write_line(f"function lines: {_spread(functions)} (aim: median 10, p90 25)")

"""Counts as Prometheus reads them: its text format, version 0.0.4."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from exchange.operations.queries import Backlog
from exchange.web.measures import BUCKETS, Measure

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

Line = tuple[str, dict[str, str], float]


def exposition(measures: Iterable[Measure], backlog: Backlog | None) -> str:
    """Write the counts; without a backlog the database is away."""
    found = list(measures)
    lines = [*_requests(found), *_durations(found), *_waiting(backlog)]
    return "\n".join(lines) + "\n"


def _requests(measures: list[Measure]) -> Iterator[str]:
    yield from _head("exchange_requests_total", "counter", "Answered requests.")
    for one in measures:
        for status, number in one.statuses.items():
            labels = _labels(one) | {"status": status}
            yield _line("exchange_requests_total", labels, number)


def _durations(measures: list[Measure]) -> Iterator[str]:
    name = "exchange_request_duration_seconds"
    yield from _head(name, "histogram", "Seconds from a request to its answer.")
    for one in measures:
        bounds = [*(str(bound) for bound in BUCKETS), "+Inf"]
        for bound, number in zip(bounds, accumulate(one.durations), strict=True):
            yield _line(f"{name}_bucket", _labels(one) | {"le": bound}, number)
        yield _line(f"{name}_sum", _labels(one), round(one.seconds, 6))
        yield _line(f"{name}_count", _labels(one), sum(one.durations))


def _waiting(backlog: Backlog | None) -> Iterator[str]:
    yield from _head("exchange_database_up", "gauge", "Whether the database answers.")
    yield _line("exchange_database_up", {}, int(backlog is not None))
    if backlog is None:
        return
    yield from _head("exchange_jobs", "gauge", "Jobs by state.")
    for job_state, number in backlog.jobs.items():
        yield _line("exchange_jobs", {"state": job_state.value}, number)
    yield from _head("exchange_mails", "gauge", "Mails by state.")
    for mail_state, number in backlog.mails.items():
        yield _line("exchange_mails", {"state": mail_state.value}, number)
    for name, age in (("job", backlog.ages.job), ("mail", backlog.ages.mail)):
        full = f"exchange_oldest_{name}_seconds"
        yield from _head(full, "gauge", f"How long the oldest waiting {name} has been due.")
        yield _line(full, {}, age or 0)


def _labels(measure: Measure) -> dict[str, str]:
    return {"method": measure.method, "route": measure.route}


def _head(name: str, kind: str, text: str) -> tuple[str, str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"


def _line(name: str, labels: dict[str, str], value: float) -> str:
    said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{said}}} {value}" if said else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

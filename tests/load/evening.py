"""`make load`: a school's deadline evening on two workers and PostgreSQL, then more until it bends.

Never timed as a test: the figures are those of the machine, and a busy one gives others.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from config import ROOT
from tests.load.plan import write_plan
from tests.load.rates import PEOPLE, RATES
from tests.servers.application import free_port
from tests.servers.postgres import running_postgres

#: Times the evening's rate, one step after another.
_FACTORS: Final = (1.0, 2.0, 4.0, 6.0, 8.0)
_STEP_SECONDS: Final = 30
_LIMIT: Final = 300
_LOCUST: Final = ROOT / ".venv" / "load" / "bin" / "locust"
#: Half of the evening's pupils are registered before its last hour.
_SIZES: Final = ("--years", "20", "--schools", "300", "--pupils", "6000", "--crowd", "1800")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: how much more than the evening, what was answered, and what it took."""

    factor: float
    rows: "Sequence[Answered]"
    #: How many errors of each kind: the status of the answer, or the name of what went wrong.
    errors: Mapping[str, int]
    #: Of the web workers, the worker for the jobs and PostgreSQL, in seconds a second.
    cores: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What one kind of request took in one step, in milliseconds."""

    name: str
    requests: int
    failures: int
    #: How many took how long.
    times: Mapping[int, int]

    def percentile(self, share: float) -> int:
        """Return the time within which a share of them was answered."""
        return percentile(self.times, share)


def percentile(times: Mapping[int, int], share: float) -> int:
    """Return the time within which a share of so many was answered; 0 without any."""
    left = share * sum(times.values())
    for spent in sorted(times):
        left -= times[spent]
        if left <= 0:
            return spent
    return 0


def main() -> int:
    """Start everything, drive step after step, and say where it bends."""
    if not _LOCUST.exists():
        print("run it as `make load`, which installs locust", file=sys.stderr)
        return 1
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="exchange-load-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        environ = _environment(folder, server.create("evening"))
        _filled(environ)
        plan = write_plan(folder, environ)
        print(f"ready after {time.monotonic() - began:.0f} s", flush=True)
        with _served(folder, environ) as url:
            steps = _steps(url, plan)
            _tell(steps)
    print(f"all in all {time.monotonic() - began:.0f} s")
    return 1 if is_bad(steps[0].rows) else 0


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EXCHANGE_")}
    return {
        **kept,
        "EXCHANGE_INSTANCE_DIR": str(folder / "instance"),
        "EXCHANGE_DATABASE_URL": url,
        "EXCHANGE_BASE_URL": "https://exchange.example",
        "EXCHANGE_SECOND_FACTOR": "optional",
    }


def _filled(environ: Mapping[str, str]) -> None:
    """Fill the instance, and do what a worker does at night: what is past its time goes."""
    for command in (["tests.load.volume", *_SIZES], ["exchange.cli", "work", "--once"]):
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environ, check=True)


@contextmanager
def _served(folder: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Serve the instance as `make run` does: two web workers, and one for the jobs."""
    port = free_port()
    command = [sys.executable, "-m", "exchange.cli", "serve", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            _wait_for(folder / "serve.log", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    faults = (folder / "serve.log").read_text("utf-8", errors="replace")
    if "Traceback" in faults:
        print(faults[-4000:], file=sys.stderr)


def _wait_for(log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while "Exchange: http" not in log.read_text("utf-8", errors="replace"):
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(log.read_text("utf-8", errors="replace")[-2000:])
        time.sleep(0.1)


def _steps(url: str, plan: Path) -> list[Step]:
    """Drive one step after another, until one is bad; that one is the last."""
    found: list[Step] = []
    _driven(url, plan, _FACTORS[0], len(_FACTORS))  # nobody measures a server that just started
    for number, factor in enumerate(_FACTORS):
        before = _spent()
        rows, errors = _driven(url, plan, factor, number)
        found.append(Step(factor, rows, errors, (_spent() - before) / _STEP_SECONDS))
        print(line_of(found[-1]), flush=True)
        if is_bad(rows):
            break
    return found


def _driven(
    url: str, plan: Path, factor: float, number: int
) -> tuple[Sequence[Answered], Mapping[str, int]]:
    errors = plan.with_name("errors.json")
    errors.unlink(missing_ok=True)
    environ = {
        **os.environ,
        "EXCHANGE_LOAD_ERRORS": str(errors),
        "PYTHONPATH": str(ROOT),
        "EXCHANGE_LOAD_PLAN": str(plan),
        "EXCHANGE_LOAD_FACTOR": str(factor),
        "EXCHANGE_LOAD_STEP": str(number),
    }
    command = [str(_LOCUST), "-f", str(Path(__file__).with_name("locustfile.py")), "--headless"]
    command += ["--host", url, "-u", "10000", "-r", "10000", "-t", f"{_STEP_SECONDS}s", "--json"]
    command += ["--loglevel", "ERROR", "--exit-code-on-error", "0", "--stop-timeout", "5"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    try:
        rows: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    except ValueError:
        raise SystemExit(f"locust said: {done.stdout[-500:]}{done.stderr[-2000:]}") from None
    if any(row["num_failures"] for row in rows):
        print(done.stderr[-1500:], file=sys.stderr)
    kinds: dict[str, int] = json.loads(errors.read_text("utf-8")) if errors.exists() else {}
    return [
        Answered(
            row["name"],
            row["num_requests"],
            row["num_failures"],
            {int(float(spent)): count for spent, count in row["response_times"].items()},
        )
        for row in rows
    ], kinds


def _together(rows: Sequence[Answered], *, people: bool) -> Answered:
    """Add up what people wait for, or what machines ask."""
    chosen = [row for row in rows if (row.name.partition(":")[0] in PEOPLE) is people]
    times: dict[int, int] = {}
    for row in chosen:
        for spent, count in row.times.items():
            times[spent] = times.get(spent, 0) + count
    return Answered(
        "people" if people else "feeds",
        sum(row.requests for row in chosen),
        sum(row.failures for row in chosen),
        times,
    )


def is_bad(rows: Sequence[Answered]) -> bool:
    """Say whether somebody got an error, or one in twenty people or feeds waited too long."""
    both = [_together(rows, people=each) for each in (True, False)]
    return any(each.failures or each.percentile(0.95) > _LIMIT for each in both)


def _spent() -> float:
    """Return the CPU seconds of everything this command started that still runs."""
    fields = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, _, rest = stat.read_text().partition(" (")
            fields[int(pid)] = rest.rpartition(") ")[2].split()
    ours, size = {os.getpid()}, 0
    while size != len(ours):
        size = len(ours)
        ours |= {pid for pid, each in fields.items() if int(each[1]) in ours}
    ticks = [
        int(fields[pid][at]) for pid in ours - {os.getpid()} if pid in fields for at in (11, 12)
    ]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def line_of(step: Step) -> str:
    """Say what a step gave in one line."""
    people, feeds = (_together(step.rows, people=each) for each in (True, False))
    kinds = ", ".join(f"{count} x {kind}" for kind, count in sorted(step.errors.items()))
    a_second = (people.requests + feeds.requests) / _STEP_SECONDS
    return (
        f"x{step.factor:g}: {a_second:.1f} requests/s by {step.cores:.2f} cores,"
        f" errors {people.failures + feeds.failures}{f' ({kinds})' if kinds else ''};"
        f" people p50 {people.percentile(0.5)} p95 {people.percentile(0.95)} ms,"
        f" feeds p95 {feeds.percentile(0.95)} ms"
    )


def _tell(steps: Sequence[Step]) -> None:
    """Print the rates, the evening kind by kind, and where it bends."""
    print("\nthe evening's rate, from the numbers in tests/load/rates.py:")
    for rate in RATES:
        print(f"  {rate.kind:9} {rate.journeys:7.3f} journeys/s, {rate.a_second:6.2f} requests/s")
    print(f"  together  {sum(rate.a_second for rate in RATES):25.2f} requests/s")
    print("\nkind by kind, p95 in ms (requests), by step:")
    names = sorted({row.name for step in steps for row in step.rows})
    for name in names:
        cells = []
        for step in steps:
            row = next((each for each in step.rows if each.name == name), None)
            cells.append(f"{row.percentile(0.95)} ({row.requests})" if row else "-")
        print(f"  {name:40} {'  '.join(f'{cell:>12}' for cell in cells)}")
    last = steps[-1]
    if is_bad(last.rows):
        before = f"; up to x{steps[-2].factor:g} it holds" if len(steps) > 1 else ""
        print(f"\nit bends at x{last.factor:g}{before}")
    else:
        print(f"\nit does not bend up to x{last.factor:g}")


if __name__ == "__main__":
    sys.exit(main())

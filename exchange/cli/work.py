"""`exchange work`."""

import argparse
import signal
from threading import Event

from exchange.cli.instance import opened
from exchange.core.logs import write_lines
from exchange.jobs.worker import Worker
from exchange.rooms.keeping import DAILY_JOBS, JOB_ENDINGS, JOB_HANDLERS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether to stop when nothing is due any more."""
    parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")


def run(arguments: argparse.Namespace) -> int:
    """Do jobs until SIGTERM or SIGINT, which let a short job end and a long one be given back."""
    write_lines(requests=False)
    with opened() as (settings, database):
        worker = Worker(
            database, settings, JOB_HANDLERS, JOB_ENDINGS, DAILY_JOBS, stop=_told_to_stop()
        )
        worker.tidy()
        if arguments.once:
            print(f"{worker.work_off()} jobs tried")
        else:
            worker.work_on()
    return 0


def _told_to_stop() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop.set())
    return stop

"""Keeps one `exchange work` running beside the web workers for as long as they serve."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

_COMMAND: Final = (sys.executable, "-m", "exchange.cli", "work")
#: Seconds between looks at the process, and before one that ended is started anew.
_PAUSE: Final = 2.0


@contextmanager
def companion(command: Sequence[str] = _COMMAND, *, pause: float = _PAUSE) -> Iterator[None]:
    """Run a command beside the block; one that ends or is killed is started again."""
    stop, owner = Event(), os.getpid()
    thread = Thread(target=_keep, args=(command, stop, pause), daemon=True)
    thread.start()
    try:
        yield
    finally:
        # A web worker is a fork that leaves through here too; the process is not its own.
        if os.getpid() == owner:
            stop.set()
            thread.join()


def _keep(command: Sequence[str], stop: Event, pause: float) -> None:
    process: subprocess.Popen[bytes] | None = None
    while not stop.wait(pause):  # the first page goes first
        if process is None:
            process = subprocess.Popen(command)
        elif process.poll() is not None:
            print("exchange: the worker ended; starting it again", file=sys.stderr, flush=True)
            process = subprocess.Popen(command)
    if process is not None:
        process.terminate()
        process.wait()

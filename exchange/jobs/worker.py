"""Does the waiting jobs: each in its own short transactions, a fault of one stops no other."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import Final

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config import Settings
from exchange.core.database import Database, transact
from exchange.core.errors import BusyError
from exchange.jobs.models import Job
from exchange.jobs.services import (
    Claim,
    LeaseLostError,
    claim,
    drop_old,
    expect_today,
    fail,
    finish,
    postpone,
    report,
)

_LOG: Final = logging.getLogger(__name__)
#: Seconds between looks at an empty table.
_IDLE: Final = 2.0
#: Seconds between droppings of old jobs, and looks whether a new day has begun.
_TIDY: Final = 3600.0


class AttemptFailedError(Exception):
    """A handler could not do its job this time; `is_final` means that trying again is no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class NotYetError(Exception):
    """What a job needs is not there yet; it waits without losing an attempt."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Work:
    """What a handler gets."""

    database: Database
    settings: Settings
    arguments: Mapping[str, str]
    is_last_attempt: bool
    #: Says how many per cent are done, and keeps the job from being taken over; where the worker
    #: was told to stop it raises NotYetError, and whoever works next goes on with the job.
    report: Callable[[int], None]


#: Does one kind of job; opens its own units of work, and may be called again after a failure.
Handler = Callable[[Work], None]

#: Hears, in the transaction in which a job fails for good, its arguments and why.
Ending = Callable[[Session, Mapping[str, str], str], None]


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker: the database it looks into, the handlers and the endings it knows, by kind."""

    database: Database
    settings: Settings
    handlers: Mapping[str, Handler]
    endings: Mapping[str, Ending] = field(default_factory=dict)
    #: Kinds of which there is a job every day, whoever asks.
    daily: Sequence[str] = ()
    #: Once set, no further job is begun, and a long one is given back at its next report.
    stop: Event = field(default_factory=Event)

    def work_off(self) -> int:
        """Do every job that is due, until told to stop; return how many were tried."""
        tried = 0
        while not self.stop.is_set() and self.do_next():
            tried += 1
        return tried

    def work_on(self) -> None:
        """Do jobs until told to stop; a database that is busy or away is asked again later."""
        tidied = time.monotonic()
        while not self.stop.is_set():
            try:
                if time.monotonic() - tidied > _TIDY:
                    tidied = time.monotonic()
                    self.tidy()
                if self.do_next():
                    continue
            except (BusyError, OperationalError):
                _LOG.warning("the database does not answer; trying again")
            self.stop.wait(_IDLE)

    def do_next(self) -> bool:
        """Do the next job; returns False when nothing was due."""
        held = transact(
            self.database, lambda session: claim(session, on_abandoned=self._abandoned(session))
        )
        if held is None:
            return False
        try:
            transact(self.database, self._try(held))
        except LeaseLostError:
            _LOG.warning("job %s was taken over by another worker", held.job_id)
        return True

    def tidy(self) -> None:
        """Drop jobs that were done long ago, and let there be today's."""
        transact(self.database, drop_old)
        transact(self.database, lambda session: expect_today(session, self.daily))

    def _try(self, held: Claim) -> Callable[[Session], object]:
        """Run the handler and return what to write about it."""
        handler = self.handlers.get(held.kind)
        if handler is None:
            reason = f"nobody does {held.kind!r}"
            return self._failed(held, reason, is_final=True)
        try:
            handler(self._work(held))
        except NotYetError as later:
            pause = later.pause
            return lambda session: postpone(session, held=held, pause=pause)
        except AttemptFailedError as error:
            return self._failed(held, str(error), is_final=error.is_final)
        except LeaseLostError:
            raise
        except Exception as error:  # whatever a handler's fault is, the next job must be done
            _LOG.exception("job %s (%s) failed", held.job_id, held.kind)
            return self._failed(held, type(error).__name__)
        return lambda session: finish(session, held=held)

    def _failed(
        self, held: Claim, reason: str, *, is_final: bool = False
    ) -> Callable[[Session], None]:
        def write(session: Session) -> None:
            if fail(session, held=held, error=reason, is_final=is_final):
                self._end(session, held.kind, held.arguments, reason)

        return write

    def _abandoned(self, session: Session) -> Callable[[Job], None]:
        return lambda job: self._end(session, job.kind, job.arguments, job.error or "")

    def _end(self, session: Session, kind: str, arguments: Mapping[str, str], reason: str) -> None:
        """Let an ending hear of it; one that breaks ends no worker: the job has failed anyhow."""
        ending = self.endings.get(kind)
        if ending is None:
            return
        try:
            with session.begin_nested():
                ending(session, arguments, reason)
        except OperationalError:  # the whole transaction is tried again, or later
            raise
        except Exception:  # whatever its fault is, the next job must be done
            _LOG.exception("the ending of a job (%s) failed", kind)

    def _work(self, held: Claim) -> Work:
        def say(percent: int) -> None:
            transact(self.database, lambda session: report(session, held=held, progress=percent))
            if self.stop.is_set():
                raise NotYetError(timedelta(0))

        return Work(self.database, self.settings, held.arguments, held.is_last_attempt, say)

"""The table of jobs."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core import clock
from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, enum_column
from exchange.jobs.enums import JobState


class Job(Keyed, Base):
    """A piece of work; whoever runs it holds a lease, and a job whose lease ran out is free."""

    __tablename__ = "jobs"

    #: `<room>.<verb>`, such as `outbox.send`.
    kind: Mapped[str] = mapped_column(bytewise(60))
    #: What the handler needs, keys and small values only; never names or letters.
    arguments: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(enum_column(JobState), default=JobState.WAITING)
    #: Per cent.
    progress: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    #: Rises with every claim and never falls: it tells the present holder from earlier ones.
    claims: Mapped[int] = mapped_column(default=0)
    #: Not before this instant of the machine's clock.
    run_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.machine_now)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Why the last attempt failed, in the words of the program.
    error: Mapped[str | None] = mapped_column(bytewise(300))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.machine_now)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_per_cent"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease_if_running"),
        Index("ix_jobs_state_run_at", "state", "run_at"),
        Index("ix_jobs_created_at", "created_at"),
    )

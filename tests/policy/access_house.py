"""Who may open what of the house itself: its log, jobs, mails, deletions, and what machines ask."""

from typing import Final

from tests.policy.access_roles import (
    ADMINISTRATOR,
    AUDITORS,
    DIVISION,
    EVERYONE,
    MANAGER,
    WORKERS,
    Roles,
)

#: Endpoint -> who may open it; EVERYONE needs no sign-in. One line each, by name.
HOUSE: Final[dict[str, Roles | None]] = {
    "audit.index": AUDITORS,
    "favicon": EVERYONE,
    "handover.adopt": MANAGER,
    "handover.index": MANAGER,
    "handover.move": MANAGER,
    "handover.nobody": MANAGER,
    "handover.own_pack": WORKERS,
    "handover.pack": MANAGER,
    "handover.person": MANAGER,
    "handover.plan": MANAGER,
    "handover.schools": MANAGER,
    "handover.stay": MANAGER,
    "jobs.index": ADMINISTRATOR,
    "jobs.try_again": ADMINISTRATOR,
    "operations.alive": EVERYONE,
    "operations.metrics": EVERYONE,
    "operations.ready": EVERYONE,
    "outbox.index": DIVISION | ADMINISTRATOR,
    "outbox.show": ADMINISTRATOR,
    "outbox.try_again": ADMINISTRATOR,
    "privacy.certificate": MANAGER,
    "privacy.decide": MANAGER,
    "privacy.disposal": MANAGER,
    "privacy.erase": MANAGER,
    "privacy.index": MANAGER,
    "privacy.pupil": MANAGER,
    "privacy.purge": MANAGER,
    "privacy.record": MANAGER,
    "privacy.retention": MANAGER,
    "privacy.verdict": MANAGER,
    "static": EVERYONE,
}

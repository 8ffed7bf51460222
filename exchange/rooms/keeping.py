"""What each room does and lets go of when nobody asks: jobs, times to keep, erasing."""

from collections.abc import Mapping
from typing import Final

from exchange.accounts.services import DROP_KEPT, MAIL_RESET, drop_kept_forms, mail_reset
from exchange.agreements.offers import official as official_agreements
from exchange.attachments.erasures import PARTS as FILES_OF_PERSON
from exchange.audit.erasures import PARTS as VALUES_OF_PERSON
from exchange.celebrations.services import notices as celebration_notices
from exchange.core.erasures import Hindrance, Part
from exchange.core.offers import OfficialFinder, Retention
from exchange.delegations import offers as of_visits
from exchange.delegations.queries.purging import members_to_empty
from exchange.delegations.services import lists as member_lists
from exchange.delegations.services.purging import empty_needs
from exchange.handover import services as leaving
from exchange.hosting import erasures as hosting_kept
from exchange.hosting import services as hosts
from exchange.hosting.queries.purging import editions_to_purge
from exchange.jobs.erasures import PARTS as JOBS_OF_PERSON
from exchange.jobs.services import Revival
from exchange.jobs.worker import Ending, Handler
from exchange.letters import offers as of_letters
from exchange.outbox import services as mails
from exchange.outbox.enums import SEND
from exchange.outbox.erasures import PARTS as MAILS_OF_PERSON
from exchange.outbox.queries import mails_to_empty
from exchange.privacy.erasures import PARTS as COPIES_OF_PERSON
from exchange.privacy.services import disclosing as copies
from exchange.privacy.services import purgers
from exchange.privacy.services import replaying as erased
from exchange.reports import services as making_reports
from exchange.youth import erasures as youth_kept
from exchange.youth.queries.applications import applications_to_empty
from exchange.youth.queries.followups import registrations_to_empty
from exchange.youth.services import emptying, forgetting
from exchange.youth.services.jobs import YOUTH_HANDLERS

#: What each room keeps about a pupil: what lower rooms keep hangs on what higher ones found.
ERASURE_PARTS: Final[tuple[Part, ...]] = (
    *COPIES_OF_PERSON,
    *hosting_kept.PARTS,
    *youth_kept.PARTS,
    *FILES_OF_PERSON,
    *MAILS_OF_PERSON,
    *JOBS_OF_PERSON,
    *VALUES_OF_PERSON,
)

#: What is kept for a time only, by name: jobs, a page and `exchange purge` delete what is past it.
RETENTIONS: Final[Mapping[str, Retention]] = {
    "hosting": Retention(editions_to_purge, hosts.purge_due),
    "youth": Retention(registrations_to_empty, emptying.empty_ended),
    "applications": Retention(applications_to_empty, forgetting.forget_due),
    "mails": Retention(mails_to_empty, mails.empty_old),
    "members": Retention(members_to_empty, empty_needs),
}

#: What stands against erasing a pupil now.
ERASURE_HINDRANCES: Final[tuple[Hindrance, ...]] = (youth_kept.hindrances, hosting_kept.hindrances)

#: Deletes what is past its time. There is a job of each kind every day, and one that keeps the
#: list of who was erased.
_PURGERS: Final = purgers(RETENTIONS, ERASURE_PARTS, ERASURE_HINDRANCES)
DAILY_JOBS: Final = (*_PURGERS, erased.KEEP)

#: Who does which kind of job.
JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    SEND: mails.send,
    MAIL_RESET: mail_reset,
    DROP_KEPT: drop_kept_forms,
    celebration_notices.TELL: celebration_notices.tell,
    member_lists.DROP: member_lists.drop_list,
    leaving.END: leaving.end_account,
    making_reports.MAKE: making_reports.make,
    making_reports.DROP: making_reports.drop,
    copies.MAKE: copies.maker(ERASURE_PARTS),
    copies.DROP: copies.drop,
    **YOUTH_HANDLERS,
    **_PURGERS,
    erased.KEEP: erased.keeper(ERASURE_PARTS, ERASURE_HINDRANCES),
}

#: What a kind of job leaves behind when it fails for good.
JOB_ENDINGS: Final[Mapping[str, Ending]] = {
    SEND: mails.give_up,
    making_reports.MAKE: making_reports.give_up,
    copies.MAKE: copies.give_up,
}

#: What is put back when a job that failed for good is tried anew.
JOB_REVIVALS: Final[Mapping[str, Revival]] = {
    SEND: mails.revive,
    making_reports.MAKE: making_reports.revive,
    copies.MAKE: copies.revive,
}

#: Official records about which a person decides, once their time is over.
OFFICIAL_SOURCES: Final[tuple[OfficialFinder, ...]] = (
    of_visits.official,
    of_letters.official,
    official_agreements,
)

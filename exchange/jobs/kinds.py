"""What the page of jobs calls each kind of job, and what each does: the one visible list.

A test holds it against `exchange.rooms.keeping.JOB_HANDLERS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exchange.core.messages import Message, message


@dataclass(frozen=True, slots=True)
class Words:
    """A kind of job as people read of it."""

    name: Message
    does: Message


WORDS: Final[Mapping[str, Words]] = {
    "outbox.send": Words(
        message("jobs.kind.outbox_send"),
        message("jobs.does.outbox_send"),
    ),
    "youth.remind": Words(
        message("jobs.kind.youth_remind"),
        message("jobs.does.youth_remind"),
    ),
    "youth.tell_offer": Words(
        message("jobs.kind.youth_tell_offer"),
        message("jobs.does.youth_tell_offer"),
    ),
    "youth.expire_offers": Words(
        message("jobs.kind.youth_expire_offers"),
        message("jobs.does.youth_expire_offers"),
    ),
    "celebrations.tell": Words(
        message("jobs.kind.celebrations_tell"),
        message("jobs.does.celebrations_tell"),
    ),
    "reports.make": Words(
        message("jobs.kind.reports_make"),
        message("jobs.does.reports_make"),
    ),
    "privacy.copy": Words(
        message("jobs.kind.privacy_copy"),
        message("jobs.does.privacy_copy"),
    ),
    "handover.end": Words(
        message("jobs.kind.handover_end"),
        message("jobs.does.handover_end"),
    ),
    "accounts.mail_reset": Words(
        message("jobs.kind.accounts_mail_reset"),
        message("jobs.does.accounts_mail_reset"),
    ),
    "accounts.drop_kept": Words(
        message("jobs.kind.accounts_drop_kept"),
        message("jobs.does.accounts_drop_kept"),
    ),
    "delegations.drop_list": Words(
        message("jobs.kind.delegations_drop_list"),
        message("jobs.does.delegations_drop_list"),
    ),
    "youth.drop_roster": Words(
        message("jobs.kind.youth_drop_roster"),
        message("jobs.does.youth_drop_roster"),
    ),
    "reports.drop": Words(
        message("jobs.kind.reports_drop"),
        message("jobs.does.reports_drop"),
    ),
    "privacy.drop_copy": Words(
        message("jobs.kind.privacy_drop_copy"),
        message("jobs.does.privacy_drop_copy"),
    ),
    "privacy.purge_pupils": Words(
        message("jobs.kind.privacy_purge_pupils"),
        message("jobs.does.privacy_purge_pupils"),
    ),
    "privacy.purge_youth": Words(
        message("jobs.kind.privacy_purge_youth"),
        message("jobs.does.privacy_purge_youth"),
    ),
    "privacy.purge_applications": Words(
        message("jobs.kind.privacy_purge_applications"),
        message("jobs.does.privacy_purge_applications"),
    ),
    "privacy.purge_hosting": Words(
        message("jobs.kind.privacy_purge_hosting"),
        message("jobs.does.privacy_purge_hosting"),
    ),
    "privacy.purge_members": Words(
        message("jobs.kind.privacy_purge_members"),
        message("jobs.does.privacy_purge_members"),
    ),
    "privacy.purge_mails": Words(
        message("jobs.kind.privacy_purge_mails"),
        message("jobs.does.privacy_purge_mails"),
    ),
    "privacy.keep_erased": Words(
        message("jobs.kind.privacy_keep_erased"),
        message("jobs.does.privacy_keep_erased"),
    ),
}

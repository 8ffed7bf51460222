"""What audit lines call a field that has another meaning in one place than the rooms' pages say."""

from enum import StrEnum


class PartOf(StrEnum):
    """A field behind the room of an act, the kind of a subject, or the room of its rows."""

    ACCOUNTS_SUBJECT = "accounts.subject"
    AGREEMENT_PARTY_SUCCESSOR_ID = "agreement_party.successor_id"
    AUDIT_LINES = "audit.lines"
    CONSENT_TEXT_NUMBER = "consent_text.number"
    EDITIONS_EVENT = "editions.event"
    HANDOVER_ASSESSORS = "handover.assessors"
    HANDOVER_CELEBRATION = "handover.celebration"
    HANDOVER_FEEDS = "handover.feeds"
    HANDOVER_INQUIRIES = "handover.inquiries"
    HANDOVER_LETTER = "handover.letter"
    HANDOVER_NOBODY = "handover.nobody"
    HANDOVER_PARTNER_LISTS = "handover.partner_lists"
    HANDOVER_PROMISE = "handover.promise"
    HANDOVER_TASK = "handover.task"
    HANDOVER_VISIT = "handover.visit"
    PAPERS_POINTS = "papers.points"
    PAPERS_SPEECH = "papers.speech"
    PAPERS_TEXT = "papers.text"
    PUPIL_BIRTH_DATE = "pupil.birth_date"
    SCHOOL_NAME = "school.name"
    SESSIONS_DAY = "sessions.day"
    VISIT_MEMBER = "visit.member"
    VISIT_PARTIES = "visit.parties"
    YOUTH_PURPOSE = "youth.purpose"

"""Kinds and outcomes around a journey: sessions, lists, the year after."""

from enum import StrEnum


class SessionKind(StrEnum):
    """What a meeting around a journey is, as the office calls it."""

    BRIEFING = "briefing"
    FORMATION = "formation"
    TRAINING = "training"
    SEND_OFF = "send_off"
    REPORT = "report"
    CLOSING = "closing"
    OTHER = "other"


class AttendanceMark(StrEnum):
    """Whether a pupil was at a session."""

    PRESENT = "present"
    EXCUSED = "excused"
    MISSING = "missing"


class NextYear(StrEnum):
    """Whether a pupil could take part a year later, by the edition's rules and by school."""

    ELIGIBLE = "eligible"
    LEAVES_SCHOOL = "leaves_school"
    TOO_OLD = "too_old"
    GRADE = "grade"
    TOOK_PART = "took_part"
    MOVED = "moved"


class ListKind(StrEnum):
    """Lists made of one roster, each for one reader."""

    PARTNER = "partner"
    AIRLINE = "airline"
    ROOMING = "rooming"
    INSURANCE = "insurance"
    EMERGENCY = "emergency"
    VISA = "visa"


class ListColumn(StrEnum):
    """What a list can say of a pupil."""

    NUMBER = "number"
    NAME = "name"
    KANA = "kana"
    ROMAJI = "romaji"
    HOLDER = "holder"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    AGE = "age"
    SCHOOL = "school"
    GRADE = "grade"
    ROOM = "room"
    PASSPORT_NUMBER = "passport_number"
    PASSPORT_EXPIRES = "passport_expires"
    OCCUPATION = "occupation"
    GUARDIAN = "guardian"
    RELATIONSHIP = "relationship"
    PHONE = "phone"
    EMERGENCY = "emergency"
    CONDITIONS = "conditions"
    MEDICINES = "medicines"
    ALLERGIES = "allergies"
    DIET = "diet"


class AchievementKind(StrEnum):
    """What came of a journey later."""

    PRESENTATION = "presentation"
    AWARD = "award"
    PRESS = "press"
    OTHER = "other"


class CarryFate(StrEnum):
    """What becomes of a pupil of a pair's first half in the second."""

    OFFERED = "offered"
    DRAFTED = "drafted"
    THERE = "there"
    LEFT_SCHOOL = "left_school"

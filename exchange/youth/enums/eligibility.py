"""What an edition asks of those who take part, and how each question is answered."""

from enum import StrEnum


class Requirement(StrEnum):
    """One rule of who may take part."""

    GRADE = "grade"
    AGE = "age"
    PUPIL_RESIDES = "pupil_resides"
    GUARDIAN_RESIDES = "guardian_resides"
    FIRST_TIME = "first_time"
    ALL_TRAINING = "all_training"
    HOSTS_IN_RETURN = "hosts_in_return"
    PASSPORT = "passport"


class Verdict(StrEnum):
    """Whether a rule is met; nobody is refused by it: a person decides."""

    PASS = "pass"
    FAIL = "fail"
    PERSON = "person"

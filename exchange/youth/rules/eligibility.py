"""Whether a pupil may take part: each rule passes, fails or needs a person, and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.rules.pupils import age_on

#: Rules with a lowest and a highest number.
LIMITED: Final = frozenset({Requirement.GRADE, Requirement.AGE})

_RULES: Final = {
    Requirement.PUPIL_RESIDES: message("youth.eligibility.rule.pupil_resides"),
    Requirement.GUARDIAN_RESIDES: message("youth.eligibility.rule.guardian_resides"),
    Requirement.FIRST_TIME: message("youth.eligibility.rule.first_time"),
    Requirement.ALL_TRAINING: message("youth.eligibility.rule.all_training"),
    Requirement.HOSTS_IN_RETURN: message("youth.eligibility.rule.hosts_in_return"),
    Requirement.PASSPORT: message("youth.eligibility.rule.passport"),
}


@dataclass(frozen=True, slots=True)
class Atom:
    """One rule of an edition."""

    kind: Requirement
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a person found."""

    passed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a registration."""

    grade: int
    birth_date: date
    #: Editions the pupil completed before.
    earlier: int = 0
    #: Pupils of other schools with the same name and birth date who completed one.
    namesakes: int = 0
    #: Valid until the edition's last day; None: not known, or a person has to look.
    passport_valid: bool | None = None
    #: The edition's last day.
    ends: date | None = None
    checks: Mapping[Requirement, Check] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one rule is answered, and why."""

    kind: Requirement
    verdict: Verdict
    reason: Message


def ensure_atoms(atoms: Sequence[Atom]) -> None:
    """Refuse limits that cannot be; the fault is named on its field."""
    for atom in atoms:
        if atom.kind in LIMITED and (
            atom.lowest is None or atom.highest is None or not 1 <= atom.lowest <= atom.highest
        ):
            sentence = message("youth.eligibility.error.limits", rule=label(atom.kind))
            raise DomainError(sentence, field=f"{atom.kind.value}_lowest")


def rule_text(atom: Atom, day: date) -> Message:
    """Return a rule in words; `day` is the edition's reference day."""
    lowest, highest = atom.lowest, atom.highest
    if atom.kind is Requirement.GRADE:
        return message("youth.eligibility.rule.grade", day=day, lowest=lowest, highest=highest)
    if atom.kind is Requirement.AGE:
        return message("youth.eligibility.rule.age", day=day, lowest=lowest, highest=highest)
    return _RULES[atom.kind]


def findings_of(atoms: Sequence[Atom], facts: Facts, day: date) -> Sequence[Finding]:
    """Answer every rule of an edition for one registration, in the rules' order."""
    return [_finding(atom, facts, day) for atom in atoms]


def failed(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return the rules that are not met."""
    return [found for found in findings if found.verdict is Verdict.FAIL]


def _finding(atom: Atom, facts: Facts, day: date) -> Finding:
    check = facts.checks.get(atom.kind)
    if check is not None:
        verdict = Verdict.PASS if check.passed else Verdict.FAIL
        return Finding(atom.kind, verdict, message("youth.eligibility.checked", text=check.reason))
    if atom.kind is Requirement.GRADE:
        return _within(atom, facts.grade, message("youth.eligibility.is_grade", grade=facts.grade))
    if atom.kind is Requirement.AGE:
        age = age_on(facts.birth_date, day)
        return _within(atom, age, message("youth.eligibility.is_age", age=age, day=day))
    if atom.kind is Requirement.FIRST_TIME:
        return _first_time(facts)
    if atom.kind is Requirement.PASSPORT and facts.passport_valid is not None:
        return _passport(valid=facts.passport_valid, ends=facts.ends)
    return Finding(atom.kind, Verdict.PERSON, message("youth.eligibility.unknown"))


def _within(atom: Atom, value: int, reason: Message) -> Finding:
    met = (atom.lowest or 0) <= value <= (atom.highest or 0)
    return Finding(atom.kind, Verdict.PASS if met else Verdict.FAIL, reason)


def _passport(*, valid: bool, ends: date | None) -> Finding:
    if valid:
        reason = message("youth.eligibility.passport_valid", day=ends)
        return Finding(Requirement.PASSPORT, Verdict.PASS, reason)
    reason = message("youth.eligibility.passport_short", day=ends)
    return Finding(Requirement.PASSPORT, Verdict.FAIL, reason)


def _first_time(facts: Facts) -> Finding:
    kind = Requirement.FIRST_TIME
    if facts.earlier:
        reason = message("youth.eligibility.took_part", count=facts.earlier)
        return Finding(kind, Verdict.FAIL, reason)
    if facts.namesakes:
        return Finding(kind, Verdict.PERSON, message("youth.eligibility.namesake"))
    return Finding(kind, Verdict.PASS, message("youth.eligibility.no_record"))

"""Who is asked for consent, until when, and what an answer changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError, ForbiddenError
from exchange.core.messages import label, message
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ParticipantKind,
    RegistrationState,
    YouthDirection,
)

if TYPE_CHECKING:
    from exchange.youth.models import Consent, ConsentRequest

_S = RegistrationState

#: States in which the guardian is asked.
ASKED: Final = frozenset(
    {_S.SUBMITTED, _S.RETURNED, _S.WAITLISTED, _S.OFFERED, _S.SELECTED, _S.CONFIRMED}
)
#: States in which health and passport are asked: after selection, before the end.
FOLLOWED_UP: Final = frozenset({_S.SELECTED, _S.CONFIRMED})
#: Wrong birth dates after which a link shows nothing until it is made anew.
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """A birth date that was typed, how many wrong ones that makes, and how many may follow."""

    is_right: bool
    wrong: int
    left: int


#: Days after asking on which a guardian who has not answered is reminded.
REMINDERS: Final = (3, 7)
#: How long a guardian gets to answer, unless the school says otherwise.
ANSWER_TIME: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Consents:
    """The answers in force of one registration."""

    latest: "Mapping[tuple[ConsentGiver, ConsentPurpose], Consent]"

    @property
    def number(self) -> int:
        """The number of the newest answer of all; 0 without any."""
        return max((row.number for row in self.latest.values()), default=0)

    @property
    def own(self) -> "Consent | None":
        """The pupil's own newest answer to taking part."""
        return self.latest.get((ConsentGiver.PUPIL, ConsentPurpose.JOIN))

    def find(
        self, purpose: ConsentPurpose, giver: ConsentGiver = ConsentGiver.GUARDIAN
    ) -> "Consent | None":
        """Return the newest answer; None where nobody has answered."""
        return self.latest.get((giver, purpose))

    def answer(
        self, purpose: ConsentPurpose, giver: ConsentGiver = ConsentGiver.GUARDIAN
    ) -> ConsentAnswer | None:
        """Return what was last answered."""
        found = self.find(purpose, giver)
        return found.answer if found else None

    def grants(self, purpose: ConsentPurpose, giver: ConsentGiver = ConsentGiver.GUARDIAN) -> bool:
        """Say whether the data may be used for a purpose now."""
        return self.answer(purpose, giver) is ConsentAnswer.GIVEN


#: Nobody has answered yet.
NO_ANSWERS: Final = Consents({})


def is_still_asked(consents: Consents, request: "ConsentRequest | None") -> bool:
    """Say whether a guardian is written to: nobody has agreed, or the present link reached nobody.

    A link that was made anew is needed after agreeing too: to answer anew, for health and passport.
    """
    if not consents.grants(ConsentPurpose.JOIN):
        return True
    return (
        request is not None
        and request.link.generation > 1
        and request.mailed_at is None
        and request.printed_at is None
    )


def purposes_of(direction: YouthDirection, *, has_partner: bool) -> tuple[ConsentPurpose, ...]:
    """Return what is asked for an edition: passing data on only where there is a partner.

    Online nobody's health is in our care.
    """
    asked = [ConsentPurpose.JOIN]
    if direction is not YouthDirection.ONLINE:
        asked.append(ConsentPurpose.HEALTH)
    if has_partner:
        asked.append(ConsentPurpose.TRANSFER)
    return (*asked, ConsentPurpose.PHOTO)


def is_asked(kind: ParticipantKind, state: RegistrationState) -> bool:
    """Say whether the guardian of a registration is asked: only for the city's own youth."""
    return kind is ParticipantKind.OWN_YOUTH and state in ASKED


def ensure_names_known(field: str, texts: Iterable[str]) -> None:
    """Refuse a text that names another thing in braces than the partner and its country."""
    for text in texts:
        try:
            text.format(partner="", country="")
        except (KeyError, IndexError, ValueError) as error:
            raise DomainError(message("youth.consent.error.braces"), field=field) from error


def default_deadline(today: date, *, starts: date) -> date:
    """Return until when a guardian answers who is asked today: before the edition begins."""
    return max(today, min(today + ANSWER_TIME, starts - timedelta(days=1)))


def ensure_deadline(deadline: date, *, today: date, starts: date) -> None:
    """Refuse a deadline that has passed, or one after the edition has begun."""
    if deadline < today:
        raise DomainError(message("youth.consent.error.deadline_past"), field="deadline")
    if deadline > starts:
        sentence = message("youth.consent.error.deadline_late", day=starts)
        raise DomainError(sentence, field="deadline")


def ensure_open(deadline: date, today: date) -> None:
    """Refuse to give consent by a link after its deadline; showing and withdrawing go on."""
    if today > deadline:
        raise DomainError(message("youth.consent.error.after_deadline", day=deadline))


def ensure_tries_left(tries: int) -> None:
    """Refuse to look at a further birth date after too many wrong ones."""
    if tries >= TRIES:
        raise ForbiddenError(message("youth.consent.error.locked"))


def tried(tries: int, *, is_right: bool) -> Tried:
    """Return what became of a birth date typed after so many wrong ones."""
    wrong = 0 if is_right else tries + 1
    return Tried(is_right, wrong, TRIES - wrong)


def ensure_asked(kind: ParticipantKind, state: RegistrationState) -> None:
    """Refuse an answer to what is no longer asked."""
    if not is_asked(kind, state):
        raise DomainError(message("youth.consent.error.not_asked", state=label(state)))


def changed(
    before: Consents, typed: Mapping[ConsentPurpose, bool], giver: ConsentGiver
) -> Mapping[ConsentPurpose, ConsentAnswer]:
    """Return the answers that differ from those in force; a "no" after a "yes" withdraws it."""
    found = {}
    for purpose, yes in typed.items():
        present = before.answer(purpose, giver)
        answer = _answer(present, yes=yes)
        if answer is not present:
            found[purpose] = answer
    return found


def _answer(present: ConsentAnswer | None, *, yes: bool) -> ConsentAnswer:
    if yes:
        return ConsentAnswer.GIVEN
    if present in {ConsentAnswer.GIVEN, ConsentAnswer.WITHDRAWN}:
        return ConsentAnswer.WITHDRAWN
    return ConsentAnswer.REFUSED


def is_joining(kind: ParticipantKind, consents: Consents) -> bool:
    """Say whether the guardian's consent to taking part stands, where one is needed."""
    return kind is not ParticipantKind.OWN_YOUTH or consents.grants(ConsentPurpose.JOIN)


def ensure_confirmable(kind: ParticipantKind, consents: Consents) -> None:
    """Refuse to confirm a pupil without the guardian's consent, or against the pupil's own no."""
    if not is_joining(kind, consents):
        raise DomainError(message("youth.consent.error.not_confirmable"))
    if kind is not ParticipantKind.OWN_YOUTH:
        return
    own = consents.answer(ConsentPurpose.JOIN, ConsentGiver.PUPIL)
    if own in {ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN}:
        raise DomainError(message("youth.consent.error.pupil_says_no"))


def due_reminder(*, asked_on: date, reminded_day: int, today: date) -> int | None:
    """Return which reminder is due: the newest one whose day has come, once."""
    waited = (today - asked_on).days
    passed = [day for day in REMINDERS if day <= waited]
    return passed[-1] if passed and passed[-1] > reminded_day else None


def ticked(
    before: Consents, boxes: Mapping[tuple[ConsentGiver, ConsentPurpose], bool]
) -> Mapping[ConsentGiver, Mapping[ConsentPurpose, bool]]:
    """Return what the boxes of one pupil's paper answer, by who answers.

    With one box ticked the paper is there, and an empty box on it is a no; without any, and
    without an earlier answer, nobody has answered yet.
    """
    found = {}
    for giver in ConsentGiver:
        own = {purpose: yes for (who, purpose), yes in boxes.items() if who is giver}
        known = any(before.find(purpose, giver) for purpose in own)
        if known or any(own.values()):
            found[giver] = own
    return found

"""What the address of an object answers: one's own, another's, and one that is not there.

Whoever opens an endpoint by their role stands in the other tables; these say which objects.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Answers:
    """What a role is answered at an address whose key is of a kind."""

    #: What the key names: a name of the test's objects.
    kind: str
    #: Of its own: what GET answers; None where the endpoint only takes a form.
    own: int | None = 200
    #: Of another school or section; None for what belongs to none.
    other: int | None = 404
    absent: int = 404


#: Every endpoint with a key that a school's account opens. One line each, by name.
SCHOOL_OBJECTS: Final[dict[str, Answers]] = {
    "accounts.drop_passkey": Answers("session", own=None),  # any key but a passkey of one's own
    "accounts.end_own_session": Answers("session", own=None),
    "calendars.edit_feed": Answers("feed"),
    "calendars.end": Answers("feed", own=None),
    "calendars.renew": Answers("feed", own=None),
    "calendars.save_feed": Answers("feed", own=None),
    "desk.accept": Answers("registration", own=None),
    "desk.change": Answers("registration"),
    "desk.confirm_take_out": Answers("registration"),
    "desk.change_now": Answers("registration", own=None),
    "desk.confirm": Answers("roster", own=None),
    "desk.consent_forms": Answers("edition", other=None),
    "desk.consent_scan": Answers("paper", own=None),
    "desk.consent_slips": Answers("edition", own=None, other=None),
    "desk.consents": Answers("edition", other=None),
    "desk.correct": Answers("registration", own=404),  # not in a state for it
    "desk.correct_now": Answers("registration", own=None),
    "desk.discard": Answers("roster", own=None),
    "desk.follow_up_forms": Answers("edition", own=None, other=None),
    "desk.hand_in": Answers("registration", own=None),
    "desk.known": Answers("edition", other=None),
    "desk.leaving_pupil": Answers("move"),
    "desk.let_go": Answers("move", own=None),
    "desk.letters_own": Answers("edition", own=404, other=None),  # nothing to print yet
    "desk.new_roster": Answers("edition", other=None),
    "desk.papers": Answers("edition", other=None),
    "desk.read_roster_as": Answers("roster", own=None),
    "desk.receipt": Answers("edition", own=404, other=None),  # nothing to print yet
    "desk.recommendations": Answers("edition", own=None, other=None),
    "desk.refused_rows": Answers("roster"),
    "desk.register": Answers("edition", other=None),
    "desk.register_now": Answers("edition", own=None, other=None),
    "desk.register_several": Answers("edition", own=None, other=None),
    "desk.registration": Answers("registration"),
    "desk.renew_link": Answers("registration", own=None),
    "desk.report": Answers("registration"),
    "desk.report_file": Answers("registration", own=None),
    "desk.roster": Answers("roster"),
    "desk.roster_back": Answers("roster"),
    "desk.roster_template": Answers("edition", other=None),
    "desk.send_links": Answers("edition", own=None, other=None),
    "desk.send_roster": Answers("edition", own=None, other=None),
    "desk.take_back": Answers("roster", own=None),
    "desk.take_out": Answers("registration", own=None),
    "desk.take_over": Answers("registration", own=404),  # not in a state for it
    "desk.take_over_now": Answers("registration", own=None),
    "desk.tick_consents": Answers("edition", own=None, other=None),
}

#: What an address of nothing answers where it is not 404, and why.
ABSENT: Final[dict[str, int]] = {
    # The address itself says no word that there is: malformed, whatever it is about.
    "itineraries.note_presence": 400,
    "letters.step_request": 400,
    "papers.keep_usual": 400,
    "papers.usual": 400,
}

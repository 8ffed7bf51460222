"""Every act that is recorded has its words: the audit page shows no bare ids."""

import ast
from collections.abc import Iterator

from exchange.audit.enums import Act
from exchange.audit.enums.groups import GROUPS
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct
from exchange.delegations.enums import VisitState
from exchange.promises.enums import PromiseState
from exchange.tasks.enums import TaskState
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.closing import CorrectionState
from tests.policy import sources
from tests.policy.sources import Source

#: The steps of a visit that need no more than a button; the others have acts of their own.
_STEPS = (
    VisitState.PLANNED,
    VisitState.CONFIRMED,
    VisitState.UNDER_WAY,
    VisitState.CLOSED,
)
#: The states that acts named after a state may stand for.
STATES = {
    "{target.value}": {
        "visits": _STEPS,
        "registrations": tuple(RegistrationState),
        "editions": (EditionState.CLOSED, EditionState.CANCELLED),
        "tasks": tuple(TaskState),
        "promises": tuple(PromiseState),
        "corrections": (
            CorrectionState.APPROVED,
            CorrectionState.REFUSED,
            CorrectionState.WITHDRAWN,
        ),
    }
}


def recorded(source: Source) -> Iterator[str]:
    """Yield what is given as `act=` in a file; what nobody can read stands there as `?line`."""
    for node in source.nodes:
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "act":
                    yield from _acts(keyword.value)
        elif isinstance(node, ast.FunctionDef):
            given = [*node.args.posonlyargs, *node.args.args]
            yield from (f"?{node.name} takes its act by position" for a in given if a.arg == "act")


def _acts(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _acts(value.body)
        yield from _acts(value.orelse)
    elif isinstance(value, ast.JoinedStr):
        room, _, made = ast.unparse(value)[2:-1].partition(".")
        states = STATES.get(made, {}).get(room)
        yield from (f"{room}.{state.value}" for state in states or ())
        if states is None:
            yield f"?{value.lineno} is put together"
    elif not (isinstance(value, ast.Name) and value.id == "act"):  # handed on from its caller
        yield f"?{value.lineno} cannot be read"


def test_the_acts_with_words_are_exactly_those_that_are_recorded() -> None:
    found = {act for source in sources.application() for act in recorded(source)}
    assert sorted(found) == sorted((*Act, *TrustAct, *YouthAct))


def test_every_act_is_in_a_group_and_every_group_has_one() -> None:
    rooms = {act.partition(".")[0] for act in (*Act, *TrustAct, *YouthAct)}
    assert rooms == GROUPS.keys()


def test_an_act_nobody_can_read_is_refused() -> None:
    code = (
        "record(act='a.b' if x else 'a.c')\nrecord(act=f'visits.{target.value}')\n"
        "record(act=f'a.{b}')\nrecord(act=name())\nrecord(act=act)\ndef note(act): ...\n"
    )
    found = set(recorded(Source("exchange/a/services.py", code)))
    assert found == {f"visits.{state.value}" for state in _STEPS} | {
        "a.b",
        "a.c",
        "?3 is put together",
        "?4 cannot be read",
        "?note takes its act by position",
    }

"""The list of audit lines."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from exchange.audit.enums import Act
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.youth import YouthAct
from exchange.audit.queries import list_lines
from exchange.web.access import requires, signed_in
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

#: The acts by what a line says; one of an earlier release may be missing.
_ACTS: Final[Mapping[str, Act | TrustAct | YouthAct]] = {
    act.value: act for act in (*Act, *TrustAct, *YouthAct)
}


@blueprint.get("/")
@requires("audit:read")
def index() -> Response:
    """List what was changed, newest first; old and new values for those who read personal data."""
    return render(
        "audit/index.html",
        page=list_lines(session(), cursor=request.args.get("cursor")),
        acts=_ACTS,
        with_values=signed_in().may("members:read"),
    )

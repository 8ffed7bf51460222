"""A person's own data, as one file."""

from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.handover.belongings import OFFERED
from exchange.handover.own_bundle import own_archive
from exchange.handover.services import take_own_data
from exchange.handover.views.room import blueprint
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.forms import ActionForm
from exchange.web.transactions import session


@blueprint.post("/mine/data")
@requires("account:own")
def own_data() -> Response:
    """Give whoever asks what is kept about them; that they took it is logged."""
    ActionForm.checked()
    found = take_own_data(session(), actor=signed_in(), belongings=OFFERED.belongings)
    body = own_archive(found, languages.current())
    answer = Response(body, content_type="application/zip")
    answer.headers["Cache-Control"] = "no-store"
    name_file(answer, "attachment", "my-data.zip", f"my-data-{clock.today():%Y-%m-%d}.zip")
    return answer

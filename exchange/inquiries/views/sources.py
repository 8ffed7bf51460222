"""The document a reported value stands in, sent to the division and to the section itself."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.attachments.views import file_answer
from exchange.indicators.queries.sources import source_file
from exchange.inquiries.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.transactions import session


@blueprint.get("/values/<uuid:entry>/source")
@requires("inquiries:read")
def source(entry: UUID) -> Response:
    """Send the file of an entry; a section officer's own alone."""
    return file_answer(source_file(session(), signed_in(), entry), as_attachment=True)

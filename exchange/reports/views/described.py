"""The description of the public addresses, for programs."""

import json

from werkzeug.wrappers import Response

from exchange.reports.described import description
from exchange.reports.views.room import blueprint
from exchange.web import languages
from exchange.web.access import public
from exchange.web.pages import settings


@blueprint.get("/open-data/openapi.json")
@public
def openapi() -> Response:
    """Describe every public address that answers programs, in OpenAPI 3.1."""
    found = settings()
    described = description(
        language=languages.current(),
        base_url=found.base_url,
        licence=found.data_licence,
        public=found.public,
    )
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type="application/json; charset=utf-8")

"""Rendering and flashing, in the request's language."""

from typing import Any

import flask
from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response

from config import Settings
from exchange.core.messages import Message
from exchange.core.translate import translate
from exchange.web import languages


def render(template: str, /, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401
    """Render a page; `status` 422 for a refused form, 409 for a stale one."""
    return make_response(render_template(template, **context), status)


def settings() -> Settings:
    """Return what the environment decided."""
    found: Settings = current_app.extensions["settings"]
    return found


def can_mail() -> bool:
    """Say whether a mail leaves the house; without a mail server mails wait."""
    return settings().mail_url is not None


def flash(sentence: Message, category: str = "success") -> None:
    """Tell on the next page what happened, in one line."""
    flask.flash(translate(sentence, languages.words()), category)

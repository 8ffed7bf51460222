"""The one blueprint of accounts, and what its pages ask for."""

from flask import Blueprint

from exchange.web.pages import settings

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


def can_mail() -> bool:
    """Say whether a mail leaves the house."""
    return settings().mail_url is not None

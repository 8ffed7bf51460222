"""The room's blueprint; its pages stand in the modules beside it."""

from flask import Blueprint, current_app

from exchange.core.keys import LedgerKey, decode_key

blueprint = Blueprint("youth", __name__, url_prefix="/youth")


def ledger_key() -> LedgerKey:
    """Return the key under which persons stand in the ledger."""
    return LedgerKey(decode_key(current_app.extensions["settings"].ledger_key))

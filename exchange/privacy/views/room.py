"""The room's blueprint; its pages stand in the modules beside it."""

from flask import Blueprint

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")

"""The room's blueprint; its pages stand in the modules beside it."""

from flask import Blueprint

blueprint = Blueprint("handover", __name__, url_prefix="/handover")

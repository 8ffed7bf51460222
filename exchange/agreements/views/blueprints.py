"""The two addresses of this room."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")
open_data_blueprint = Blueprint("open_data", __name__, url_prefix="/open-data")

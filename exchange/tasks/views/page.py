"""The blueprint of the tasks room."""

from flask import Blueprint

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")

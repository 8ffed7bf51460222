"""Pages of tasks, one module a use case."""

from exchange.tasks.views import tasks, templates
from exchange.tasks.views.page import blueprint

__all__ = ["blueprint", "tasks", "templates"]

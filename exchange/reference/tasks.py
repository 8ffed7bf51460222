"""tasks.yaml as rows of the tasks room: the usual steps of visits."""

from exchange.core.messages import message
from exchange.reference.files import Section
from exchange.reference.rows import Reading
from exchange.tasks.enums import StepAnchor, TemplateUse
from exchange.tasks.rules import EARLIEST, LATEST


def read_tasks(top: Section, reading: Reading) -> None:
    """Read the templates and their steps."""
    for section in top.sections("templates"):
        slug = section.text("slug")
        values: dict[str, object] = {
            "title": section.localized("title"),
            "use": section.choice("use", TemplateUse),
            "note": section.text("note"),
        }
        row = reading.add(section, "task_template", slug, values)
        for step in section.sections("steps"):
            _read_step(step, reading, {"template_id": row.id})
        section.finish()
    top.finish()


def _read_step(section: Section, reading: Reading, values: dict[str, object]) -> None:
    days = section.integer("days")
    if not EARLIEST <= days <= LATEST:
        problem = message("tasks.error.offset", earliest=-EARLIEST, latest=LATEST)
        raise section.fault(problem, "days")
    values |= {
        "title": section.localized("title"),
        "anchor": section.choice("from", StepAnchor),
        "days": days,
        "fixed": section.truth("fixed", default=False),
        "note": section.optional_text("note") or "",
    }
    reading.add(section, "task_step", section.text("slug"), values)
    section.finish()

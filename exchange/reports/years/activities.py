"""Activities in reports: what was done when, with whom, and where that can be read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from exchange.core.messages import label, message
from exchange.reports.enums import Record
from exchange.reports.sheets import Column, Linked, Part
from exchange.reports.sources import recorded
from exchange.reports.years.frame import Frame
from exchange.strategy.queries import ActivityFilter, all_activities

if TYPE_CHECKING:
    from exchange.strategy.models import Activity


def activities(session: Session, frame: Frame) -> Sequence[Part]:
    """List the activities of the year; withdrawn ones are left out."""
    found = all_activities(session, ActivityFilter(year=frame.year.start))
    return [
        Part(
            key="activities",
            title=message("reports.year.activities"),
            columns=(
                Column(message("reports.column.day"), share=3),
                Column(message("reports.column.kind"), share=2),
                Column(message("reports.column.what"), share=6),
                Column(message("reports.column.partner"), share=3),
                Column(message("reports.column.source"), share=4),
                Column(message("reports.column.times"), number=True),
                Column(message("reports.column.organiser"), share=3),
                Column(message("reports.column.section"), share=3),
            ),
            rows=[
                [
                    *activity_row(each),
                    each.times,
                    [label(each.organiser), each.organiser_name],
                    each.section,
                ]
                for each in found
                if each.withdrawn_at is None
            ],
            empty=message("reports.year.no_activities"),
        )
    ]


def activity_row(activity: "Activity") -> Sequence[object]:
    """Return when, what kind, what, with whom, and the evidence."""
    path = f"/strategy/activities/{activity.id}/"
    return [
        activity.held,
        label(activity.kind),
        Linked(activity.title, path),
        [partner.names for partner in activity.partners],
        recorded(Record.ACTIVITY, path, activity.evidence),
    ]

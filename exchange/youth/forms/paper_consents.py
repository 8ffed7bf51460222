"""Forms of the consent list: whom to ask until when, and what papers say."""

from datetime import date
from itertools import product
from uuid import UUID

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired

from exchange.attachments.contents import LIMIT_MEGABYTES, Contents, examine_pdf
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.web.forms import BaseForm, KeyedForm
from exchange.youth.enums import ConsentGiver, ConsentPurpose
from exchange.youth.services import PaperList

Box = tuple[ConsentGiver, ConsentPurpose]


class AskingForm(BaseForm):
    """Ask guardians, until a day."""

    deadline = DateField(message("youth.consent.deadline"), [InputRequired()])
    #: To how many guardians the person has seen that it goes.
    seen = HiddenField()

    def has_seen(self, count: int) -> bool:
        """Say whether the number the person agreed to is the one of now."""
        return whole(self.seen.data or "") == count


class TickForm(KeyedForm):
    """Tick what the papers of a school say."""

    tick = SelectMultipleField(message("youth.consent.field.tick"), validate_choice=False)
    seen = SelectMultipleField(message("youth.consent.field.tick"), validate_choice=False)
    received_on = DateField(message("youth.consent.field.received_on"), [InputRequired()])
    scans = FileField(
        message("youth.consent.field.scans"),
        render_kw={
            "hint": message("youth.consent.hint.scans", limit=LIMIT_MEGABYTES),
            "accept": ".pdf",
        },
    )

    sure = BooleanField(message("youth.consent.field.sure"))

    def papers(self, school_id: UUID, boxes: tuple[Box, ...]) -> PaperList:
        """Return the list as ticked; raises BadRequestError for what the page never sent."""
        seen = dict(_pair(text) for text in self.seen.data)
        ticked = set(self.tick.data)
        return PaperList(
            school_id,
            self.day,
            ticks={
                key: {box: f"{key}:{box[0].value}:{box[1].value}" in ticked for box in boxes}
                for key in seen
            },
            seen=seen,
            scans=self.contents(),
            sure=self.sure.data,
        )

    @property
    def day(self) -> date:
        """The day on which the papers came."""
        found: date = self.received_on.data
        return found

    def contents(self) -> Contents | None:
        """Return what the sent file holds, None without one; raises DomainError on `scans`."""
        file: FileStorage | None = self.scans.data
        if file is None or not file.filename:
            return None
        try:
            return examine_pdf(file.filename, file.read())
        except DomainError as error:
            raise DomainError(error.sentence, field="scans") from error


def boxes_of(purposes: tuple[ConsentPurpose, ...]) -> tuple[Box, ...]:
    """Return the boxes of a paper: the guardian's, and the pupil's own to taking part."""
    return (
        *product((ConsentGiver.GUARDIAN,), purposes),
        (ConsentGiver.PUPIL, ConsentPurpose.JOIN),
    )


def _pair(text: str) -> tuple[UUID, int]:
    key, _, number = text.partition(":")
    try:
        return UUID(key), int(number)
    except ValueError as error:
        raise BadRequestError(message("youth.error.unknown_state")) from error

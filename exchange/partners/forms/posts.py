"""Forms of posts: who holds which office from when to when."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length

from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.partners.models import Organisation, Partner, Source
from exchange.people.enums import PostKind
from exchange.people.forms import NameFields
from exchange.people.models import Post
from exchange.people.services import PostDetails
from exchange.web.fields import UNCHOSEN, PartialDateField, in_languages, opened, typed_text
from exchange.web.forms import KeyedForm

_TAGS = tuple(OWN_NAMES)


class PostForm(KeyedForm):
    """An office as its holder has it."""

    kind = SelectField(
        message("partners.field.post_kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(PostKind, label=label)],
    )
    place = SelectField(message("partners.field.post_place"), default="")
    title, title_en, title_zh_hant, title_zh_hans, title_ko, title_de, title_fr = in_languages(
        message("partners.field.post_title"),
        longest=100,
        tags=_TAGS,
        hint=message("partners.hint.post_title"),
    )
    begins = PartialDateField(
        message("partners.field.begins"),
        render_kw={
            "hint": message("partners.hint.begins"),
            "example": message("partners.example.date"),
        },
    )
    ends = PartialDateField(message("partners.field.ends"))
    term_ends = PartialDateField(message("partners.field.term_ends"))
    confirmed = PartialDateField(
        message("partners.field.confirmed"),
        render_kw={"hint": message("partners.hint.confirmed")},
    )
    contact = TextAreaField(
        message("partners.field.contact"),
        [Length(max=500)],
        render_kw={"hint": message("partners.hint.staff_only")},
    )
    source_id = SelectField(message("partners.field.source"), default="")
    locator = StringField(message("partners.field.locator"), [Length(max=60)])

    def details(self, partner: Partner) -> PostDetails:
        """Return what was typed; call it after `validate`."""
        place = self.place.data
        return PostDetails(
            kind=PostKind(self.kind.data),
            title=typed_text(self, "title"),
            partner_id=None if place else partner.id,
            organisation_id=UUID(place) if place else None,
            begins=self.begins.data,
            ends=self.ends.data,
            term_ends=self.term_ends.data,
            confirmed=self.confirmed.data,
            contact=self.contact.data or "",
            source_id=UUID(self.source_id.data) if self.source_id.data else None,
            locator=self.locator.data or "",
        )

    def offer(
        self, partner: Partner, organisations: Sequence[Organisation], sources: Sequence[Source]
    ) -> None:
        """Offer where the office is: at the partner itself or at one of the organisations."""
        self.place.choices = [
            SelectChoice("", partner.names),
            *(SelectChoice(str(each.id), each.names) for each in organisations),
        ]
        self.source_id.choices = [
            SelectChoice("", message("partners.choice.no_source")),
            *(
                SelectChoice(str(source.id), source.title, optgroup=label(source.kind))
                for source in sources
            ),
        ]


class NewPostForm(NameFields, PostForm):
    """An office together with its holder, who is somebody new."""


class KnownPostForm(PostForm):
    """An office given to somebody who is on record, or as it stands."""


def post_form(post: Post) -> KnownPostForm:
    """Open the form on a post as it is."""
    place = str(post.organisation_id) if post.organisation_id else ""
    data = {**opened(post), "place": place, "source_id": str(post.source_id or "")}
    return KnownPostForm(data=data)

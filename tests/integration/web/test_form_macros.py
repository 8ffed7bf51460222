"""Fields are drawn by one macro: label above, hint and error tied to the control."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange

from exchange.core.database import Localized
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.web.forms import BaseForm
from tests.servers.markup import Markup, read_markup

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PAGE = """
{% from "components/forms.html" import form_of, field with context %}
{% call form_of(form, action="/there", cancel="/back", multipart=true) %}
{% for f in form if f.short_name not in ("csrf_token", "version") %}
{{ field(f, lang="fr") }}
{% endfor %}
{% endcall %}
"""


REVERSED = """
{% from "components/forms.html" import form_of, field with context %}
{% call form_of(form) %}
{% for f in form|list|reverse if f.short_name not in ("csrf_token", "version", "role") %}
{{ field(f) }}
{% endfor %}
{% endcall %}
"""
ULSAN = Localized({"ja": "蔚山広域市", "en": "Ulsan"})


class LegForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    place = StringField("Place")


class VisitForm(BaseForm):
    name = StringField(
        "Name",
        [DataRequired("Give a name.")],
        render_kw={"hint": message("web.keys.search"), "example": "2012-05-03 / H24.5.3"},
    )
    purpose = TextAreaField("Purpose")
    direction = RadioField(
        "Direction", choices=[SelectChoice("in", "In"), SelectChoice("out", "Out")]
    )
    role = SelectField(
        "Role",
        choices=[SelectChoice("s", message("web.form.save")), SelectChoice("x", "X")],
    )
    partner = SelectField("Partner", choices=[SelectChoice("ulsan", ULSAN)])
    kind = SelectField(
        "Kind", choices=[SelectChoice("a", "A"), SelectChoice("b", "B", optgroup="Others")]
    )
    tongues = SelectMultipleField(
        "Tongues",
        choices=[SelectChoice("ja", "Japanese"), SelectChoice("de", "German")],
        render_kw={"boxes": True},
    )
    public = BooleanField("Public")
    quota = IntegerField("Quota", [NumberRange(min=1, message="One or more.")])
    scan = FileField("Scan")
    password = PasswordField("Password")
    legs = FieldList(FormField(LegForm), "Legs", min_entries=1)


Draw = Callable[..., Markup]


@pytest.fixture
def draw(app: Flask) -> Draw:
    """Give a function that draws the form with what was sent."""

    def drawn(
        sent: dict[str, Any] | None = None,
        refusal: DomainError | None = None,
        language: Language = Language.EN,
        page: str = PAGE,
    ) -> Markup:
        with app.test_request_context(f"/?lang={language}", method="POST", data=sent or {}):
            form = VisitForm()
            if sent is not None:
                form.validate()
            if refusal is not None:
                form.show(refusal)
            return read_markup(render_template_string(page, form=form))

    return drawn


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("name", "input"),
        ("purpose", "textarea"),
        ("role", "select"),
        ("public", "input"),
        ("quota", "input"),
        ("scan", "input"),
        ("password", "input"),
    ],
)
def test_each_control_has_a_label_of_its_own(draw: Draw, name: str, tag: str) -> None:
    page = draw()
    assert page.one("label", for_=name).text.startswith(name.capitalize())
    assert page.one(tag, id=name)["name"] == name


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [("direction", "radio", ["in", "out"]), ("tongues", "checkbox", ["ja", "de"])],
)
def test_several_choices_are_boxes_in_a_named_group(
    draw: Draw, name: str, kind: str, values: list[str]
) -> None:
    page = draw()
    assert [box["value"] for box in page.all("input", name=name, type=kind)] == values
    assert name.capitalize() in [legend.text for legend in page.all("legend")]


def test_required_is_said_in_words(draw: Draw) -> None:
    assert draw().one("label", for_="name").text == "Name required"
    assert draw(language=Language.JA).one("label", for_="name").text == "Name 必須"


def test_hint_and_example_describe_the_control(draw: Draw) -> None:
    page = draw()
    described = page.one("input", id="name")["aria-describedby"].split()
    assert [page.one("p", id=name).text for name in described] == [
        "Go to the search box",
        "Example: 2012-05-03 / H24.5.3",
    ]


def test_attributes_go_to_the_control_and_ours_do_not(draw: Draw) -> None:
    control = draw().one("input", id="name")
    assert control["lang"] == "fr"
    assert {"hint", "example", "boxes"} & control.attributes.keys() == set()


def test_choices_are_said_in_the_page_s_language(draw: Draw) -> None:
    assert [option.text for option in draw().all("option")] == ["Save", "X", "Ulsan", "A", "B"]
    japanese = draw(language=Language.JA)
    assert [option.text for option in japanese.all("option")][:3] == ["保存する", "X", "蔚山広域市"]


def test_a_refused_form_leads_from_the_summary_to_the_first_control(draw: Draw) -> None:
    page = draw({"quota": "0", "role": "x", "partner": "ulsan", "kind": "a"})
    links = [link["href"] for link in page.all("a") if link["href"].startswith("#")]
    assert links == ["#name", "#direction-0", "#quota"]
    assert all(page.one(id=link.removeprefix("#")) for link in links)


def test_the_summary_follows_the_page_and_names_last_what_is_not_drawn(draw: Draw) -> None:
    refusal = DomainError(message("core.error.busy"), field="role")
    page = draw({"quota": "0", "partner": "ulsan", "kind": "a"}, refusal, page=REVERSED)
    (summary,) = page.all("div", role="alert")
    links = [link["href"] for link in page.all("a") if link["href"].startswith("#")]
    assert links == ["#quota", "#direction-0", "#name", "#role", "#role"]
    assert summary.text.index("One or more.") < summary.text.index("Give a name.")


def test_a_list_of_forms_says_what_is_wrong_with_itself(draw: Draw) -> None:
    refusal = DomainError(message("core.error.busy"), field="legs")
    (summary,) = draw(refusal=refusal).all("div", role="alert")
    assert "Legs" in summary.text


def test_a_refused_control_is_marked_and_says_why(draw: Draw) -> None:
    page = draw({"quota": "0"})
    control = page.one("input", id="quota")
    assert control["aria-invalid"] == "true"
    assert page.one(id=control["aria-describedby"]).text == "One or more."


def test_what_was_typed_stays_save_for_a_password(draw: Draw) -> None:
    page = draw(
        {"quota": "0", "name": "訪問", "direction": "out", "role": "x", "password": "secret"}
    )
    assert page.one("input", id="name")["value"] == "訪問"
    assert "checked" in page.one("input", id="direction-1").attributes
    assert "selected" in page.one("option", value="x").attributes
    assert not page.one("input", id="password").attributes.get("value")


def test_a_refusal_of_the_whole_form_stands_in_the_summary(draw: Draw) -> None:
    page = draw(refusal=DomainError(message("core.error.busy")))
    (summary,) = page.all("div", role="alert")
    assert "data-focus" in summary.attributes
    assert len(summary.text) > len("Please check what you entered")


def test_a_form_in_a_form_draws_its_fields(draw: Draw) -> None:
    assert draw().one("label", for_="legs-0-place").text == "Place"


def test_the_form_carries_its_token_its_version_and_is_sent_once(draw: Draw) -> None:
    page = draw()
    form = page.one("form", action="/there")
    assert form["method"] == "post"
    assert form["enctype"] == "multipart/form-data"
    assert {"data-once", "novalidate"} <= form.attributes.keys()
    assert page.one("input", id="csrf_token")["type"] == "hidden"
    assert page.one("input", id="version")["type"] == "hidden"
    assert page.one("a", href="/back").text == "Cancel"

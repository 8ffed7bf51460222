"""The base form: cleaning, the token, refusals on fields, and rows changed meanwhile."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import label, message
from exchange.core.permissions import Role
from exchange.core.translate import translate
from exchange.web.access import public
from exchange.web.fields import PartialDateField
from exchange.web.forms import BaseForm
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


class SampleForm(BaseForm):
    name = StringField(message("accounts.field.name"), [InputRequired()])
    note = TextAreaField(message("tasks.field.note"), [Length(max=20)])
    years = IntegerField(message("delegations.field.years"), [Optional(), NumberRange(1, 100)])
    place = IntegerField(message("agreements.field.place"), [Optional(), NumberRange(min=1)])
    due = DateField(message("tasks.field.due"))
    fixed = BooleanField(message("tasks.field.fixed"))
    role = SelectField(
        message("accounts.field.role"), choices=[SelectChoice(r.value, label(r)) for r in Role]
    )


class ChoosingForm(BaseForm):
    state = SelectField(
        message("accounts.field.role"), [InputRequired()], choices=[SelectChoice("", "-")]
    )
    ended_on = PartialDateField(message("agreements.field.ended_on"), [InputRequired()])


@pytest.fixture
def typed(app: Flask) -> Iterator[Callable[..., SampleForm]]:
    """Give a function that makes the form from what was typed, in English."""
    contexts = []

    def make(**fields: str) -> SampleForm:
        context = app.test_request_context("/?lang=en", method="POST", data=MultiDict(fields))
        context.push()
        contexts.append(context)
        return SampleForm()

    yield make
    for context in reversed(contexts):
        context.pop()


def test_text_is_stripped_of_spaces_and_hidden_characters(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(name="  見本\u200b 花子\t\r\n", note=" a \r\n\u200b b \n\n", due="2027-05-19")
    assert (form.name.data, form.note.data, form.due.data) == (
        "見本 花子",
        "a\nb",
        date(2027, 5, 19),
    )


def test_only_spaces_are_nothing(typed: Callable[..., SampleForm]) -> None:
    form = typed(name=" \t ")
    assert form.validate() is False
    assert form.name.data == ""


def test_what_must_be_given_is_not_given_by_blanks(app: Flask) -> None:
    data = MultiDict({"state": " ", "ended_on": "\u3000"})
    with app.test_request_context("/?lang=en", method="POST", data=data):
        form = ChoosingForm()
        assert form.validate() is False
        assert [len(form.state.errors), len(form.ended_on.errors)] == [1, 1]


@pytest.mark.parametrize("number", ["9" * 400, "1" * 5000, str(2**31)])
def test_a_number_that_no_column_holds_is_none(
    typed: Callable[..., SampleForm], number: str
) -> None:
    form = typed(years=number, version=number)
    assert form.validate() is False
    assert form.years.errors[0].id == "web.form.not_whole"
    assert form.row_version == 0


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        *((day, "web.form.not_a_day") for day in ("H24.5.3", "2026-02-30", "12/24")),
        *((day, "web.form.far_day") for day in ("0001-01-01", "1867-12-31", "2200-01-01")),
        *((day, None) for day in ("1868-01-01", "2199-12-31")),
    ],
)
def test_a_day_is_one_that_there_is_and_of_our_time(
    typed: Callable[..., SampleForm], day: str, refused: str | None
) -> None:
    form = typed(due=day)
    form.validate()
    assert [error.id for error in form.due.errors] == ([refused] if refused else [])


class ChoiceForm(BaseForm):
    may = SelectField(
        message("accounts.field.role"),
        [Optional()],
        choices=[SelectChoice("", message("accounts.choice.no_school"))],
    )
    must = SelectField(
        message("accounts.field.role"),
        [InputRequired()],
        choices=[SelectChoice("", message("accounts.choice.no_school"))],
    )


def test_a_choice_of_spaces_is_none_where_there_may_be_none_and_refused_elsewhere(
    app: Flask,
) -> None:
    spaces = {"may": "\u3000", "must": " "}
    with app.test_request_context("/?lang=en", method="POST", data=spaces):
        form = ChoiceForm()
        assert form.validate() is False
        assert (form.may.data, form.may.errors, bool(form.must.errors)) == ("", [], True)


def test_a_missing_token_is_said_of_the_whole_form_in_our_words(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(name="x", due="2027-05-19", role="viewer")
    assert form.validate() is False
    assert form.form_errors == [message("web.error.token")]


@pytest.mark.parametrize(("text", "version"), [("7", 7), ("", 0), ("x", 0), ("-1", 0)])
def test_the_row_version_is_a_number_or_none(
    typed: Callable[..., SampleForm], text: str, version: int
) -> None:
    assert typed(version=text).row_version == version


def test_a_refusal_stands_on_its_field_or_on_the_form(typed: Callable[..., SampleForm]) -> None:
    form = typed(name="x")
    form.show(DomainError(message("accounts.error.email_taken"), field="name"))
    form.show(DomainError(message("core.error.forbidden"), field="no_such_field"))
    form.show(DomainError(message("core.error.busy")))
    assert form.name.errors == ["An account with this mail address already exists."]
    assert len(form.form_errors) == 2


def test_a_stale_row_shows_the_fields_that_differ_and_takes_the_new_version(
    typed: Callable[..., SampleForm],
) -> None:
    opened = '{"name": "before", "note": "same", "role": "Viewer", "due": 5}'
    form = typed(
        name="mine", note="same", due="2027-05-19", role="viewer", version="1", opened=opened
    )
    theirs = {
        "name": "theirs",
        "note": "same",
        "due": date(2027, 5, 20),
        "role": Role.MANAGER,
        "id": 1,
        "version": 2,
    }
    form.show(StaleRowError(theirs=theirs, version=2))
    assert form.stale == (
        (message("accounts.field.name"), "before", "theirs", "mine"),
        (message("tasks.field.due"), "", "20 May 2027", "19 May 2027"),
        (message("accounts.field.role"), "Viewer", "International division manager", "Viewer"),
    )
    assert json.loads(form.as_opened) == {
        "name": "theirs",
        "note": "same",
        "due": "20 May 2027",
        "role": "International division manager",
    }
    assert (form.version.data, form.row_version) == ("2", 2)


def test_a_tick_is_compared_in_words(typed: Callable[..., SampleForm]) -> None:
    form = typed(name="x", fixed="y", opened='{"fixed": "No"}')
    form.show(StaleRowError(theirs={"fixed": False}, version=2))
    assert form.stale == ((message("tasks.field.fixed"), "No", "No", "Yes"),)


@pytest.mark.parametrize("opened", ["", "{", "[]", "7"])
def test_a_spoilt_account_of_what_was_opened_is_left_out(
    typed: Callable[..., SampleForm], opened: str
) -> None:
    form = typed(name="mine", opened=opened)
    form.show(StaleRowError(theirs={"name": "theirs"}, version=2))
    assert form.stale == ((message("accounts.field.name"), "", "theirs", "mine"),)


def test_a_choice_that_is_the_same_is_not_shown_as_different(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(name="x", role="viewer", due="")
    form.show(StaleRowError(theirs={"role": Role.VIEWER, "due": None, "note": None}, version=2))
    assert form.stale == ()


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("ja", "氏名を入力してください。"),
        ("en", "Please fill in “Name”."),
        ("zh-Hant", "請填寫「姓名」。"),
    ],
)
def test_an_empty_required_field_names_itself_in_the_page_s_language(
    own_app: Flask, lang: str, sentence: str
) -> None:
    def view() -> str:
        form = SampleForm()
        form.validate()
        return render_template_string("{{ t(form.name.errors[0]) }}", form=form)

    own_app.add_url_rule("/sample", "sample", public(view), methods=["POST"])
    client = cast(Visitor, own_app.test_client())
    answer = client.post(f"/sample?lang={lang}", data={"csrf_token": client.token()})
    assert answer.text == sentence


def test_refusals_of_the_library_name_the_field_and_say_what_to_do(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(name="x", note="y" * 21, years="0", place="0", due="2027-05-19", role="viewer")
    assert not form.validate()
    found = {name: translate(form[name].errors[0], "ja") for name in ("note", "years", "place")}
    assert found == {
        "note": f"{translate(form.note.label.text, 'ja')}は20文字以内で入力してください。",
        "years": f"{translate(form.years.label.text, 'ja')}は1から100までの数で入力してください。",
        "place": f"{translate(form.place.label.text, 'ja')}は1以上の数で入力してください。",
    }
    assert "maxlength" not in str(form.note())

"""Tables carry what a card needs, say how many rows there are, and why there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from jinja2 import meta

from config import ROOT
from exchange.web.templating import PIECES
from tests.servers.markup import Markup, read_markup

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

IMPORTS = """
{% from "components/tables.html" import table with context %}
{% from "components/pager.html" import pager with context %}
{% from "components/status.html" import status with context %}
{% from "components/actions.html" import actions with context %}
"""
TABLE = """
{% call(row, at) table("Cities", columns, rows, count, empty, [("/x.csv", "CSV")]) %}
<th scope="row" {{ at.name }}>{{ row[0] }}</th><td {{ at.number }}>{{ row[1] }}</td>
{% endcall %}
"""
COLUMNS = [
    {"key": "name", "label": "City", "head": True, "sort": "?sort=name", "order": "ascending"},
    {"key": "number", "label": "Visits", "number": True, "sort": "?sort=number"},
]
EMPTY = {"why": "No city yet.", "do": "Add one.", "action": {"text": "Add", "href": "/new"}}

Draw = Callable[..., Markup]


@pytest.fixture
def draw(app: Flask) -> Draw:
    def drawn(text: str, **context: object) -> Markup:
        with app.test_request_context("/?lang=en"):
            return read_markup(render_template_string(IMPORTS + text, **context))

    return drawn


def cities(count: int) -> dict[str, object]:
    return {"columns": COLUMNS, "rows": [("Ulsan", 3)], "count": count, "empty": EMPTY}


def test_each_cell_knows_the_heading_of_its_column(draw: Draw) -> None:
    page = draw(TABLE, **cities(1))
    assert page.one(role="rowheader")["data-label"] == "City"
    cell = page.one(role="cell")
    assert (cell["data-label"], cell["class"], cell.text) == ("Visits", "number", "3")


def test_a_column_says_how_it_is_sorted_and_leads_to_sorting(draw: Draw) -> None:
    city, visits = draw(TABLE, **cities(1)).all("th", scope="col")
    assert city["aria-sort"] == "ascending"
    assert "aria-sort" not in visits.attributes
    page = draw(TABLE, **cities(1))
    assert [link["href"] for link in page.all("a", class_="sort")] == ["?sort=name", "?sort=number"]


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 result"), (2, "2 results"), (1000, "1,000 results"), (1001, "1,000+ results")],
)
def test_the_caption_counts_the_results(draw: Draw, count: int, words: str) -> None:
    assert draw(TABLE, **cities(count)).one(class_="count").text == words


def test_an_empty_table_says_why_and_what_to_do(draw: Draw) -> None:
    page = draw(TABLE, columns=COLUMNS, rows=[], count=0, empty=EMPTY)
    assert list(page.all("table")) == []
    assert [sentence.text for sentence in page.all("p")] == ["No city yet.", "Add one."]
    assert page.one("a", href="/new").text == "Add"
    assert list(page.all("a", href="/x.csv")) == []


def test_the_pager_leads_on_and_tells_how_much_there_is(draw: Draw) -> None:
    page = draw("{{ pager(50, 1001, next='?after=x') }}")
    assert page.one("nav").text == "50 of 1,000+ shown Next"
    assert page.one("a", rel="next")["href"] == "?after=x"


def test_one_page_needs_no_pager(draw: Draw) -> None:
    assert list(draw("{{ pager(3, 3) }}").all("nav")) == []


def test_a_state_is_said_by_a_word_and_a_shape(draw: Draw) -> None:
    page = draw("{{ status('Under way', 'progress') }}")
    state = page.one("span", class_="state state--progress")
    assert state.text == "Under way"
    assert page.one("svg")["aria-hidden"] == "true"


def test_an_act_is_a_form_with_a_token_and_a_way_is_a_link(draw: Draw) -> None:
    acts = [
        {"text": "Edit", "href": "/edit", "primary": True, "key": "n"},
        {"text": "End", "post": "/end", "fields": {"version": 3}, "danger": True},
    ]
    page = draw("{{ actions(acts[:1], acts[1:]) }}", acts=acts)
    assert page.one("a", href="/edit")["data-key"] == "n"
    form = page.one("form", action="/end")
    assert form["method"] == "post"
    assert page.one("input", name="version")["value"] == "3"
    assert page.one("input", name="csrf_token")["value"]


def test_pieces_look_at_nothing_of_a_page_but_its_language(app: Flask) -> None:
    known = {*app.jinja_env.globals, "lang", "chosen_language", "caller"}
    pieces = [name for name in app.jinja_env.list_templates() if name.startswith(PIECES)]
    looked_at = {
        name: meta.find_undeclared_variables(
            app.jinja_env.parse(Path(ROOT, "templates", name).read_text("utf-8"))
        )
        for name in pieces
    }
    assert {name: names - known for name, names in looked_at.items() if names - known} == {}
    assert "components/forms.html" in looked_at

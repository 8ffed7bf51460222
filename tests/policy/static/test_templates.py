"""Templates hold markup and order: no words, no inline script or style, no unknown names."""

import re
import unicodedata

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.tests import TESTS as JINJA_TESTS

from tests.policy import sources
from tests.policy.markup import markup_faults, parsed
from tests.policy.sources import ROOT, Source

#: What a template may call without importing it.
GLOBALS = {
    *("t", "label", "days", "show", "lang", "url_for", "csrf_token", "get_flashed_messages"),
    *("range", "dict", "namespace", "joiner", "cycler", "caller", "super", "can_mail", "contact"),
}
FILTERS = {"date", "day", "datetime", "month", "anniversary", "fiscal_year", "localized"} | {
    "short_day",
    "weekday",
    "money",
    "month_alone",
    "yen",
}

#: What a script would make markup or a program of text by.
WRITING_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval|Function)\b"
)
OPENING = re.compile(r"(^|[\s>])\($")
#: The one place that writes brackets.
BRACKETS = "templates/components/localized.html"

#: Marks text as markup; that is decided in Python, where it can be tested.
REFUSED_FILTERS = {"safe"}


def syntax_faults(source: Source) -> list[str]:
    try:
        parsed(source)
    except TemplateSyntaxError as error:
        return [f"{source.path}:{error.lineno} {error.message}"]
    return []


def unknown_names(source: Source) -> list[str]:
    """Name filters, tests and calls that no template has."""
    tree = parsed(source)
    filters = (JINJA_FILTERS.keys() | FILTERS) - REFUSED_FILTERS
    known = GLOBALS | declared(tree)
    called = [node.node for node in tree.find_all(nodes.Call)]
    wrong = [
        (node.lineno, f"|{node.name}")
        for node in tree.find_all(nodes.Filter)
        if node.name not in filters
    ]
    wrong += [
        (node.lineno, f"is {node.name}")
        for node in tree.find_all(nodes.Test)
        if node.name not in JINJA_TESTS
    ]
    wrong += [
        (node.lineno, f"{node.name}()")
        for node in called
        if isinstance(node, nodes.Name) and node.name not in known
    ]
    return [f"{source.path}:{line} {what}" for line, what in sorted(wrong)]


def declared(tree: nodes.Template) -> set[str]:
    """Return the names a template imports, defines, sets or takes as parameters."""
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    names |= {node.name for node in tree.find_all(nodes.Macro)}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    imported = [name for node in tree.find_all(nodes.FromImport) for name in node.names]
    return names | {name if isinstance(name, str) else name[1] for name in imported}


def missing_templates(source: Source) -> list[str]:
    named = meta.find_referenced_templates(parsed(source))
    return [
        f"{source.path}: {name}"
        for name in named
        if name is not None and not (ROOT / "templates" / name).exists()
    ]


def foreign_strings(source: Source) -> list[str]:
    """Name Japanese or Chinese words inside expressions."""
    tree = parsed(source)
    return [
        f"{source.path}:{node.lineno} {node.value}"
        for node in tree.find_all(nodes.Const)
        if isinstance(node.value, str) and has_script(node.value)
    ]


def bare_brackets(source: Source) -> list[str]:
    """Name brackets around an expression: `in_brackets` takes those of the page's language."""
    tree = parsed(source)
    return [
        f"{source.path}:{node.lineno} {node.data.strip()[-20:]}"
        for node in tree.find_all(nodes.TemplateData)
        if OPENING.search(node.data)
    ]


def has_script(text: str) -> bool:
    """Say whether a text holds kanji, kana or hangul."""
    names = (unicodedata.name(letter, "") for letter in text)
    return any(name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA", "HANGUL")) for name in names)


def test_brackets_are_those_of_the_page_s_language() -> None:
    files = [file for file in sources.templates() if file.path != BRACKETS]
    assert [fault for file in files for fault in bare_brackets(file)] == []


def test_bare_brackets_are_found() -> None:
    assert bare_brackets(Source("templates/x/index.html", "<p>{{ a }} ({{ b }})</p>")) == [
        "templates/x/index.html:1 ("
    ]


def test_every_template_parses() -> None:
    assert [line for file in sources.templates() for line in syntax_faults(file)] == []


def test_templates_hold_no_words_and_no_inline_script_or_style() -> None:
    assert [line for file in sources.templates() for line in markup_faults(file)] == []


def test_words_do_not_hide_in_a_template_s_expressions() -> None:
    assert [line for file in sources.templates() for line in foreign_strings(file)] == []


def test_templates_use_only_known_filters_tests_and_functions() -> None:
    assert [line for file in sources.templates() for line in unknown_names(file)] == []


def test_scripts_write_text_and_no_markup() -> None:
    scripts = sources.read("static/js/*.js")
    assert len(scripts) > 10
    assert [script.path for script in scripts if WRITING_MARKUP.search(script.text)] == []
    assert WRITING_MARKUP.search("row.innerHTML = typed")


def test_every_template_named_in_a_template_exists() -> None:
    assert [line for file in sources.templates() for line in missing_templates(file)] == []


def test_faulty_markup_is_refused() -> None:
    text = (
        '<html lang="ja">\n<p style="color: red" onclick="go()">{{ name }}様</p>\n'
        '<script>go()</script><style>p {}</style>\n<a href="javascript:go()" title="Home">→</a>\n'
    )
    assert markup_faults(Source("x.html", text)) == [
        "x.html:1 <html> without lang={{ lang }}",
        "x.html:2 inline style=",
        "x.html:2 inline onclick=",
        "x.html:2 words: \ufffc様",
        "x.html:3 inline script",
        "x.html:3 <style>",
        "x.html:3 words: p {}",
        "x.html:4 a javascript: address",
        "x.html:4 words in title=: Home",
    ]


def test_sound_markup_is_accepted() -> None:
    text = (
        '<html lang="{{ lang }}">{# words #}{% if x %}<p title="{{ t("a.b") }}">{{ t("a.c") }}</p>'
        '{% endif %}<kbd>n</kbd> · <script src="{{ url_for("static") }}"></script>'
        '<script type="application/json">{{ data }}</script>'
    )
    assert markup_faults(Source("x.html", text)) == []
    assert unknown_names(Source("x.html", text)) == []


def test_faulty_expressions_are_refused() -> None:
    text = '{% include "no/where.html" %}{{ x|safe }}{{ y|dat }}{{ z is odder }}{{ go("高雄") }}'
    sample = Source("x.html", text)
    assert unknown_names(sample) == [
        "x.html:1 go()",
        "x.html:1 is odder",
        "x.html:1 |dat",
        "x.html:1 |safe",
    ]
    assert missing_templates(sample) == ["x.html: no/where.html"]
    assert foreign_strings(sample) == ["x.html:1 高雄"]
    assert len(syntax_faults(Source("x.html", "{% if %}"))) == 1

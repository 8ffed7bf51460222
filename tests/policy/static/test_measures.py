"""How long a file and a function may be."""

import re

from tests.policy import sources
from tests.policy.sources import Source

#: Written on the `def` line of a function that reads better whole: `# long: why`.
REASON = re.compile(r"#\s*long: \w+")


def too_long(files: list[Source], limit: int) -> list[str]:
    return [f"{file.path}: {file.lines} lines" for file in files if file.lines > limit]


def long_functions(source: Source, limit: int) -> list[str]:
    written = source.text.splitlines()
    return [
        f"{source.path}:{function.lineno} {function.name}: {sources.length(function)} lines"
        for function in sources.functions(source)
        if sources.length(function) > limit and not REASON.search(written[function.lineno - 1])
    ]


def test_a_file_of_the_application_has_at_most_300_lines() -> None:
    assert too_long(sources.application(), 300) == []


def test_a_file_of_tests_has_at_most_500_lines() -> None:
    assert too_long(sources.tests(), 500) == []


def test_a_template_has_at_most_150_lines() -> None:
    assert too_long(sources.templates(), 150) == []


def test_a_function_has_at_most_40_lines_or_says_why_it_is_long() -> None:
    files = sources.application() + sources.tests()
    assert [line for file in files for line in long_functions(file, 40)] == []


def test_the_measures_refuse_a_long_file_and_a_long_function() -> None:
    body = "    return 1\n" * 3
    assert too_long([Source("x.py", "a = 1\n" * 4)], 3) == ["x.py: 4 lines"]
    assert long_functions(Source("x.py", f"def f():\n{body}"), 3) == ["x.py:1 f: 4 lines"]
    assert long_functions(Source("x.py", f"def f():  # long: one story\n{body}"), 3) == []

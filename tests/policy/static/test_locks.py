"""The locks: what runs is what was tested, and no address of a machine or registry is in them."""

import re

from tests.policy import sources
from tests.policy.sources import Source

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z]+\])?==([^\s;\\]+)", re.MULTILINE)
ADDRESS = re.compile(r"https?:|file:|--index|--find-links|--extra-index|@ ")


def pins(source: Source) -> dict[str, str]:
    return dict(PIN.findall(source.text))


def differences(application: Source, tests: Source) -> list[str]:
    tested = pins(tests)
    return [
        f"{name} {version}, tested with {tested.get(name)}"
        for name, version in pins(application).items()
        if tested.get(name) != version
    ]


def addresses(source: Source) -> list[str]:
    return [line for line in source.text.splitlines() if ADDRESS.search(line)]


def test_the_application_runs_with_the_versions_that_were_tested() -> None:
    application, tests = sources.read("requirements.lock", "requirements-test.lock")[::-1]
    assert pins(application).keys() >= {"flask", "sqlalchemy"}
    assert differences(application, tests) == []


def test_the_locks_name_no_address() -> None:
    locks = sources.read("requirements*.lock", "requirements*.in")
    assert [line for lock in locks for line in addresses(lock)] == []


def test_faulty_locks_are_refused() -> None:
    application = Source(
        "requirements.lock", "flask==3.1.3 \\\n    --hash=sha256:0\npsycopg[binary]==3.3\n"
    )
    tests = Source("requirements-test.lock", "flask==3.1.2\npsycopg[binary]==3.3\n")
    assert differences(application, tests) == ["flask 3.1.3, tested with 3.1.2"]
    assert addresses(Source("x", "--index-url https://example.org\n")) != []

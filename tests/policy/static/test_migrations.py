"""The migrations are one line: each follows the one before, whoever wrote them side by side."""

import re

from tests.policy import sources
from tests.policy.sources import Source

REVISION = re.compile(r'^revision = "(\d{4})"$', re.MULTILINE)
FOLLOWS = re.compile(r'^down_revision = (?:"(\d{4})"|None)$', re.MULTILINE)


def strays(migrations: list[Source]) -> list[str]:
    """Return the files, in the order of their names, that do not follow the one before."""
    found, before = [], None
    for source in migrations:
        number = source.parts[-1][:4]
        revision, follows = REVISION.search(source.text), FOLLOWS.search(source.text)
        if not revision or not follows or (revision[1], follows[1]) != (number, before):
            found.append(source.path)
        before = number
    return found


def written(name: str, revision: str, follows: str) -> Source:
    return Source(name, f"revision = {revision}\ndown_revision = {follows}\n")


def test_each_migration_follows_the_one_before() -> None:
    migrations = sources.read("migrations/versions/*.py")
    assert migrations
    assert strays(migrations) == []


def test_a_fork_and_a_wrong_number_are_refused() -> None:
    line = [written("0001_a.py", '"0001"', "None"), written("0002_b.py", '"0002"', '"0001"')]
    fork = written("0003_c.py", '"0003"', '"0001"')
    misnamed = written("0003_d.py", '"0004"', '"0002"')
    assert strays(line) == []
    assert strays([*line, fork]) == [fork.path]
    assert strays([*line, misnamed]) == [misnamed.path]

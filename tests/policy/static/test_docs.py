"""The documents: both commands first, links that lead somewhere, decisions in order."""

import re
from pathlib import PurePosixPath

from tests.policy import sources
from tests.policy.sources import ROOT, Source

#: `[text](target)`, an image too; addresses and anchors are not files.
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
COMMAND = re.compile(r"^\s*(?:\$ )?make ([a-z-]+)", re.MULTILINE)


def documents() -> list[Source]:
    return sources.read("*.md", "docs/**/*.md")


def first_commands(source: Source) -> list[str]:
    """Return the first two make commands a reader meets."""
    return COMMAND.findall(source.text)[:2]


def broken_links(source: Source) -> list[str]:
    folder = (ROOT / source.path).parent
    targets = (target.partition("#")[0] for target in LINK.findall(source.text))
    return [
        f"{source.path}: {target}"
        for target in targets
        if target and "://" not in target and not target.startswith("mailto:")
        if not (folder / target).exists()
    ]


def numbering_faults(paths: list[str]) -> list[str]:
    """Name decisions that are not `NNNN-slug.md` counted from 0001 without a gap."""
    names = sorted(PurePosixPath(path).name for path in paths)
    return [
        name
        for number, name in enumerate(names, start=1)
        if not re.fullmatch(rf"{number:04d}-[a-z0-9-]+\.md", name)
    ]


def test_each_readme_names_make_run_and_make_test_first() -> None:
    readmes = sources.read("README*.md")
    assert {file.path: first_commands(file) for file in readmes} == {
        file.path: ["run", "test"] for file in readmes
    }


def test_every_relative_link_leads_to_a_file() -> None:
    assert [line for file in documents() for line in broken_links(file)] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert numbering_faults([file.path for file in sources.read("docs/adr/*.md")]) == []


def test_faulty_documents_are_refused() -> None:
    sample = Source(
        "README.md", "```\nmake test\nmake run\n```\n[a](docs/none.md) [b](https://x.org)"
    )
    assert first_commands(sample) == ["test", "run"]
    assert broken_links(sample) == ["README.md: docs/none.md"]
    assert numbering_faults(["docs/adr/0001-a.md", "docs/adr/0003-c.md"]) == ["0003-c.md"]

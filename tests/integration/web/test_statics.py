"""The version of what pages are made with."""

from pathlib import Path

from exchange.web.statics import version_of


def test_a_changed_file_changes_the_version(tmp_path: Path) -> None:
    versions: set[str] = set()
    for rule in ("p {}", "p { }"):
        folder = tmp_path / str(len(versions))
        folder.mkdir()
        (folder / "a.css").write_text(rule)
        versions.add(version_of(folder))
    assert len(versions) == 2

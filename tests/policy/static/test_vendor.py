"""Third-party files are exactly as released, each with its licence."""

from dataclasses import replace
from pathlib import Path

from tests.policy.vendored import VENDOR as FOLDER
from tests.policy.vendored import Package, VendoredFile, checksum, faults, packages

LICENCES = {"MIT", "0BSD", "Apache-2.0", "ISC"}


def test_vendored_files_are_those_of_the_manifest() -> None:
    assert faults(packages(), FOLDER) == []


def test_each_vendored_package_has_an_open_licence_and_its_text() -> None:
    without = [
        package.name
        for package in packages()
        if package.licence not in LICENCES
        or not any("LICENSE" in file.path for file in package.files)
    ]
    assert without == []


def test_the_manifest_names_no_host() -> None:
    assert "://" not in (FOLDER / "manifest.toml").read_text("utf-8")


def test_a_changed_a_missing_and_an_unlisted_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_bytes(b"let a;\n")
    (tmp_path / "b.js").write_bytes(b"let b;\n")
    a = VendoredFile("a.js", "dist/a.js", checksum(b"let a;\n"))
    package = Package("letters", "1.0.0", "MIT", (a, replace(a, path="c.js")))
    assert faults([package], tmp_path) == ["b.js: not in the manifest", "c.js: missing"]
    changed = replace(package, files=(replace(a, sha256="0"), replace(a, path="b.js")))
    assert faults([changed], tmp_path) == ["a.js: changed", "b.js: changed"]

"""Third-party files under static/vendor: what they are, and how they are fetched again.

`python -m tests.policy.vendored` fetches the manifest's files by npm, exactly as released, and
fails when a checksum differs. To take a new version, change the version in the manifest, fetch,
read what changed, and write the new checksums down.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
MANIFEST = VENDOR / "manifest.toml"


@dataclass(frozen=True)
class VendoredFile:
    """One file: its path under static/vendor, where the package has it, and its checksum."""

    path: str
    origin: str
    sha256: str


@dataclass(frozen=True)
class Package:
    """One released package and the files taken from it."""

    name: str
    version: str
    licence: str
    files: tuple[VendoredFile, ...]


def packages() -> list[Package]:
    """Read the manifest."""
    listed = tomllib.loads(MANIFEST.read_text("utf-8"))["package"]
    return [
        Package(
            name=entry["name"],
            version=entry["version"],
            licence=entry["licence"],
            files=tuple(
                VendoredFile(f"{entry['folder']}/{file['name']}", file["from"], file["sha256"])
                for file in entry["file"]
            ),
        )
        for entry in listed
    ]


def faults(listed: Iterable[Package], folder: Path) -> list[str]:
    """Name every file that is missing, changed or not in the manifest."""
    files = {file.path: file for package in listed for file in package.files}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wrong = [f"{path}: not in the manifest" for path in sorted(there - files.keys())]
    wrong = [fault for fault in wrong if not fault.startswith("manifest.toml:")]
    wrong += [f"{path}: missing" for path in sorted(files.keys() - there)]
    wrong += [
        f"{path}: changed"
        for path in sorted(files.keys() & there)
        if checksum((folder / path).read_bytes()) != files[path].sha256
    ]
    return wrong


def checksum(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def fetch(package: Package, folder: Path) -> None:
    """Copy a package's files into the folder, as npm delivers them."""
    with tempfile.TemporaryDirectory() as scratch:
        released = f"{package.name}@{package.version}"
        subprocess.run(["npm", "pack", "--silent", released], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.tgz")
        with tarfile.open(archive) as opened:
            opened.extractall(scratch, filter="data")
        for file in package.files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((Path(scratch) / "package" / file.origin).read_bytes())


def main() -> int:
    """Fetch everything, then say what differs from the manifest."""
    listed = packages()
    for package in listed:
        fetch(package, VENDOR)
    wrong = faults(listed, VENDOR)
    sys.stdout.writelines(f"{fault}\n" for fault in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

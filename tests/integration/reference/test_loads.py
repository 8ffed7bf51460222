"""A start knows from the last load whether the data files hold anything new."""

import shutil
from pathlib import Path

from sqlalchemy.orm import Session

from exchange.reference.loader import load_reference
from exchange.reference.queries import KUMAMOTO, files_digest, is_loaded
from tests.factories.reference import LOADER


def test_files_are_new_until_they_are_loaded(session: Session) -> None:
    assert not is_loaded(session)
    load_reference(session, actor=LOADER)
    assert is_loaded(session)


def test_a_changed_data_file_is_new_again(session: Session, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(KUMAMOTO, tmp_path / KUMAMOTO.name))
    load_reference(session, actor=LOADER, folder=folder)
    sources = folder / "sources.yaml"
    sources.write_text(f"{sources.read_text(encoding='utf-8')}\n# a word more\n", encoding="utf-8")
    assert not is_loaded(session, folder)
    load_reference(session, actor=LOADER, folder=folder)
    assert is_loaded(session, folder)


def test_the_digest_is_of_the_readers_too(tmp_path: Path) -> None:
    assert files_digest(tmp_path) != files_digest(KUMAMOTO)
    assert len(files_digest(tmp_path)) == 64

"""The paper of a copy: what all rows say stands once, files are spoken of where there are any."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from exchange.core.erasures import Held
from exchange.core.messages import label
from exchange.privacy.bundles import Copy, archive
from exchange.privacy.copying import Copied, KeptFile
from exchange.privacy.enums import Withheld
from exchange.privacy.enums.columns import KeptColumn
from exchange.privacy.logbook import Changed, Logged
from exchange.privacy.models import Disclosure

AT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
ROW = Disclosure(
    id=UUID("01a22396-c452-7188-aa33-ad7cefa2cf42"),
    asker="見本 母",
    checked="免許証",
    purpose="確認",
    ordered_by="国際課 見本",
    ordered_at=AT,
)
TOLD = {KeptColumn.STATE: "同じ状態", KeptColumn.POINTS: 0, KeptColumn.REASON: None}


def made(*points: int, reason: str = "", files: Sequence[KeptFile] = ()) -> zipfile.ZipFile:
    """Return a copy with a table of so many rows, and a line of the log."""
    rows = [TOLD | {KeptColumn.POINTS: each, KeptColumn.REASON: reason * each} for each in points]
    change = Changed("points", label(KeptColumn.POINTS), 1, 2)
    line = Logged(AT, "見本", "scores.take", None, [change], {"generation": Withheld.INNER})
    copy = Copy(
        disclosure=ROW,
        name="例示 蕗乃",
        tables=[Copied(Held.SCORES, "scores", list(TOLD), rows)],
        log=[line],
        files=files,
        contains_demo=False,
    )
    return zipfile.ZipFile(io.BytesIO(archive(copy, language="ja", today=date(2026, 11, 25))))


def paper_of(copy: zipfile.ZipFile) -> str:
    pages = PdfReader(io.BytesIO(copy.read("copy.pdf"))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("points", "reason", "told"),
    [((3, 4, 5), "", 1), ((3, 4, 5), "長い理由" * 9, 3), ((3,), "", 1), ((3, 3), "", 2)],
)
def test_what_all_rows_say_is_printed_once_unless_they_stand_in_boxes(
    points: tuple[int, ...], reason: str, told: int
) -> None:
    assert paper_of(made(*points, reason=reason)).count("同じ状態") == told


@pytest.mark.parametrize("files", [[], [KeptFile("同意書.pdf", b"%PDF")]])
def test_files_are_spoken_of_only_where_there_are_any(files: list[KeptFile]) -> None:
    copy = made(3, files=files)
    names = [each for each in copy.namelist() if each.startswith("files/")]
    assert (paper_of(copy).count("files"), len(names)) == (2 * len(files), len(files))


def test_plain_data_keeps_numbers_days_and_the_reason_of_what_is_left_out() -> None:
    copy = made(3)
    [line] = json.loads(copy.read("data.json"))["log"]
    assert (line["at"], line["changes"]) == ("2026-11-24T23:00:00+00:00", {"points": [1, 2]})
    assert line["withheld"] == {"generation": "inner"}
    assert copy.infolist()[0].date_time == (2026, 11, 25, 0, 0, 0)
    assert "20261125-A2CF42" in paper_of(copy), "the office's day, and the end of the key"

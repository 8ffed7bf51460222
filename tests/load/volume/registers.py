"""What the division registers: letters, gifts, promises, activities, documents, merges, stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from exchange.attachments.models import Document, DocumentVersion
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.text import fold, sort_key
from exchange.delegations.models import TitleTerm
from exchange.gifts.models import Gift, StockItem, StockMovement
from exchange.letters.models import LanguageRequest, Letter, MailMerge, MergeRecipient
from exchange.promises.models import Promise
from exchange.strategy.models import Activity
from tests.load.volume.office import Office
from tests.load.volume.pen import noon
from tests.load.volume.schools import SECTION

_PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
_NEVER: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages name of the division's work."""

    visit: UUID
    merge: UUID
    stock: UUID
    person: UUID


class Registers(Office):
    """Writes all of the division's own work."""

    def write(self) -> Desk:
        """Write everything, what others point at first."""
        self._write_people()
        visits = self._write_visits()
        self._write_tasks(visits)
        self._write_letters(visits)
        self._write_gifts(visits)
        self._write_promises(visits)
        self._write_activities()
        self._write_documents(visits[-1])
        self._write_titles()
        merge = self._write_merges()
        self._write_requests()
        stock = self._write_stock()
        return Desk(visits[-1], merge, stock, self._people[0])

    def _write_letters(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.letters):
            day, at = self._at(number, self._sizes.letters)
            waits = number % 20 == 0
            self._pen.add(
                Letter,
                at,
                direction="in" if number % 2 else "out",
                kind="thanks",
                number=f"国際発第{number}号",
                day=day,
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                person_id=self._people[number % 7],
                counterpart="",
                title=Localized({"ja": f"見本書簡{number}"}),
                owner_id=self._owner(number),
                state="open" if waits else "answered",
                due=day + timedelta(days=14) if waits else None,
                sort_day=day + timedelta(days=14) if waits else _NEVER,
                note="",
            )

    def _write_gifts(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.gifts):
            day, at = self._at(number, self._sizes.gifts)
            given = number % 2 == 0
            self._pen.add(
                Gift,
                at,
                direction="given" if given else "received",
                day=day,
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                giver="熊本市" if given else "見本市",
                recipient_id=self._people[number % 7],
                recipient="",
                title=Localized({"ja": f"見本品{number}", "en": f"Sample {number}"}),
                search_key=fold(f"見本品{number}"),
                maker="",
                quantity=1,
                value_minor=5_000 if given else None,
                value_currency="JPY" if given else None,
                line="none",
                document_number="",
                kept_at="",
                note="",
                repeat_reason="",
            )

    def _write_promises(self, visits: Sequence[UUID]) -> None:
        for number in range(self._sizes.promises):
            day, at = self._at(number, self._sizes.promises)
            is_open = number % 4 == 0
            self._pen.add(
                Promise,
                at,
                side="ours",
                title=Localized({"ja": f"見本の約束{number}"}),
                partner_id=self._partner(number),
                visit_id=visits[number % len(visits)],
                owner_id=self._owner(number),
                due=PartialDate.of(day),
                sort_day=day,
                note="",
                state="open" if is_open else "done",
                reason="",
                settled_on=None if is_open else day,
            )

    def _write_activities(self) -> None:
        for number in range(self._sizes.activities):
            day, at = self._at(number, self._sizes.activities)
            ja = f"見本セミナー{number}"
            self._pen.add(
                Activity,
                at,
                kind="seminar",
                title=Localized({"ja": ja}),
                held=PartialDate.of(day),
                sort_day=day,
                fiscal_year=FiscalYear.of(day).start,
                calendar_year=day.year,
                times=1,
                organiser="city",
                organiser_name="",
                audience="",
                audience_number=30,
                section=SECTION,
                evidence="実施報告書",
                link="",
                note="",
                search_key=fold(ja),
                withdrawn_reason="",
            )

    def _write_documents(self, visit: UUID) -> None:
        """Keep papers of the busy visit and of the first partner."""
        for number in range(min(self._sizes.crowd, 75) * 2):
            kind = "visit" if number % 2 else "partner"
            at = noon(self._pen.today - timedelta(days=number))
            key = self._pen.add(
                Document,
                at,
                subject_kind=kind,
                subject_id=visit if number % 2 else self._partners[0],
                kind="paper",
                title=Localized({"ja": f"見本文書{number}"}),
                rights_holder="",
                licence="",
                is_public=False,
            )
            self._pen.add(
                DocumentVersion,
                at,
                document_id=key,
                number=1,
                file_name="sample.png",
                media_type="png",
                length=len(_PNG),
                sha256=sha256(_PNG).hexdigest(),
                width=1,
                height=1,
                added_at=at,
                added_by="国際課 見本",
                body=_PNG,
            )

    def _write_titles(self) -> None:
        for number in range(self._sizes.desk):
            at = noon(self._pen.today - timedelta(days=number % 300))
            self._pen.add(
                TitleTerm,
                at,
                partner_id=self._partners[0],
                language="en",
                term=f"Sample officer {number}",
                term_key=f"sampleofficer{number}",
                title=Localized({"ja": f"見本官{number}"}),
                approved_by="国際課 見本",
                approved_at=at,
            )

    def _write_merges(self) -> UUID:
        text = Localized({"ja": "{name}{honorific}", "en": "Dear {name}"})
        merges = [
            self._pen.add(
                MailMerge,
                noon(self._pen.today - timedelta(days=number), number),
                kind="new_year",
                channel="paper",
                number=f"国際発第{number}号",
                day=self._pen.today,
                title=Localized({"ja": f"見本年賀{number}"}),
                text=text,
                sender=Localized({"ja": "熊本市国際課"}),
                confirmed_by="",
            )
            for number in range(self._sizes.desk)
        ]
        for number, person in enumerate(self._people[: self._sizes.crowd]):
            self._pen.add(
                MergeRecipient,
                noon(self._pen.today, number % 400),
                merge_id=merges[0],
                partner_id=self._partner(number),
                rank=number,
                person_id=person,
                language="ja",
                address="見本通り1",
            )
        return merges[0]

    def _write_requests(self) -> None:
        for number in range(self._sizes.desk):
            day, at = self._at(number, self._sizes.desk)
            self._pen.add(
                LanguageRequest,
                at,
                kind="translation",
                what=f"見本{number}",
                from_language="ja",
                to_language="en",
                due=day + timedelta(days=14),
                state="asked",
                worked_by="cir",
                worker="",
                note="",
            )

    def _write_stock(self) -> UUID:
        items = []
        for number in range(self._sizes.desk):
            at = noon(self._pen.today - timedelta(days=300))
            name = f"見本工芸品{number}"
            items.append(
                self._pen.add(
                    StockItem,
                    at,
                    name=Localized({"ja": name, "en": f"Sample craft {number}"}),
                    description="",
                    maker="見本工房",
                    unit_value_minor=5_000,
                    unit_value_currency="JPY",
                    kept_at="",
                    sort_key=sort_key(name),
                )
            )
        for number in range(min(self._sizes.crowd, 400)):
            day, at = self._at(number, 400)
            self._pen.add(
                StockMovement,
                at,
                item_id=items[0],
                kind="bought",
                quantity=1,
                day=day,
                note="",
                at=at,
                by="国際課 見本",
            )
        return items[0]

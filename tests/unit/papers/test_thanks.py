"""Whom to thank among the parties of an agreement that host a visit."""

from uuid import uuid4

from exchange.agreements.models import AgreementParty
from exchange.core.database import Localized
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit, VisitPartner
from exchange.delegations.models.ties import VisitHost
from exchange.papers.enums import ThanksFor
from exchange.papers.thanks import Met, whom_to_thank
from exchange.partners.models import Partner


def party(name: str, *, partner: bool = False) -> VisitHost:
    names = Localized({"ja": name})
    return VisitHost(party=AgreementParty(names=names, partner_id=uuid4() if partner else None))


def test_the_hosts_of_an_agreement_are_thanked_in_their_language_and_the_city_is_not() -> None:
    visit = Visit(
        direction=Direction.IN,
        hosts="熊本県、見本協会",
        links=[VisitPartner(partner=Partner(slug="kaohsiung", native_language="zh-Hant"))],
        host_links=[party("熊本市"), party("熊本県"), party("高雄市", partner=True)],
    )
    found = whom_to_thank(Met(visit, (), (), (), {}, (), ()))
    assert [(each.name, each.language) for each in found] == [
        ("熊本県", "ja"),
        ("高雄市", "zh-Hant"),
        ("見本協会", "ja"),
    ]
    assert {tuple(each.reasons) for each in found} == {(ThanksFor.HOST,)}

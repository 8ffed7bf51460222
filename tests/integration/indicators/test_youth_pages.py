"""The youth indicator's pages and files, for the public and for staff."""

import csv
import html
import io
import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.indicators.enums import Method
from exchange.indicators.models import CountingRule, Indicator
from exchange.strategy.models import Measure
from exchange.youth.enums import EditionState, Organiser, YouthDirection
from tests.factories.accounts import make_user
from tests.factories.delegations import make_member, make_visit
from tests.factories.hosting import make_guest
from tests.factories.indicators import make_indicator, make_rule
from tests.factories.participations import close_edition_of, seal
from tests.factories.partners import make_partner
from tests.factories.sources import make_source
from tests.factories.strategy import make_measure, make_strategy
from tests.factories.youth import make_edition, make_programme, make_pupil
from tests.servers.schemas import refusals
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

PATH = "/indicators/youth-participation"


@pytest.fixture
def rule(session: Session) -> CountingRule:
    indicator = make_indicator(session, make_measure(session, make_strategy(session), 4))
    return make_rule(session, indicator)


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("language", "labels", "target"),
    [
        ("ja", ("累計延べ人数", "年度延べ人数", "実人数"), "検証値（2031）"),
        ("zh-Hant", ("累計人次", "年度人次", "實際人數"), "檢證值（2031年）"),
        (
            "en",
            ("Running total", "Person-times in the fiscal year", "Unique persons"),
            "Target 2031",
        ),
    ],
)
def test_the_three_readings_stand_side_by_side(
    client: Visitor, language: str, labels: tuple[str, ...], target: str
) -> None:
    page = client.get(f"{PATH}/?lang={language}").text
    assert [words for words in (*labels, target) if words not in page] == []


@pytest.mark.usefixtures("rule")
def test_unique_persons_are_not_0_where_nothing_is_recorded(
    client: Visitor, session: Session
) -> None:
    def panel() -> str:
        page = client.get(f"{PATH}/?lang=ja").text
        return page.split("実人数</", 1)[1].split("</div>", 1)[0]

    assert "記録なし" in panel()
    close_edition_of(session, [make_pupil(session)])
    assert "記録なし" not in panel()


@pytest.mark.usefixtures("rule")
def test_an_unlocked_rule_is_provisional_and_no_rate_is_shown(client: Visitor) -> None:
    page = client.get(f"{PATH}/?lang=ja").text
    assert "暫定（算定方法 未確定）" in page
    assert "%" not in page
    assert "％" not in page


def test_without_a_target_the_page_says_not_set(client: Visitor, session: Session) -> None:
    place = make_measure(session, make_strategy(session), 4)
    make_rule(session, make_indicator(session, place, targets={2027: None, 2031: None}))
    page = client.get(f"{PATH}/?lang=en").text
    assert page.count("<dd>not set</dd>") == 2


def test_a_locked_rule_says_who_and_why(
    client: Visitor, session: Session, rule: CountingRule
) -> None:
    rule.locked_at, rule.locked_by, rule.lock_reason = clock.now(), "見本 課長", "課内で確認"
    session.flush()
    page = client.get(f"{PATH}/?lang=ja").text
    assert "見本 課長が確定。理由：課内で確認" in page
    assert "暫定" not in page


@pytest.mark.usefixtures("rule")
def test_a_year_without_records_is_no_zero(client: Visitor) -> None:
    page = client.get(f"{PATH}/?lang=en").text
    assert "no record" in page
    assert "FY2024" in page


@pytest.mark.usefixtures("rule")
def test_the_public_page_leaves_demo_rows_out_and_staff_see_them_marked(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    close_edition_of(session, [make_pupil(session)], is_demo=True)
    public = client.get(f"{PATH}/?lang=en").text
    staff = client_as(Role.VIEWER).get(f"{PATH}/?lang=en").text
    assert '<p class="figure">14</p>' in public
    assert "contain demo data" not in public
    assert f'{PATH}/participations/?counted=yes">15</a>' in staff
    assert "contain demo data" in staff
    file = json.loads(client_as(Role.COORDINATOR).get(f"{PATH}.json").data)
    assert file["running_total"] == 14


@pytest.mark.usefixtures("rule")
def test_small_numbers_are_hidden_from_the_public_page_and_files_and_shown_to_staff(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    for people in (2, 4, 7):
        close_edition_of(session, [make_pupil(session) for _ in range(people)])
    viewer = client_as(Role.VIEWER)
    while_open = client.get(f"{PATH}/2026/?lang=en").text
    assert "published once the year is closed" in while_open
    assert "<table" not in while_open
    assert 'class="number"><a' in viewer.get(f"{PATH}/2026/?lang=en").text
    file = json.loads(client.get(f"{PATH}/2026.json").data)
    assert (file["person_times"], file["rows"]) == (13, [])
    assert client.get(f"{PATH}/2026.csv").data.decode("utf-8-sig").count("\n") == 1
    seal(session, 2026)
    public = client.get(f"{PATH}/2026/?lang=en").text
    staff = viewer.get(f"{PATH}/2026/?lang=en").text
    assert (public.count("not shown</td>"), staff.count("not shown</td>")) == (2, 0)
    assert 'class="number">7</td>' in public
    for visitor in (client, viewer):
        file = json.loads(visitor.get(f"{PATH}/2026.json").data)
        numbers = [row["person_times"] for row in file["rows"] if row["table"] == "programme"]
        assert (file["person_times"], numbers) == (13, [None, None, 7])
        body = visitor.get(f"{PATH}/2026.csv").data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(body)))
        assert [row["person_times"] for row in rows] == ["", "", "7", "13", "13", "13"]
    assert client.get(f"{PATH}/2020.json").status_code == 404


@pytest.mark.usefixtures("rule")
def test_every_number_opens_the_participations_behind_it(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    close_edition_of(session, [make_pupil(session) for _ in range(2)])
    close_edition_of(session, [make_pupil(session)], counts=False)
    viewer = client_as(Role.VIEWER)
    page = viewer.get(f"{PATH}/2026/").text
    links = re.findall(rf'href="({PATH}/participations/[^"]+)"', page)
    assert len(links) == 4
    for link in links:
        assert "2件" in viewer.get(html.unescape(link) + "&lang=ja").text
    assert "1件" in viewer.get(f"{PATH}/participations/?counted=no&lang=ja").text
    overview = viewer.get(f"{PATH}/").text
    assert f'<a href="{PATH}/participations/?counted=yes">16</a>' in overview
    assert f"{PATH}/participations/" not in client.get(f"{PATH}/").text
    for wrong in ("year=" + "9" * 40, "year=x", "programme=1", "direction=up", "counted=perhaps"):
        assert viewer.get(f"{PATH}/participations/?{wrong}").status_code == 400


@pytest.mark.usefixtures("rule")
def test_an_edition_explains_why_it_counts_or_not(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    counted = close_edition_of(session, [make_pupil(session), make_pupil(session)])
    prefecture = make_programme(session, organiser=Organiser.PREFECTURE, counts=False)
    left_out = close_edition_of(session, [make_pupil(session)], programme=prefecture)
    cancelled = make_edition(session, state=EditionState.CANCELLED)
    viewer = client_as(Role.VIEWER)
    pages = [
        viewer.get(f"{PATH}/editions/{row.id}/?lang=en").text
        for row in (counted, left_out, cancelled)
    ]
    assert [page.count("state--stop") for page in pages] == [0, 2, 1]
    assert ["Participations by result" in page for page in pages] == [True, True, False]
    assert 'class="number">2</td>' in pages[0]
    edition = viewer.get(f"/youth/editions/{counted.id}/").text
    assert f'href="{PATH}/editions/{counted.id}/"' in edition


@pytest.mark.usefixtures("rule")
def test_too_few_people_show_no_programme_at_all(client: Visitor, session: Session) -> None:
    programme = make_programme(session)
    close_edition_of(session, [make_pupil(session)], programme=programme)
    seal(session, 2026)
    page = client.get(f"{PATH}/2026/?lang=en").text
    assert "too few people" in page
    assert programme.names["en"] not in page


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, False),
        (Role.SCHOOL, False),
        (Role.VIEWER, True),
        (Role.ADMINISTRATOR, True),
        (Role.COORDINATOR, True),
        (Role.MANAGER, True),
    ],
)
def test_participations_are_listed_for_staff_without_a_name(
    client: Visitor,
    client_as: Callable[..., Visitor],
    session: Session,
    role: Role | None,
    seen: bool,
) -> None:
    edition = close_edition_of(session, [make_pupil(session)])
    visitor = client_as(role) if role else client
    page = visitor.get(f"{PATH}/2026/?lang=ja").text
    assert (edition.title["ja"] in page) is seen
    assert "見本 花子" not in page.partition("<main")[2]
    to_the_person = role in {Role.COORDINATOR, Role.MANAGER}
    assert ('href="/youth/registrations/' in page) is to_the_person


def test_an_edition_names_the_guests_and_chaperones_who_do_not_count(
    session: Session, client_as: Callable[..., Visitor], rule: CountingRule
) -> None:
    edition = close_edition_of(session, [make_pupil(session), make_pupil(session)])
    for _ in range(3):
        make_guest(session, edition=edition)
    make_guest(session, edition=edition, withdrawn_at=clock.machine_now())
    partner = make_partner(session)
    for state in (VisitState.CLOSED, VisitState.CANCELLED):
        visit = make_visit(session, state=state, partners=[partner.slug])
        make_member(session, visit)
        visit.edition_id = edition.id
    session.flush()
    page = client_as(Role.VIEWER).get(f"{PATH}/editions/{edition.id}/?lang=en").text
    numbers = re.findall(r'<th scope="row"[^>]*>([^<]+)</th><td[^>]*>(\d+)</td>', page)
    assert [each for each in numbers if each[1] != "0"] == [
        ("Counts", "2"),
        ("Not counted: foreign guest", "3"),
        ("Not counted: chaperone", "1"),
    ]


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 404), (Role.SCHOOL, 404), (Role.VIEWER, 200), (Role.COORDINATOR, 200)],
)
def test_a_year_of_which_nothing_counts_says_why_to_those_who_may_read_it(
    client: Visitor,
    client_as: Callable[..., Visitor],
    session: Session,
    role: Role | None,
    status: int,
) -> None:
    online = YouthDirection.ONLINE
    close_edition_of(session, [make_pupil(session)], fiscal_year=2025, direction=online)
    close_edition_of(session, [make_pupil(session)], counts=False, fiscal_year=2025)
    visitor = client_as(role) if role else client
    year = visitor.get(f"{PATH}/2025/?lang=en")
    reasons = ("Not counted: online (by the rule)", "Not counted: the edition is set not to count")
    assert year.status_code == status
    assert all(reason in year.text for reason in reasons) is (status == 200)
    overview = visitor.get(f"{PATH}/?lang=en").text
    assert (f'href="{PATH}/2025/"' in overview) is (status == 200)
    assert ("nothing counts" in overview) is (status == 200)


@pytest.mark.usefixtures("rule")
def test_the_list_of_excluded_participations_is_the_own_section_s(
    client: Visitor, session: Session
) -> None:
    close_edition_of(session, [make_pupil(session)], counts=False, fiscal_year=2025)
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    assert client.get(f"{PATH}/2025/").status_code == 404
    assert f'href="{PATH}/2025/"' not in client.get(f"{PATH}/").text


@pytest.mark.usefixtures("rule")
def test_a_year_before_the_running_total_says_so(client: Visitor, session: Session) -> None:
    close_edition_of(session, [make_pupil(session)], fiscal_year=2022)
    for path in (f"{PATH}/", f"{PATH}/2022/"):
        assert "before the running total starts" in client.get(f"{path}?lang=en").text


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("path", [f"{PATH}/2025/", f"{PATH}/x/", f"{PATH}.xml"])
def test_an_unknown_year_or_file_is_not_found(client: Visitor, path: str) -> None:
    assert client.get(path, follow_redirects=True).status_code == 404


@pytest.mark.usefixtures("rule")
def test_the_json_has_the_promised_shape(client: Visitor, session: Session) -> None:
    clock_day = clock.today().isoformat()
    pupil = make_pupil(session)
    close_edition_of(session, [pupil])
    close_edition_of(session, [pupil])
    assert client.get(f"{PATH}.json").json == {
        "as_of": clock_day,
        "rule": {"version": 1, "locked": False},
        "baseline": {"value": 14, "year": 2023},
        "target": {"value": 30, "year": 2031},
        "running_total": 16,
        "unique_since_start": 1,
        "fiscal_years": {"2026": {"person_times": 2, "unique": 1, "closed": False}},
    }


@pytest.mark.usefixtures("rule")
def test_the_csv_opens_in_a_spreadsheet(client: Visitor) -> None:
    body = client.get(f"{PATH}.csv").data
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["row"], row["year"], row["running_total"]) for row in rows] == [
        ("baseline", "2023", "14"),
        ("since_start", "", "14"),
        ("target", "2031", "30"),
    ]


@pytest.mark.usefixtures("rule")
def test_open_data_gives_definitions_with_empty_cells_for_what_is_missing(
    client: Visitor, session: Session
) -> None:
    indicator, source = session.scalars(select(Indicator)).one(), make_source(session)
    indicator.citations = [f"{source.slug} L533-540", f"{source.slug} L611"]
    session.flush()
    file = json.loads(client.get("/open-data/indicators.json").data)
    (row,) = file["rows"]
    assert list(row) == list(file["columns"])
    assert list(row)[-2:] == ["source", "latest_year"]  # read by position, the others stay
    assert row["latest_year"] == FiscalYear.of(clock.today()).start
    assert (row["baseline"], row["target_2027"], row["target_2031"], row["latest"]) == (
        14,
        None,
        30,
        14,
    )
    body = client.get("/open-data/indicators.csv").data.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(body))
    assert (line["slug"], line["target_2027"], line["source"]) == (
        "youth-participation",
        "",
        "見本ページ",
    )


@pytest.mark.usefixtures("rule")
def test_a_source_is_told_by_its_title_and_staff_are_told_the_places_in_it(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    source, measure = make_source(session), session.scalars(select(Measure)).all()[0]
    citations = [f"{source.slug} L533-540", f"{source.slug} L611"]
    make_indicator(session, measure, slug="sample", method=Method.REPORTED, citations=citations)
    for visitor, told in ((client, False), (client_as(Role.VIEWER), True)):
        page = visitor.get("/indicators/sample/?lang=ja").text
        assert ("見本ページ" in page, source.slug in page) == (True, False)
        assert ("L533-540, L611" in page) is told


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("path", ["/open-data/indicators", PATH])
def test_files_are_what_their_schema_says(client: Visitor, session: Session, path: str) -> None:
    close_edition_of(session, [make_pupil(session)])
    schema = json.loads(client.get(f"{path}.schema.json").data)
    file = json.loads(client.get(f"{path}.json").data)
    assert refusals(file, schema) == []
    assert refusals({**file, "as_of": 2026}, schema) == ["/as_of: 2026 is not ['string']"]


def test_the_page_of_open_data_explains_the_files(client: Visitor) -> None:
    page = client.get("/open-data/?lang=en").text
    assert 'href="/open-data/indicators.csv"' in page
    assert f'href="{PATH}.json"' in page
    assert "<code>title_ja_official</code>" in page


@pytest.mark.usefixtures("rule")
def test_the_table_of_indicators_leads_to_the_youth_page(client: Visitor) -> None:
    page = client.get("/indicators/").text
    assert '<a href="/indicators/youth-participation/">14</a>' in page


@pytest.mark.usefixtures("rule")
def test_the_pages_take_few_statements(client: Visitor, session: Session) -> None:
    close_edition_of(session, [make_pupil(session) for _ in range(4)])
    counts = {}
    for path in (f"{PATH}/", f"{PATH}/2026/", "/indicators/"):
        client.get(path)
        with count_statements() as statements:
            client.get(path)
        counts[path] = len(statements)
    assert counts == {f"{PATH}/": 6, f"{PATH}/2026/": 6, "/indicators/": 8}


@pytest.mark.parametrize(("value", "words"), [(None, "not set"), (22, "22")])
def test_the_targets_are_those_of_the_rows(
    client: Visitor, session: Session, value: int | None, words: str
) -> None:
    place = make_measure(session, make_strategy(session), 4)
    make_rule(session, make_indicator(session, place, targets={2027: value}))
    page = client.get(f"{PATH}/?lang=en").text
    _, _, after = page.partition("Target 2027")
    assert words in after.partition("</dd>")[0]
    assert "Target 2031" not in page

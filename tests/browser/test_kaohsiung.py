"""Twelve people from Kaohsiung for four days, from the letter of enquiry to the thank-you list."""

import io
import re

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser import kaohsiung as story
from tests.browser import main_job as job
from tests.browser.test_giving import cell, paste

CITY = "kaohsiung"


def test_twelve_people_come_from_kaohsiung(page: Page) -> None:  # long: one story
    with story.on("2026-11-24"):
        job.sign_in(page, "coordinator")
        visit = ask_and_answer(page)
        say_who_pays(page, visit)
    with story.on("2027-01-22"):
        take_the_first_list(page, visit)
        print_for_the_first_time(page, visit)
    with story.on("2027-02-01"):
        take_the_second_list(page, visit)
        put_in_order(page, visit)
    with story.on("2027-02-05"):
        write_the_programme(page, visit)
        mend_what_clashes(page, visit)
        choose_a_gift(page, visit)
        decide(page, visit)
    with story.on("2027-03-10"):
        print_the_papers(page, visit)
    with story.on("2027-03-23"):
        lose_the_flight(page, visit)
    with story.on("2027-03-25", "14:30"):
        tick_who_came(page, visit)
    with story.on("2027-03-27", "18:00"):
        close(page, visit)
    with story.on("2027-04-05"):
        thank(page, visit)
        find_the_evidence(page)


def ask_and_answer(page: Page) -> str:
    """Log the letter of enquiry, and make the visit from the last one of the city."""
    page.goto(f"/letters/new?direction=in&kind=enquiry&partner={CITY}")
    job.fill(page, {"title": "令和9年3月の訪問の照会", "counterpart": "高雄市政府"})
    job.fill(page, {"state": "open", "due": "2026-12-10"})
    job.submit(page)
    expect(page.locator(".page-head")).to_contain_text("返信待ち")
    page.goto("/delegations/?span=past")
    job.go(page, page.get_by_role("link", name=re.compile("高雄市訪問団")).first)
    more(page, "この訪問をもとに作る")
    parties = page.get_by_role("group", name="協定の当事者から選ぶ")
    expect(parties.get_by_label("熊本県")).to_be_checked()
    job.fill(page, {"title": "高雄市副市長一行の受入", "title_en": "", "title_zh_hant": ""})
    job.fill(page, {"starts": "2027-03-24", "ends": "2027-03-27", "purpose": "協定の更新"})
    page.get_by_label("ターゲット地域における各種事業の展開").check()
    job.press(page, "訪問を作る")
    facts = page.locator("main .facts").first
    expect(facts).to_contain_text("熊本県、熊本市")
    expect(facts).to_contain_text("以前の訪問を見る")
    visit = page.url
    job.follow(page, "準備の手順を入れる")
    job.press(page, "「受入の標準」から20件を入れる")
    tasks = page.locator("section[aria-labelledby=tasks] tbody tr")
    expect(tasks).to_have_count(20)
    expect(tasks.first).to_contain_text("11月24日")
    return visit


def say_who_pays(page: Page, visit: str) -> None:
    """The lines of the last visit came along with the copy; say who pays the others."""
    job.follow(page, "予算を開く")
    job.follow(page, "表で入力")
    paste(cell(page, 5, "heading"), "\n".join(story.BUDGET))
    job.press(page, "保存")
    payers = page.get_by_role("table", name="負担者ごとの合計")
    expect(payers).to_contain_text("県（熊本県）")
    expect(payers.get_by_role("row", name="相手側（高雄市）")).to_contain_text("50,000円")
    expect(payers.locator("tfoot")).to_contain_text("870,000円")


def take_the_first_list(page: Page, visit: str) -> None:
    """Twelve rows as they were sent, once their titles have approved words."""
    send_list(page, visit, story.first_list(), "＋12 −0 ～0")
    for title, words in story.TITLES.items():
        approve(page, title, words)
    job.press(page, "対訳を承認する")
    expect(page.locator("#messages")).to_contain_text("対訳を7件承認しました")
    job.press(page, "この内容で確定する")
    page.goto(f"{visit}members/")
    expect(page.locator("#members tbody tr")).to_have_count(12)
    expect(page.get_by_role("row", name="範例 淑芬")).to_contain_text("課長")


def print_for_the_first_time(page: Page, visit: str) -> None:
    for paper in ("programme.pdf", "roster.pdf", "roster.pdf?list=meal_list"):
        assert page.request.get(f"{visit}{paper}").status == 200


def take_the_second_list(page: Page, visit: str) -> None:
    """Two others and one new title: who was replaced stays, what names them is printed anew."""
    send_list(page, visit, story.second_list(), "＋2 −2 ～1")
    expect(page.locator("main")).to_contain_text("課長 → 主任秘書")
    approve(page, "主任秘書", "主任秘書")
    job.press(page, "対訳を承認する")
    page.get_by_label("範例 建宏の代わりの人").select_option(label="範例 士豪")
    page.get_by_label("範例 俊傑の代わりの人").select_option(label="範例 宗翰")
    job.press(page, "この内容で確定する")
    page.goto(f"{visit}members/former")
    expect(page.get_by_role("row", name="範例 建宏")).to_contain_text("範例 士豪")
    page.goto(f"{visit}papers/")
    expect(paper(page, "名簿")).to_contain_text("出し直してください")
    expect(paper(page, "食事一覧")).to_contain_text("出し直してください")
    expect(paper(page, "行程表（市側）")).not_to_contain_text("出し直してください")
    expect(paper(page, "席次表")).not_to_contain_text("出し直してください")


def put_in_order(page: Page, visit: str) -> None:
    """Who replaced somebody has that place; a departure from the roles needs its reason."""
    page.goto(f"{visit}members/order")
    expect(page.get_by_label("範例 士豪の席次")).to_have_value("7")
    place = page.get_by_label("範例 文彬の席次")
    place.fill("2")
    place.press("Tab")
    job.press(page, "席次を保存する")
    expect(page.locator(".error-summary")).to_contain_text("役の順")
    page.get_by_label("役の順と違うときの理由").fill("議会の代表として")
    job.press(page, "席次を保存する")
    expect(page.locator("main")).to_contain_text("席次の理由：議会の代表として")
    expect(page.locator("#members tbody tr").nth(1)).to_contain_text("範例 文彬")


def write_the_programme(page: Page, visit: str) -> None:
    """Paste it with its two zones and two tracks, put people into these, fix the ceremony."""
    page.goto(f"{visit}itinerary/grid")
    page.locator("#text").fill(story.PROGRAMME)
    job.press(page, "読んで確かめる")
    expect(page.locator("main .notice").first).to_contain_text("追加8")
    job.press(page, "表を保存する")
    page.goto(f"{visit}itinerary/")
    arrival = item(page, "到着")
    expect(arrival).to_contain_text(re.compile("17:40 高雄市.*21:00 熊本.*2時間20分", re.DOTALL))
    for title in ("熊本城視察", "経済懇談会"):
        change(page, visit, title, {"interpreter": "見本 通訳"})
    change(page, visit, "歓迎式", {"fixed": "y"})


def mend_what_clashes(page: Page, visit: str) -> None:
    """Everybody and the interpreter are in two tracks, until it is mended."""
    page.goto(f"{visit}itinerary/clashes")
    expect(page.get_by_role("row", name="同じ人が二か所")).to_contain_text("範例 明輝")
    expect(page.get_by_role("row", name="通訳の重なり")).to_contain_text("見本 通訳")
    page.goto(f"{visit}itinerary/tracks")
    rows = page.locator("main tbody tr")
    for number in range(12):
        rows.nth(number).get_by_role("checkbox").nth(number % 2).check()
    job.press(page, "保存する")
    change(page, visit, "経済懇談会", {"interpreter": "別の見本 通訳"})
    page.goto(f"{visit}itinerary/clashes")
    expect(page.locator("main")).not_to_contain_text("同じ人が二か所")
    expect(page.locator("main")).not_to_contain_text("通訳の重なり")


def choose_a_gift(page: Page, visit: str) -> None:
    """What the city got before stands above; the same again is asked about."""
    page.goto(visit)
    job.follow(page, "贈る記念品を登録")
    expect(page.locator("main table").first).to_contain_text("肥後象がんのしおり")
    page.locator("main [name=recipient_id]").select_option(label="範例 明輝")
    page.locator("main [name=stock_item_id]").select_option(
        label="（見本）肥後象がんのしおり（在庫 11）"
    )
    job.submit(page)
    expect(page.locator(".notice--warning")).to_contain_text("同じものを贈っています")
    job.fill(page, {"cautions_read": "y"})
    job.submit(page)
    expect(page.locator("main")).to_contain_text("市の在庫から")


def decide(page: Page, visit: str) -> None:
    """No decision without its day and class; then the visit is confirmed."""
    page.goto(visit)
    job.press(page, "計画中にする")
    job.follow(page, "決裁を記録する")
    job.fill(page, {"document_number": "国際第77号", "drafted_on": "2027-02-01"})
    job.fill(page, {"approved_on": "2027-02-05"})
    page.locator("main [name=approval_class]").evaluate("node => node.required = false")
    job.submit(page)
    expect(page.locator(".error-summary")).to_contain_text("決裁区分")
    job.fill(page, {"approval_class": "deputy_mayor"})
    job.submit(page)
    expect(page.locator(".page-head")).to_contain_text("決裁済")
    job.press(page, "確定する")
    expect(page.locator(".page-head").get_by_text("確定", exact=True)).to_be_visible()


def print_the_papers(page: Page, visit: str) -> None:
    """Publish the first version and read what is handed out."""
    publish(page, visit, "相手方に送付")
    page.goto(f"{visit}papers/emergency")
    job.fill(page, {"city": "見本 国際課", "city_phone": "096-000-0000"})
    job.press(page, "保存する")
    page.goto(f"{visit}papers/")
    first = read(page, visit, "programme.pdf?side=own")
    for words in ("第1版", "17:40", "21:00", "市長表敬"):
        assert words in first
    assert "欠席" not in first
    assert "範例" not in read(page, visit, "programme.pdf?side=partner")
    for path in ("roster.pdf", "seating.pdf", "cards.pdf?list=name_plates"):
        text = read(page, visit, path)
        assert "範例宗翰" in text
        assert "範例俊傑" not in text
    briefing = read(page, visit, "briefing.pdf")
    for words in ("肥後象がんのしおり", "青少年交流の候補校を知らせる", "範例明輝"):
        assert words in briefing
    card = read(page, visit, "emergency-cards.pdf")
    assert "096-000-0000" in card
    assert "未確認" in card


def lose_the_flight(page: Page, visit: str) -> None:
    """One act moves the first day; the ceremony stays and is told; the version goes up."""
    page.goto(f"{visit}itinerary/move")
    job.fill(page, {"day": "2027-03-24", "days": "1", "minutes": "-600"})
    job.press(page, "動かした後を見る")
    expect(page.get_by_role("row", name="歓迎式")).to_contain_text("動かせない行程")
    expect(page.get_by_role("row", name="到着")).to_contain_text("3月25日(木) 07:40 高雄市")
    job.press(page, "1件を動かす")
    expect(page.locator("main")).to_contain_text("v1")
    publish(page, visit, "欠航のため")
    page.goto(f"{visit}itinerary/versions?since=1")
    expect(page.locator("main")).to_contain_text("到着：3月24日(水) 17:40")
    page.goto(f"{visit}papers/")
    expect(paper(page, "行程表（市側）")).to_contain_text("出し直してください")
    assert "第2版" in read(page, visit, "programme.pdf?side=own")


def tick_who_came(page: Page, visit: str) -> None:
    """On a phone: three of the courtesy call, and what was given there."""
    page.goto(visit)
    job.press(page, "実施中にする")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{visit}itinerary/today")
    for name, presence in (("明輝", "来た"), ("文彬", "早退"), ("美玲", "欠席")):
        person = item(page, "市長表敬").get_by_role("listitem").filter(has_text=name)
        job.go(page, person.get_by_role("button", name=presence))
        expect(person.locator(".state")).to_have_text(presence)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(visit)
    job.follow(page, "受け取った記念品を登録")
    job.fill(page, {"title": "絵皿", "value": "8000", "day": "2027-03-25"})
    page.locator("main [name=giver_id]").select_option(label="範例 明輝")
    job.submit(page)
    expect(page.locator(".page-head")).to_contain_text("受領")


def close(page: Page, visit: str) -> None:
    """Closing asks for the report; what came of it and what was promised is written down."""
    page.goto(visit)
    job.press(page, "完了にする")
    tasks = page.locator("section[aria-labelledby=tasks] tbody")
    expect(tasks.locator("tr", has_text="受入の報告書を書く")).to_contain_text("令和9年(2027年)4月")
    job.follow(page, "成果を書く")
    job.fill(page, {"outcome": "協定を更新。来年度は高校生が来訪"})
    job.submit(page)
    expect(page.locator("main .facts").first).to_contain_text("来年度は高校生が来訪")
    job.follow(page, "宿題を登録")
    job.fill(page, {"side": "ours", "title": "受入校を知らせる", "due": "2027-06"})
    job.submit(page)
    expect(page.locator("main")).to_contain_text("2027年6月")


def thank(page: Page, visit: str) -> None:
    """Who received and who gave is thanked, and the letter stands in the log."""
    page.goto(f"{visit}papers/thanks")
    for name, why in (
        ("熊本県", "共催"),
        ("範例 明輝", "絵皿"),
        ("見本ホテル", "歓迎夕食会"),
        ("別の見本 通訳", "通訳"),
    ):
        expect(page.get_by_role("row").filter(has_text=name).first).to_contain_text(why)
    job.go(page, page.get_by_role("button", name=re.compile("見本ホテル")))
    expect(page.locator("main [name=kind]")).to_have_value("thanks")
    page.goto(f"{visit}papers/thanks")
    expect(page.get_by_role("row").filter(has_text="見本ホテル")).to_contain_text("✓")
    assert "見本ホテル" in read(page, visit, "thanks.pdf")


def find_the_evidence(page: Page) -> None:
    """What the visit serves shows it, and so does the city's history."""
    page.goto("/strategy/")
    expect(page.locator("main")).to_contain_text("高雄市副市長一行の受入")
    page.goto(f"/partners/{CITY}/")
    expect(page.locator("main")).to_contain_text("高雄市副市長一行の受入")


def more(page: Page, words: str) -> None:
    page.locator(".page-head summary").click()
    job.go(page, page.locator(".page-head").get_by_role("link", name=words, exact=True))


def send_list(page: Page, visit: str, text: str, counts: str) -> None:
    page.goto(f"{visit}members/list")
    page.locator("main textarea[name=text]").fill(text)
    job.press(page, "内容を確かめる")
    expect(page.locator(".page-head")).to_contain_text(counts)


def approve(page: Page, title: str, words: str) -> None:
    asked = page.get_by_role("table", name="職名と対訳").locator("tr")
    term = page.get_by_text(title, exact=True)
    asked.filter(has=term).get_by_role("textbox").first.fill(words)


def paper(page: Page, name: str) -> Locator:
    title = page.get_by_role("rowheader", name=name, exact=True)
    return page.get_by_role("table", name="この訪問の書類").locator("tr").filter(has=title)


def item(page: Page, title: str) -> Locator:
    return page.locator("article.item", has_text=title)


def change(page: Page, visit: str, title: str, fields: dict[str, str]) -> None:
    page.goto(f"{visit}itinerary/")
    job.go(page, item(page, title).get_by_role("link", name="行程を直す"))
    details = page.locator("main details:not([open]) > summary")
    if details.count():
        details.first.click()
    job.fill(page, fields)
    job.press(page, "保存する")
    expect(page.locator("#messages")).to_be_visible()


def publish(page: Page, visit: str, note: str) -> None:
    page.goto(f"{visit}itinerary/versions")
    job.fill(page, {"note": note})
    job.press(page, "今の行程を確定する")
    expect(page.get_by_role("row").filter(has_text=note)).to_be_visible()


def read(page: Page, visit: str, path: str) -> str:
    """Return the words of a paper without their spaces."""
    answer = page.request.get(f"{visit}{path}")
    assert answer.status == 200
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return "".join("".join(each.extract_text().split()) for each in pages)

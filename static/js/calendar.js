// Draws the calendar's grid above the page's own list; everything it says comes from data-texts.
const VENDOR = new URL("../vendor/", import.meta.url);
const LOCALES = { ja: "ja", en: "en-gb", "zh-Hant": "zh-tw" };
const KEPT_VIEW = "calendar-view";
const VIEWS = ["dayGridMonth", "timeGridWeek", "multiMonthYear"];

function load(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(path, VENDOR);
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${path} did not load`)));
    document.head.append(script);
  });
}

async function loadLibrary(locale) {
  if (!("Temporal" in globalThis)) await load("temporal-polyfill/global.js");
  await load("fullcalendar/global.js");
  await load("fullcalendar/theme.js");
  await load(`fullcalendar/${locale}.js`);
}

// The feed takes whole days, end exclusive, in the office's own calendar.
async function entriesBetween(feed, range) {
  const address = new URL(feed, location.href);
  address.searchParams.set("start", range.startStr.slice(0, 10));
  address.searchParams.set("end", range.endStr.slice(0, 10));
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address.pathname} answered ${answer.status}`);
  return answer.json();
}

function classesOf(entry) {
  const { kind, state, milestone } = entry.extendedProps;
  const classes = ["entry-kind", `entry-kind--${kind}`, `entry-state--${state ?? "confirmed"}`];
  if (milestone) classes.push("entry--milestone");
  return classes.join(" ");
}

function keptView() {
  const kept = sessionStorage.getItem(KEPT_VIEW);
  return VIEWS.includes(kept) ? kept : "dayGridMonth";
}

// The corner above the hours is an empty cell between column headings: nothing to announce.
function quietEmptyCells(root) {
  for (const cell of root.querySelectorAll("[role=columnheader], [role=rowheader]")) {
    if (!cell.textContent.trim() && !cell.getAttribute("aria-label")) {
      cell.setAttribute("role", "gridcell");
    }
  }
}

function optionsFor(section, locale, texts) {
  const failed = section.querySelector("[data-calendar-failed]");
  return {
    locale,
    timeZone: "Asia/Tokyo",
    initialDate: section.dataset.day,
    initialView: keptView(),
    headerToolbar: { start: "prev,next today", center: "title", end: VIEWS.join(",") },
    headingLevel: 2,
    height: "auto",
    buttons: {
      prev: { hint: texts.previous },
      next: { hint: texts.next },
      today: { text: texts.today, hint: texts.today },
      dayGridMonth: { text: texts.month, hint: texts.month },
      timeGridWeek: { text: texts.week, hint: texts.week },
      multiMonthYear: { text: texts.year, hint: texts.year },
    },
    viewChangeHint: texts.views,
    closeHint: texts.close,
    eventsHint: texts.events,
    allDayText: texts.allDay,
    moreLinkText: (number) => texts.more.replace("{number}", number),
    moreLinkHint: (number) => texts.more.replace("{number}", number),
    dayMaxEvents: 4,
    eventDisplay: "block",
    eventClass: (info) => classesOf(info.event),
    eventTitleClass: "entry__title",
    moreLinkClass: "calendar__more",
    buttonClass: (info) => `calendar__button${info.isSelected ? " calendar__button--chosen" : ""}`,
    slotMinTime: "07:00:00",
    slotMaxTime: "22:00:00",
    nowIndicator: true,
    events: (range, give, refuse) => {
      entriesBetween(section.dataset.feed, range).then((entries) => {
        failed.hidden = true;
        give(entries);
      }, refuse);
    },
    eventSourceFailure: () => {
      failed.hidden = false;
    },
    datesSet: (info) => {
      sessionStorage.setItem(KEPT_VIEW, info.view.type);
      requestAnimationFrame(() => quietEmptyCells(section));
    },
  };
}

async function enhance(section) {
  const locale = LOCALES[document.documentElement.lang] ?? "ja";
  await loadLibrary(locale);
  section.hidden = false;
  const grid = section.querySelector("[data-calendar-grid]");
  const texts = JSON.parse(section.dataset.texts);
  new globalThis.FullCalendar.Calendar(grid, optionsFor(section, locale, texts)).render();
}

for (const section of document.querySelectorAll("[data-calendar]")) enhance(section);

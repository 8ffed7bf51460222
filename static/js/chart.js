// Draws a chart from the table below it. The table is the only source of numbers.
const ROLES = ["accent", "second", "third", "ink", "ink-soft", "line", "page", "stop"];
// Pixels a label needs on one line, and with what stands in brackets below.
const LABEL_WIDTH = 136;
const NARROW_LABEL_WIDTH = 72;
const NARROW = 560;

// light-dark() is resolved by the browser alone, so a hidden element is asked.
function coloursOf(element, scheme) {
  const probe = document.createElement("span");
  probe.style.colorScheme = scheme;
  element.append(probe);
  const found = {};
  for (const role of ROLES) {
    probe.style.color = `var(--${role})`;
    found[role] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

function valueOf(cell) {
  const text = cell.dataset.value ?? cell.textContent;
  const found = text.replaceAll(",", "").match(/-?\d+(?:\.\d+)?/);
  return found ? Number(found[0]) : null;
}

function wordsOf(heading) {
  const copy = heading.cloneNode(true);
  copy.querySelector(".sort__mark")?.remove();
  return copy.textContent.trim();
}

// A table that begins with the latest year is drawn from its end: time runs to the right.
function read(table, { reversed }) {
  const headings = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  if (reversed !== undefined) rows.reverse();
  const columns = headings.flatMap((heading, index) =>
    "series" in heading.dataset ? [{ name: wordsOf(heading), index }] : [],
  );
  return {
    categories: rows.map((row) => wordsOf(row.querySelector("th") ?? row.cells[0])),
    series: columns.map(({ name, index }) => ({
      name,
      values: rows.map((row) => valueOf(row.cells[index])),
      links: rows.map((row) => (row.cells[index].querySelector("a") ?? row.querySelector("a"))?.href),
    })),
  };
}

function seriesOf(read, section, colours, lines) {
  const kind = section.dataset.chart;
  const stacked = "stacked" in section.dataset;
  const drawn = read.series.map(({ name, values }) => ({
    name,
    type: kind,
    data: values,
    stack: stacked ? "all" : undefined,
    barMaxWidth: 48,
    symbolSize: 8,
    lineStyle: { width: 3 },
    label: {
      show: !stacked,
      position: "top",
      color: colours.ink,
      formatter: ({ value }) => value.toLocaleString("en"), // in thousands, as the scale is
    },
  }));
  if (drawn.length && lines.length) {
    drawn[0].markLine = {
      silent: true,
      symbol: "none",
      lineStyle: { color: colours.stop, type: "dashed", width: 2 },
      label: {
        position: "insideStartTop",
        formatter: "{b}",
        color: colours.stop,
        textBorderColor: colours.page,
        textBorderWidth: 3,
      },
      data: lines.map(([name, value]) => ({ name, yAxis: value })),
    };
  }
  return drawn;
}

// The scale ends on a round number a little above the highest bar or reference line.
function topOf(highest, lines) {
  const top = Math.max(highest, ...lines.map(([, value]) => value)) * 1.1;
  const step = 5 * 10 ** Math.max(Math.floor(Math.log10(top)) - 1, 0);
  return Math.ceil(top / step) * step;
}

// Labels on two lines, then only some of them, rather than cut or turned. Asked anew whenever the
// chart is laid out, so that a turned phone gets the other form.
function labelling(place, count) {
  const room = () => place.clientWidth / count;
  return {
    lineHeight: 16,
    interval: (index) => index % Math.ceil(NARROW_LABEL_WIDTH / room()) === 0,
    formatter: (words) => (room() < LABEL_WIDTH ? words.replace(/\s*([(（])/, "\n$1") : words),
  };
}

// Room for the legend above the drawing: on a narrow page its names stand on lines of their own.
function legendRoom(section, series) {
  const width = section.querySelector(".chart__drawing").clientWidth;
  const lines = width < NARROW ? series.length : 1;
  return 32 + 24 * lines;
}

function optionsOf(section, found, scheme) {
  const colours = coloursOf(section, scheme);
  const lines = JSON.parse(section.dataset.lines);
  const several = found.series.length > 1;
  const axis = {
    axisLabel: { color: colours.ink },
    axisLine: { lineStyle: { color: colours["ink-soft"] } },
    splitLine: { lineStyle: { color: colours.line } },
  };
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: several } },
    color: [colours.accent, colours.second, colours.third, colours["ink-soft"]],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 },
    grid: { top: several ? legendRoom(section, found.series) : 32, right: 16, bottom: 8, left: 8, containLabel: true },
    legend: { show: several, top: 0, left: 0, textStyle: { color: colours.ink } },
    tooltip: {
      trigger: "axis",
      backgroundColor: colours.page,
      textStyle: { color: colours.ink },
    },
    xAxis: {
      type: "category",
      data: found.categories,
      ...axis,
      axisLabel: {
        ...axis.axisLabel,
        ...labelling(section.querySelector(".chart__drawing"), found.categories.length),
      },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      max: lines.length ? ({ max }) => topOf(max, lines) : undefined,
      ...axis,
    },
    series: seriesOf(found, section, colours, lines),
  };
}

function draw(section) {
  const table = section.querySelector("table");
  const place = section.querySelector(".chart__drawing");
  if (!table?.tBodies[0]?.rows.length) return;
  const found = read(table, section.dataset);
  if (found.series.every(({ values }) => values.every((value) => value === null))) return;
  place.hidden = false;
  const chart = globalThis.echarts.init(place, null, { renderer: "svg" });
  const paint = (scheme = "") => chart.setOption(optionsOf(section, found, scheme), true);
  paint();
  chart.on("click", ({ componentType, seriesIndex, dataIndex }) => {
    const link = componentType === "series" && found.series[seriesIndex].links[dataIndex];
    if (link) location.assign(link);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint());
  addEventListener("beforeprint", () => paint("light"));
  addEventListener("afterprint", () => paint());
}

for (const section of document.querySelectorAll("[data-chart]")) draw(section);

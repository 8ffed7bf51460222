// A grid with a spreadsheet's manners: what is pasted fills the cells from here on, Enter and the
// arrows go up and down, and there is always another row.
function rowsOf(sheet) {
  return [...sheet.tBodies[0].rows];
}

function cellsOf(row) {
  return [...row.querySelectorAll("input:not([type=hidden])")];
}

// A blank row after the last one; the numbers in names and labels count on.
function addRow(sheet) {
  const rows = rowsOf(sheet);
  const copy = rows.at(-1).cloneNode(true);
  const number = rows.length;
  for (const input of copy.querySelectorAll("input")) {
    input.name = input.name.replace(/^r\d+/, `r${number}`);
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    input.removeAttribute("id");
    if (input.ariaLabel) input.ariaLabel = input.ariaLabel.replace(/\d+/, String(number + 1));
  }
  copy.querySelector("th").firstChild.textContent = String(number + 1);
  sheet.tBodies[0].append(copy);
  return copy;
}

function cellAt(sheet, row, column) {
  while (rowsOf(sheet).length <= row) addRow(sheet);
  return cellsOf(rowsOf(sheet)[row])[column];
}

function placeOf(sheet, input) {
  const row = input.closest("tr");
  return [rowsOf(sheet).indexOf(row), cellsOf(row).indexOf(input)];
}

// Cells of a spreadsheet as they are copied; one with a break or a tab inside stands in quotes.
function split(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    const row = rows.at(-1);
    if (letter === '"' && (quoted || row.at(-1) === "")) {
      if (quoted && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
      else quoted = !quoted;
    } else if (!quoted && letter === "\t") row.push("");
    else if (!quoted && letter === "\n") rows.push([""]);
    else if (letter !== "\r") row[row.length - 1] += letter === "\n" ? " " : letter;
  }
  if (rows.at(-1).every((cell) => cell === "")) rows.pop();
  return rows;
}

function paste(sheet, event) {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.trimEnd()) || !event.target.matches("input")) return;
  event.preventDefault();
  const [top, left] = placeOf(sheet, event.target);
  split(text).forEach((row, down) => {
    row.forEach((value, right) => {
      const cell = cellAt(sheet, top + down, left + right);
      if (cell) cell.value = value;
    });
  });
}

function move(sheet, event) {
  const steps = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };
  const step = steps[event.key];
  if (!step || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  // In a cell with a list of suggestions the arrows choose from it.
  if (event.key !== "Enter" && event.target.hasAttribute("list")) return;
  event.preventDefault();
  const [row, column] = placeOf(sheet, event.target);
  const down = event.shiftKey && event.key === "Enter" ? -1 : step;
  if (row + down < 0) return;
  cellAt(sheet, row + down, column).focus();
}

for (const sheet of document.querySelectorAll("[data-sheet] table")) {
  sheet.addEventListener("paste", (event) => paste(sheet, event));
  sheet.addEventListener("keydown", (event) => {
    if (event.target.matches("input")) move(sheet, event);
  });
}

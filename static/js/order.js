// An order changed by dragging a row, by its buttons, or by typing the place it goes to. The places
// that are typed are what is sent: without this file they are all there is.
function rowsOf(root) {
  return [...root.querySelectorAll("tbody tr")];
}

function placeOf(row) {
  return row.querySelector("input.order__place");
}

function renumber(root) {
  rowsOf(root).forEach((row, at) => {
    placeOf(row).value = String(at + 1);
  });
}

function say(root, row) {
  const said = root.querySelector("[data-order-said]");
  const name = row.querySelector("th").firstChild.textContent.trim();
  said.textContent = said.dataset.sentence
    .replace("%n", name)
    .replace("%p", placeOf(row).value);
}

function moveTo(root, row, place) {
  const others = rowsOf(root).filter((other) => other !== row);
  const before = others[Math.max(0, place - 1)];
  if (before) before.before(row);
  else others.at(-1)?.after(row);
  renumber(root);
  say(root, row);
}

function listenForButtons(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order-up], [data-order-down]");
    if (!button) return;
    const row = button.closest("tr");
    const place = rowsOf(root).indexOf(row) + 1;
    moveTo(root, row, "orderUp" in button.dataset ? place - 1 : place + 1);
    button.focus();
  });
}

function listenForPlaces(root) {
  root.addEventListener("change", (event) => {
    const place = Number.parseInt(event.target.value, 10);
    if (event.target.matches("input.order__place") && place > 0) {
      moveTo(root, event.target.closest("tr"), place);
      event.target.focus();
    }
  });
}

function listenForDragging(root) {
  let dragged = null;
  for (const row of rowsOf(root)) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      // A field is not dragged with its row: its text is to be selected.
      if (document.activeElement?.matches("input") && row.contains(document.activeElement)) {
        event.preventDefault();
        return;
      }
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      row.dataset.over = "";
    });
    row.addEventListener("dragleave", () => delete row.dataset.over);
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      delete row.dataset.over;
      if (dragged && dragged !== row) moveTo(root, dragged, rowsOf(root).indexOf(row) + 1);
    });
    row.addEventListener("dragend", () => {
      dragged = null;
    });
  }
}

for (const root of document.querySelectorAll("[data-order]")) {
  for (const acts of root.querySelectorAll("[data-order-acts]")) acts.hidden = false;
  listenForButtons(root);
  listenForPlaces(root);
  listenForDragging(root);
}

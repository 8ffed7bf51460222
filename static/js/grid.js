// A block copied from a sheet and pasted into a cell spreads over the cells beside and below it.
// One that is longer than the rows left goes into the field that reads whole tables.
function cellsOf(row) {
  return [...row.querySelectorAll("input.cell")];
}

function spread(cell, lines) {
  const rows = [...cell.closest("tbody").rows];
  const first = rows.indexOf(cell.closest("tr"));
  const column = cellsOf(rows[first]).indexOf(cell);
  if (first + lines.length > rows.length) return false;
  lines.forEach((line, down) => {
    const cells = cellsOf(rows[first + down]);
    line.split("\t").forEach((text, across) => {
      if (cells[column + across]) cells[column + across].value = text.trim();
    });
  });
  return true;
}

function paste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!event.target.matches("input.cell") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  // A quoted cell may hold line breaks: only the server reads those.
  if (!text.includes('"') && spread(event.target, text.split("\n"))) return;
  const field = document.getElementById("text");
  field.value = text;
  field.focus();
}

document.querySelector("form.grid").addEventListener("paste", paste);

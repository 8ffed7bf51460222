// Drag an item to another day, track or time. The buttons on it do the same without a mouse: both
// post the same form, and the server says whether it may be.
function post(address, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.querySelector('input[name="csrf_token"]');
  for (const [name, value] of Object.entries({ ...fields, csrf_token: token.value })) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

let dragged = null;

function drop(track, target) {
  const before = target.closest(".item");
  const fields = {
    version: dragged.dataset.version,
    day: track.dataset.day,
    track: track.dataset.track,
  };
  // Dropped on another item, it begins when that one begins.
  if (before?.dataset.clock && before !== dragged) fields.clock = before.dataset.clock;
  if (before !== dragged) post(dragged.dataset.move, fields);
}

for (const item of document.querySelectorAll(".item[draggable]")) {
  item.addEventListener("dragstart", (event) => {
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.id);
  });
  item.addEventListener("dragend", () => {
    dragged = null;
  });
}

for (const track of document.querySelectorAll(".track")) {
  track.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    track.classList.add("track--over");
  });
  track.addEventListener("dragleave", () => track.classList.remove("track--over"));
  track.addEventListener("drop", (event) => {
    event.preventDefault();
    track.classList.remove("track--over");
    if (dragged) drop(track, event.target);
  });
}

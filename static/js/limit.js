// A file that is more than may be sent is refused before it is sent, so that the form stays filled.
// What stands in the other fields is sent too.
const OTHER_FIELDS = 64 * 1024;

export function refuseLargeFiles(root) {
  root.addEventListener("change", (event) => {
    const input = event.target;
    const said = input.closest?.("form")?.querySelector("[data-most-bytes]");
    if (!said || input.type !== "file") return;
    const sent = [...input.files].reduce((sum, file) => sum + file.size, 0);
    said.hidden = sent + OTHER_FIELDS <= Number(said.dataset.mostBytes);
    if (said.hidden) return;
    input.value = "";
    input.before(said);
  });
}

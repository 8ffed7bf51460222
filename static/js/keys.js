// The same three keys everywhere: / searches, n makes a new one, ? shows the keys.
const TYPING = "input, select, textarea, [contenteditable]";

function press(root, key) {
  const target = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("input")) {
    target.focus();
    target.select();
  } else {
    target.click();
  }
  return true;
}

export function listenForKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(TYPING) || root.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      const help = root.getElementById("keys-help");
      if (help) {
        help.showModal();
        event.preventDefault();
      }
    } else if (event.key.length === 1 && press(root, event.key)) {
      event.preventDefault();
    }
  });
}

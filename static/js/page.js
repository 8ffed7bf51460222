// What every page gains from JavaScript: three keys, one submit a form, a page that is true after a
// download, focus on a refusal, one box for all rows, no file that is too large.
import { chooseAll } from "./choose.js";
import { listenForKeys } from "./keys.js";
import { refuseLargeFiles } from "./limit.js";
import { renewAfterSending, sendOnce } from "./submit.js";

listenForKeys(document);
sendOnce(document);
renewAfterSending(document);
chooseAll(document);
refuseLargeFiles(document);

function focusOnRefusal(root) {
  root.querySelector("[data-focus]")?.focus();
}

focusOnRefusal(document);
document.addEventListener("htmx:afterSwap", (event) => focusOnRefusal(event.target));

// A page made for paper is printed by its button; without this, by the browser's own menu.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What was typed before a session was over goes back to its form by itself.
document.querySelector("form[data-send]")?.requestSubmit();

// A menu closes on Escape and when something else is pressed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

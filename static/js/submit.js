// A form marked data-once is sent once, however often its button is pressed.
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[type=submit]")) {
    button.removeAttribute("aria-disabled");
  }
}

export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
  // Coming back by the browser's own history, or after a partial answer, it may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) release(form);
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
}

// A download leaves its page as it was: what holds the form asks again, by the event it waits for.
// A long one is asked about more than once: nothing says when it is over.
const RENEWALS = [0, 4000, 15000, 60000];

export function renewAfterSending(root) {
  root.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-renews]")) return;
    for (const wait of RENEWALS) {
      setTimeout(() => root.querySelector("[data-renews]")?.dispatchEvent(new Event("renew")), wait);
    }
  });
}

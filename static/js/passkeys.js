// A form under data-passkey asks the browser for a passkey before it is sent: "make" a new one or
// "use" one. What went wrong is said in the page's own words, by the name of the browser's error.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function readable(options) {
  const known = (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const found = { ...options, challenge: bytes(options.challenge), excludeCredentials: known };
  if (options.user) found.user = { ...options.user, id: bytes(options.user.id) };
  return found;
}

async function answered(kind, options) {
  const publicKey = readable(options);
  const asked = { publicKey };
  const { id, type, rawId, response } = await (kind === "make"
    ? navigator.credentials.create(asked)
    : navigator.credentials.get(asked));
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const held = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return { id, type, rawId: text(rawId), response: Object.fromEntries(held) };
}

async function send(place, form) {
  const came = await fetch(place.dataset.options, { headers: { Accept: "application/json" } });
  if (!came.ok) throw new Error(came.statusText);
  const { options, ticket } = await came.json();
  form.elements.answer.value = JSON.stringify(await answered(place.dataset.passkey, options));
  form.elements.ticket.value = ticket;
  form.submit();
}

function say(place, words) {
  const said = place.querySelector("[data-said]");
  said.textContent = words;
  said.hidden = !words;
}

const SENTENCES = { NotAllowedError: "cancelled", InvalidStateError: "known" };

for (const place of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential && location.origin === place.dataset.origin) continue;
  place.hidden = false;
  for (const without of document.querySelectorAll("[data-without-passkeys]")) without.hidden = true;
  const form = place.querySelector("form");
  const button = place.querySelector("[data-ask]");
  (button ?? form).addEventListener(button ? "click" : "submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // sent once, below: what marks forms as sent need not know of this
    say(place, "");
    if (location.origin !== place.dataset.origin) {
      say(place, place.dataset.elsewhere);
      return;
    }
    send(place, form).catch((error) => {
      say(place, place.dataset[SENTENCES[error.name] ?? "failed"]);
    });
  });
}

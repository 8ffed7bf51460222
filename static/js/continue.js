// A form under data-continue needs nobody: it is sent when the page has come.
for (const form of document.querySelectorAll("[data-continue] form")) form.requestSubmit();

// One box that chooses every row of its form, and shows when only some are chosen.
function listen(all) {
  const form = all.closest("form");
  const name = CSS.escape(all.dataset.chooseAll);
  const boxes = [...form.querySelectorAll(`input[type="checkbox"][name="${name}"]`)];
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  // Coming back, a browser ticks again what was ticked before.
  window.addEventListener("pageshow", show);
  show();
  all.closest("[hidden]").hidden = false;
}

export function chooseAll(root) {
  for (const all of root.querySelectorAll("[data-choose-all]")) listen(all);
}

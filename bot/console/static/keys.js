// Everything by keyboard: single letters outside fields, listed under "?". They can be switched off (WCAG 2.1.4).

const isField = element => element.closest("input, textarea, select, [contenteditable]");

export function createKeys() {
  const dialog = document.getElementById("keys"), off = document.getElementById("keys-off");
  off.checked = localStorage.getItem("keys") === "off";
  off.addEventListener("change", () => localStorage.setItem("keys", off.checked ? "off" : "on"));

  function move(step) {
    const slips = Array.from(document.querySelectorAll("#board [data-slip]")).filter(slip => slip.offsetParent);
    const present = slips.indexOf(document.activeElement.closest("[data-slip]") || document.querySelector("#board [aria-current]"));
    const next = slips[Math.min(slips.length - 1, Math.max(0, present + step))];
    if (next) next.focus();
  }

  function use(key) {
    const target = Array.from(document.querySelectorAll('[data-key="' + key + '"]')).find(found => found.offsetParent);
    if (!target) return false;
    if (target.tagName === "DETAILS") {
      target.open = true;
      const field = target.querySelector("input:not([type=hidden]), select, textarea, .panel button");
      if (field) field.focus();
    } else if (target.matches("textarea, input")) {
      target.focus();
    } else {
      target.click();
    }
    return true;
  }

  function leave() {
    const open = document.activeElement.closest("details.act[open], details[data-key][open]") || document.querySelector("details.act[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (isField(document.activeElement)) {
      document.activeElement.blur();
    }
  }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !dialog.open) leave();
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || dialog.open || off.checked) return;
    const actions = { "?": () => dialog.showModal(), "/": () => location.assign("/search"), j: () => move(1), k: () => move(-1), l: () => document.getElementById("thread") && document.getElementById("thread").focus() };
    const action = actions[event.key];
    if (action) action();
    if (action || use(event.key)) event.preventDefault();
  });
  document.addEventListener("click", event => {
    if (event.target.closest('[data-dialog="keys"]')) dialog.showModal();
    document.querySelectorAll("details.act[open]").forEach(act => { if (!act.contains(event.target)) act.open = false; });
  });
}

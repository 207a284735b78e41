// What the counsellor writes and sends. A draft is never lost: it stays in the field until the console has taken it.

import { createRecorder } from "./recorder.js";

const TYPING_EVERY = 4000;

export function createComposer(desk, texts) {
  const form = document.getElementById("composer");
  if (!form) return null;
  const text = document.getElementById("text"), refusal = document.getElementById("refusal"), send = document.getElementById("send");
  const base = "/cases/" + desk.case, place = "draft-" + desk.case, epoch = form.elements.epoch;
  let lastTried = {}, typedAt = 0, isSending = false, isMine = desk.mine === "yes";

  function say(words) {
    refusal.textContent = words || "";
    refusal.hidden = !words;
    form.classList.toggle("refused", Boolean(words));
  }

  async function post(path, body, headers) {
    try {
      const response = await fetch(base + path, { method: "POST", body: body, credentials: "same-origin", headers: { Accept: "application/json", "X-CSRF-Token": desk.csrf, ...headers } });
      if (response.ok) {
        say("");
        return true;
      }
      say(response.status === 401 ? texts.textOut : (await response.json()).error);
    } catch (error) {
      say(texts.textFailed);
    }
    return false;
  }

  // The same words sent again after a lost answer carry the same number, so that they are kept once.
  function nonceFor(words) {
    if (words !== lastTried.words) lastTried = { words: words, nonce: crypto.getRandomValues(new Uint32Array(4)).join("-") };
    return lastTried.nonce;
  }

  const raw = (path, blob, headers) => post(path + "?epoch=" + epoch.value, blob, { "Content-Type": "application/octet-stream", "X-Nonce": nonceFor(blob), ...headers });

  function keep() {
    if (text.value) sessionStorage.setItem(place, text.value);
    else sessionStorage.removeItem(place);
  }

  async function sendText() {
    const written = text.value;
    if (isSending || !written.trim()) return;
    isSending = send.disabled = true;
    const isTaken = await post("/reply", new URLSearchParams({ text: written, epoch: epoch.value, csrf: desk.csrf, nonce: nonceFor(written) }));
    if (isTaken) lastTried = {};
    isSending = false;
    send.disabled = !isMine;
    if (isTaken && text.value === written) text.value = "";
    keep();
    text.focus();
  }

  form.addEventListener("submit", event => {
    event.preventDefault();
    sendText();
  });
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      sendText();
    }
  });
  text.addEventListener("input", () => {
    keep();
    if (isMine && text.value && Date.now() - typedAt > TYPING_EVERY) {
      typedAt = Date.now();
      fetch(base + "/typing", { method: "POST", headers: { "X-CSRF-Token": desk.csrf, Accept: "application/json" } }).catch(() => {});
    }
  });
  if (!text.value) text.value = sessionStorage.getItem(place) || "";

  form.addEventListener("click", event => {
    const canned = event.target.closest("[data-insert]");
    if (!canned) return;
    const words = canned.dataset.insert, from = text.selectionStart;
    text.setRangeText(words, from, text.selectionEnd, "end");
    const blank = /\{\w*\}/.exec(words);
    canned.closest("details").open = false;
    text.focus();
    if (blank) text.setSelectionRange(from + blank.index, from + blank.index + blank[0].length);
    keep();
  });
  form.addEventListener("input", event => {
    if (!event.target.matches("[data-filter]")) return;
    const wanted = event.target.value.toLowerCase();
    event.target.closest(".panel").querySelectorAll("li").forEach(entry => {
      const button = entry.querySelector("[data-insert]");
      entry.hidden = Boolean(button) && !(button.textContent + button.dataset.insert).toLowerCase().includes(wanted);
    });
  });

  const intent = document.getElementById("intent"), where = document.getElementById("answer-place");
  const shown = document.getElementById("answer-text"), sendAnswer = document.getElementById("answer-send");
  [intent, where].forEach(field => field.addEventListener("input", () => {
    sendAnswer.disabled = true;
    shown.textContent = "";
  }));
  document.getElementById("answer-show").addEventListener("click", async () => {
    const query = new URLSearchParams({ intent: intent.value, place: where.value });
    const response = await fetch(base + "/answer-preview?" + query, { headers: { Accept: "application/json" } }).catch(() => null);
    const found = response ? await response.json() : { error: texts.textFailed };
    shown.textContent = found.error || found.text;
    shown.lang = found.language || "";
    sendAnswer.disabled = Boolean(found.error);
  });
  sendAnswer.addEventListener("click", async () => {
    sendAnswer.disabled = true;
    const isTaken = await post("/answer", new URLSearchParams({ intent: intent.value, place: where.value, epoch: epoch.value, csrf: desk.csrf }));
    if (isTaken) {
      shown.textContent = "";
      document.getElementById("answers").open = false;
    }
  });

  const chosen = document.getElementById("chosen");
  document.getElementById("attach").addEventListener("click", () => chosen.click());
  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    if (file) await raw("/file", file, { "X-File-Name": encodeURIComponent(file.name) });
    chosen.value = "";
  });
  const recorder = createRecorder(blob => raw("/voice", blob), () => say(texts.textNomic));

  return {
    // The case has changed: it may be somebody else's now.
    take(event) {
      const wasMine = isMine;
      isMine = event.mine;
      if (isMine) {
        epoch.value = event.epoch;
        form.hidden = send.disabled = false;
        if (!wasMine) say("");
        text.lang = event.language;
        return;
      }
      recorder.drop();
      send.disabled = true;
      form.hidden = !text.value;
      if (text.value && wasMine) say((event.state === "claimed" && event.holder ? texts.textGone.replace("{name}", event.holder) + " " : "") + texts.textDraft);
    },
    empty() {
      recorder.drop();
      text.value = "";
      sessionStorage.removeItem(place);
      form.hidden = true;
    },
  };
}

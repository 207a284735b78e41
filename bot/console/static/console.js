// The workplace: keeps lists and conversation up to date, by one stream of events.

import { createAlarm } from "./alarm.js";
import { createComposer } from "./composer.js";
import { createKeys } from "./keys.js";

const PATIENCE = 40000; // the console says something at least every 15 seconds
const root = document.getElementById("desk"), desk = root.dataset;
const board = document.getElementById("board"), thread = document.getElementById("thread");
const head = document.getElementById("head"), facts = document.getElementById("facts"), connection = document.getElementById("connection");
const alarm = createAlarm(desk), composer = createComposer(desk, desk);
const below = document.getElementById("below"), urgent = document.getElementById("urgent");
const ticks = new Map();
let source = null, watch = 0, pending = null, told = null, epoch = Number(desk.epoch);

createKeys();

// What is half written in the forms of a part.
function typedIn(part) {
  const fields = Array.from(part.querySelectorAll("form textarea, form input:not([type=hidden])"));
  return fields.filter(field => field.name && field.value !== field.defaultValue).map(field => ({ action: field.form.getAttribute("action"), name: field.name, value: field.value }));
}

// Replace a part of the page without taking the focus, the folds or the ticks from whoever works in it.
function replace(part, html) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const way = focused && (focused.getAttribute("href") ? '[href="' + focused.getAttribute("href") + '"]' : focused.id ? "#" + focused.id : focused.dataset.key ? '[data-key="' + focused.dataset.key + '"]' : null);
  const open = Array.from(part.querySelectorAll("details[id][open]")).map(fold => fold.id);
  const top = part.scrollTop, typed = typedIn(part);
  part.innerHTML = html;
  typed.forEach(({ action, name, value }) => {
    const form = Array.from(part.querySelectorAll("form")).find(other => other.getAttribute("action") === action);
    if (form && form.elements[name]) form.elements[name].value = value;
  });
  open.forEach(id => { const fold = document.getElementById(id); if (fold) fold.open = true; });
  part.querySelectorAll("[data-check]").forEach(tick => { tick.checked = ticks.get(tick.dataset.check) || false; });
  part.scrollTop = top;
  const again = way && part.querySelector(way);
  if (again) again.focus({ preventScroll: true });
}

const isWorking = part => part.querySelector("details.act[open]") || (part.contains(document.activeElement) && document.activeElement.matches("textarea, select, input"));

function showCase(event) {
  if (event.mine && !desk.readable) { // it has come to us while we could not read it: the page lacks what belongs to it
    location.reload();
    return;
  }
  desk.epoch = event.epoch;
  if (composer) composer.take(event);
  if (event.mine && told && (event.advice > told.advice || event.visitors > told.visitors)) alarm.hear(event.advice > told.advice ? desk.textAdvice : desk.textVisitor);
  told = event;
  pending = event;
  applyCase(event.epoch !== epoch);
  epoch = event.epoch;
}

function applyCase(isForced) {
  if (!pending || (!isForced && (isWorking(head) || isWorking(facts)))) return;
  replace(head, pending.head);
  replace(facts, pending.facts);
  pending = null;
}

function showLines(event) {
  let isNew = false;
  const isAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 160;
  event.gone.forEach(seq => { const line = document.getElementById("line-" + seq); if (line) line.remove(); });
  event.lines.forEach(({ seq, html }) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const line = holder.content.firstElementChild, old = document.getElementById("line-" + seq);
    if (old) {
      if (old.dataset.mark !== line.dataset.mark) old.replaceWith(line);
      return;
    }
    const after = Array.from(thread.querySelectorAll(".line")).reverse().find(other => Number(other.dataset.seq) < seq);
    isNew = isNew || line.classList.contains("person");
    if (after) after.after(line);
    else thread.prepend(line);
  });
  if (isAtEnd) thread.scrollTop = thread.scrollHeight;
  else if (isNew) below.hidden = false;
}

function showErased(event) {
  head.innerHTML = event.head;
  facts.textContent = thread.textContent = "";
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = event.text;
  thread.appendChild(notice);
  if (composer) composer.empty();
  document.title = "Wegweiser";
}

function say(words) {
  connection.textContent = words;
  connection.hidden = !words;
}

// A draft that waits in another conversation is easily forgotten.
function showDrafts() {
  board.querySelectorAll("[data-slip]").forEach(slip => slip.classList.toggle("drafted", sessionStorage.getItem("draft-" + slip.getAttribute("href").split("/").pop()) !== null));
}

// On a narrow screen the lists are not beside the conversation.
function showUrgent(event) {
  urgent.hidden = !event.urgent;
  if (urgent.hidden) return;
  urgent.href = "/cases/" + event.urgent;
  urgent.textContent = event.is_call ? desk.textCall : desk.textDanger;
}

function alive() {
  if (navigator.onLine) say(""); // what was on its way when the connection went says nothing of it
  clearTimeout(watch);
  watch = setTimeout(connect, PATIENCE);
}

function connect() {
  if (source) source.close();
  const query = new URLSearchParams(desk.case ? { case: desk.case, first: desk.first } : {});
  source = new EventSource("/events?" + query);
  const on = (kind, action) => source.addEventListener(kind, message => {
    alive();
    action(JSON.parse(message.data));
  });
  on("board", event => {
    replace(board, event.html);
    showDrafts();
    showUrgent(event);
    alarm.showBell();
    alarm.take(event);
  });
  on("alive", () => {});
  on("signed_out", () => {
    source.close();
    clearTimeout(watch);
    say(desk.textOut);
  });
  if (desk.case) {
    on("lines", showLines);
    on("case", showCase);
    on("erased", showErased);
  }
  source.onerror = () => {
    say(desk.textLost);
    if (source.readyState === 2) setTimeout(connect, 3000);
  };
}

function showFacts(isShown) {
  root.classList.toggle("facts-shown", isShown);
  const next = document.querySelector(isShown ? ".facts [data-facts]" : "#head [data-facts]");
  if (next && next.offsetParent) next.focus();
}

document.addEventListener("change", event => {
  if (event.target.dataset.check) ticks.set(event.target.dataset.check, event.target.checked);
});
document.addEventListener("focusout", () => setTimeout(() => applyCase(false), 0));
document.addEventListener("click", event => {
  if (event.target.closest("[data-facts]")) showFacts(!root.classList.contains("facts-shown"));
  setTimeout(() => applyCase(false), 0);
});
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && root.classList.contains("facts-shown") && !document.querySelector("dialog[open]")) showFacts(false);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && source && source.readyState === 2) connect(); });
window.addEventListener("offline", () => say(desk.textLost));
window.addEventListener("online", connect);
if (thread) {
  const toEnd = () => { thread.scrollTop = thread.scrollHeight; };
  toEnd();
  below.addEventListener("click", () => {
    toEnd();
    thread.focus();
  });
  thread.addEventListener("scroll", () => { if (thread.scrollHeight - thread.scrollTop - thread.clientHeight < 160) below.hidden = true; }, { passive: true });
}
showDrafts();
connect();

// The workplace: keeps lists and conversation up to date, by one stream of events.

import { createAlarm } from "./alarm.js";
import { createComposer } from "./composer.js";
import { createKeys } from "./keys.js";

const PATIENCE = 40000; // the console says something at least every 15 seconds
const root = document.getElementById("desk"), desk = root.dataset;
const board = document.getElementById("board"), thread = document.getElementById("thread");
const head = document.getElementById("head"), facts = document.getElementById("facts"), connection = document.getElementById("connection");
const alarm = createAlarm(desk), composer = createComposer(desk, desk);
const ticks = new Map();
let source = null, watch = 0, pending = null, epoch = Number(desk.epoch);

createKeys();

// Replace a part of the page without taking the focus, the folds or the ticks from whoever works in it.
function replace(part, html) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const way = focused && (focused.getAttribute("href") ? '[href="' + focused.getAttribute("href") + '"]' : focused.id ? "#" + focused.id : focused.dataset.key ? '[data-key="' + focused.dataset.key + '"]' : null);
  const open = Array.from(part.querySelectorAll("details[id][open]")).map(fold => fold.id);
  const top = part.scrollTop;
  part.innerHTML = html;
  open.forEach(id => { const fold = document.getElementById(id); if (fold) fold.open = true; });
  part.querySelectorAll("[data-check]").forEach(tick => { tick.checked = ticks.get(tick.dataset.check) || false; });
  part.scrollTop = top;
  const again = way && part.querySelector(way);
  if (again) again.focus({ preventScroll: true });
}

const isWorking = part => part.querySelector("details.act[open]") || (part.contains(document.activeElement) && document.activeElement.matches("textarea, select, input"));

function showCase(event) {
  desk.epoch = event.epoch;
  if (composer) composer.take(event);
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
    if (after) after.after(line);
    else thread.prepend(line);
  });
  if (isAtEnd) thread.scrollTop = thread.scrollHeight;
}

function showErased(event) {
  head.textContent = facts.textContent = thread.textContent = "";
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

function alive() {
  say("");
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

document.addEventListener("change", event => {
  if (event.target.dataset.check) ticks.set(event.target.dataset.check, event.target.checked);
});
document.addEventListener("focusout", () => setTimeout(() => applyCase(false), 0));
document.addEventListener("click", event => {
  if (event.target.closest("[data-facts]")) root.classList.toggle("facts-shown");
  setTimeout(() => applyCase(false), 0);
});
document.addEventListener("visibilitychange", () => { if (!document.hidden && source && source.readyState === 2) connect(); });
window.addEventListener("offline", () => say(desk.textLost));
window.addEventListener("online", connect);
if (thread) thread.scrollTop = thread.scrollHeight;
connect();

// The page of the web chat: buttons, keys, and what connects the view with the gate.

import { createInbox } from "./inbox.js";
import { linked } from "./links.js";
import { createOutbox } from "./outbox.js";
import { createView } from "./view.js";

const state = JSON.parse(document.getElementById("state").textContent);
const texts = state.texts;
const byId = id => document.getElementById(id);
const field = byId("text");
let hasSession = state.has_session, wanted = null, left = [];

const view = createView(texts, choose, sharePlace);

const outbox = createOutbox({
  sent(item) {
    hasSession = true;
    view.state(item.id, "sent");
    inbox.expect();
    if (item.body.language && wanted === item.id) location.replace("?language=" + item.body.language);
  },
  waiting(item) { view.state(item.id, "waiting"); },
  refused(item, status) {
    view.state(item.id, "refused");
    if (status === 413) view.note(texts.too_long);
  },
  told(text, language) { view.note(text, language); },
});

const inbox = createInbox({
  show(event) {
    if (event.type === "own") view.own(event.id || "seq" + event.seq, ownText(event.kind, event.text), "sent");
    else view.bubble(event);
  },
  ready: isFilled,
  typing() { view.typing(); },
  erased: erased,
  missing(hadSome) { // the cookie was never kept, or another tab has left
    isFilled();
    if (hadSome) erased();
    else view.note(texts.cookies);
  },
});

function erased() {
  hasSession = false;
  left = [];
  view.empty();
  view.note(texts.erased);
  outbox.reset(forgetSession());
}

// All of the conversation is there; behind it stands what an earlier load of this tab could not send.
function isFilled() {
  view.setFilling(false);
  left.forEach(item => {
    const body = item.body, text = ownText(body.place ? "place" : "text", body.text || body.title || body.language);
    view.own(item.id, text, item.isDone ? "sent" : item.isWaiting ? "waiting" : "sending");
  });
  left = [];
}

function ownText(kind, text) {
  return kind === "place" ? "📍 " + texts.place_shared : kind === "file" ? "📎 " + (text || texts.file) : text;
}

function send(body, shown) {
  if (state.language && !body.language) body.language = state.language;
  const item = outbox.add(body);
  view.own(item.id, shown, "sending");
  return item;
}

function choose(choice, title) {
  const item = send({ choice: choice, title: title }, title);
  if (choice.indexOf("language:") === 0) {
    item.body.language = choice.slice(9);
    wanted = item.id;
  }
}

function forgetSession() {
  const options = { method: "POST", credentials: "same-origin", keepalive: true, headers: { "Content-Type": "application/json" } };
  return fetch("/chat/leave", options);
}

function leave(event) {
  event.preventDefault();
  inbox.reset();
  document.title = "";
  document.documentElement.removeChild(document.body);
  outbox.reset(forgetSession());
  location.replace(state.leave_to);
}

function sharePlace(button) {
  button.disabled = true;
  const failed = () => {
    button.disabled = false;
    view.note(texts.place_failed);
  };
  const rounded = degrees => Math.round(degrees * 100) / 100; // about one kilometre: enough for the nearest office
  navigator.geolocation.getCurrentPosition(found => {
    button.disabled = false;
    const at = [rounded(found.coords.latitude), rounded(found.coords.longitude)];
    send({ place: at }, ownText("place"));
  }, failed, { timeout: 20000, maximumAge: 600000 });
}

function submit(event) {
  if (event) event.preventDefault();
  const text = field.value.trim();
  if (text) send({ text: text }, text);
  field.value = "";
  grow();
  field.focus();
}

function grow() {
  const wasNearEnd = view.isNearEnd();
  field.style.height = "auto";
  field.style.height = field.scrollHeight + 3 + "px";
  if (wasNearEnd) view.toEnd();
}

function changeLanguage(event) {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const language = link.getAttribute("data-language");
  if (hasSession) {
    wanted = send({ language: language }, link.textContent).id;
    closeSheets();
  } else {
    location.replace("?language=" + language);
  }
}

function closeSheets(but) {
  Array.from(document.querySelectorAll("details[open]")).forEach(sheet => { if (sheet !== but) sheet.open = false; });
}

function showNetwork() {
  byId("offline").textContent = navigator.onLine === false ? texts.offline : "";
}

function comeBack() {
  showNetwork();
  if (navigator.onLine === false) return;
  outbox.retry();
  inbox.wake();
}

byId("leave").addEventListener("click", leave);
byId("composer").addEventListener("submit", submit);
byId("menu").addEventListener("click", () => choose("ask_help", byId("menu").title));
byId("newer").addEventListener("click", view.toEnd);
byId("languages").addEventListener("click", changeLanguage);
byId("delete").addEventListener("click", () => {
  if (hasSession) choose("delete_my_data", byId("delete").textContent.trim());
  else view.note(texts.nothing_to_delete);
});
byId("hello").addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button) choose(button.getAttribute("data-choice"), button.textContent);
});
byId("log").addEventListener("scroll", () => { if (view.isNearEnd()) byId("newer").hidden = true; });
field.addEventListener("input", grow);
field.addEventListener("focus", () => document.body.classList.add("writing"));
// Later, lest a button moves away between the finger's touch and the click.
field.addEventListener("blur", () => setTimeout(() => {
  if (document.activeElement !== field) document.body.classList.remove("writing");
}, 300));
field.addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
});
document.addEventListener("click", event => closeSheets(event.target.closest("details")));
document.addEventListener("keydown", event => { if (event.key === "Escape") closeSheets(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) comeBack(); });
window.addEventListener("online", comeBack);
window.addEventListener("offline", showNetwork);
window.addEventListener("pageshow", event => { if (event.persisted) location.reload(); });

if (window.visualViewport) { // iOS lays its keyboard over the page instead of making the page smaller
  window.visualViewport.addEventListener("resize", () => {
    const wasNearEnd = view.isNearEnd(), shown = window.visualViewport;
    const isCovered = shown.scale === 1 && window.innerHeight - shown.height > 40;
    document.body.style.height = isCovered ? shown.height + "px" : "";
    if (isCovered) window.scrollTo(0, 0);
    if (wasNearEnd) view.toEnd();
  });
}

Array.from(document.querySelectorAll("[data-links]")).forEach(line => {
  const text = line.textContent;
  line.textContent = "";
  line.appendChild(linked(text));
});
byId("broken").remove();
left = outbox.restore();
if (hasSession) {
  view.setFilling(true);
  inbox.open();
} else {
  isFilled();
}
showNetwork();

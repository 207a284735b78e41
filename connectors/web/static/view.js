// The conversation on the screen.

import { linked } from "./links.js";

const SIGNS = { sending: "⏳", sent: "✓", waiting: "⏳", refused: "⚠️" };
const DANGER = "🆘"; // the sign before answers about danger (data/answers/topics.yml)
const TYPING_SHOWN = 6000;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function lines(bubble, text, hasSources, direction) {
  const all = text.split("\n"), isDanger = text.indexOf(DANGER) === 0;
  all.forEach((line, number) => {
    const p = element("p", /^[•·-] /.test(line) ? "item" : hasSources && number === all.length - 1 ? "source" : "");
    if (direction) p.dir = direction;
    p.appendChild(linked(line, isDanger));
    bubble.appendChild(p);
  });
}

// `choose(id, title, button)` and `sharePlace(button)` are called for buttons.
export function createView(texts, choose, sharePlace) {
  const log = document.getElementById("log");
  const typing = document.getElementById("typing");
  const newer = document.getElementById("newer");
  const rows = new Map();
  let timer = 0, lastOwn = null, isFilling = false;

  const isNearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

  function toEnd() {
    newer.hidden = true;
    log.scrollTop = log.scrollHeight;
  }

  // Show a new bubble: the end of the conversation, but never past the beginning of the answer.
  function follow(row, wasNearEnd) {
    if (isFilling) return;
    if (!wasNearEnd) {
      newer.hidden = false;
      return;
    }
    let first = row;
    while (first.previousElementSibling && first.previousElementSibling.classList.contains("program")) first = first.previousElementSibling;
    const from = first.previousElementSibling === lastOwn && lastOwn ? lastOwn : first;
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, from.offsetTop - log.offsetTop - 12);
  }

  function add(row) {
    log.appendChild(row);
    return row;
  }

  function quieten() {
    Array.from(log.querySelectorAll(".choices:not(.old)")).forEach(choices => choices.classList.add("old"));
  }

  function button(title, action) {
    const made = element("button", "", title);
    made.type = "button";
    made.addEventListener("click", () => action(made));
    return made;
  }

  function card(place) {
    const made = element("div", "card");
    [place.title, place.address].forEach(text => text && made.appendChild(element("p", "", text)));
    const at = place.latitude + "," + place.longitude;
    const link = element("a", "", "📍 " + texts.map);
    link.href = /Android/.test(navigator.userAgent)
      ? "geo:" + at + "?q=" + at + encodeURIComponent("(" + (place.title || "") + ")")
      : "https://www.openstreetmap.org/?mlat=" + place.latitude + "&mlon=" + place.longitude + "#map=17/" + at.replace(",", "/");
    link.target = "_blank";
    link.rel = "noreferrer noopener";
    made.appendChild(link);
    return made;
  }

  function media(bubble, event) {
    if (event.image) {
      const image = element("img");
      image.alt = texts.picture;
      image.src = event.image;
      bubble.appendChild(image);
    }
    if (event.audio) {
      const audio = element("audio");
      audio.controls = true;
      audio.preload = "none";
      audio.src = event.audio;
      bubble.appendChild(audio);
    }
    if (event.file) {
      const link = element("a", "", "📄 " + (event.file_name || "file"));
      link.href = event.file;
      link.download = event.file_name || "";
      bubble.appendChild(link);
    }
  }

  function choices(event) {
    const made = element("div", "choices");
    if (event.asks_place && navigator.geolocation && window.isSecureContext !== false) {
      made.appendChild(button("📍 " + texts.place, sharePlace));
      made.appendChild(element("small", "", texts.place_note));
    }
    event.buttons.forEach(choice => made.appendChild(button(choice.title, pressed => choose(choice.id, choice.title, pressed))));
    return made;
  }

  function setState(row, state) {
    row.classList.remove("waiting", "refused");
    row.classList.add(state);
    const line = row.querySelector(".state");
    line.textContent = "";
    const sign = element("i", "", SIGNS[state] + " ");
    sign.setAttribute("aria-hidden", "true");
    line.appendChild(sign);
    const words = element("span", state === "sent" || state === "sending" ? "unseen" : "", texts["is_" + state]);
    line.appendChild(words);
  }

  return {
    bubble(event) {
      const wasNearEnd = isNearEnd();
      const row = element("div", "row " + event.author);
      row.lang = event.language;
      row.dir = event.direction;
      if (event.author === "counsellor") row.appendChild(element("span", "who", "👤 " + texts.counsellor));
      const bubble = element("div", "bubble");
      if (event.author !== "counsellor") bubble.appendChild(element("span", "unseen", texts.program + ": "));
      lines(bubble, event.text, event.has_sources);
      if (event.location) bubble.appendChild(card(event.location));
      media(bubble, event);
      row.appendChild(bubble);
      quieten();
      if (event.buttons.length || event.asks_place) row.appendChild(choices(event));
      typing.hidden = true;
      follow(add(row), wasNearEnd);
    },
    own(id, text, state) {
      let row = rows.get(id);
      if (!row) {
        row = element("div", "row own");
        rows.set(id, row);
        const bubble = element("div", "bubble");
        bubble.appendChild(element("span", "unseen", texts.you + ": "));
        lines(bubble, text, false, "auto");
        row.appendChild(bubble);
        row.appendChild(element("span", "state"));
        quieten();
        lastOwn = add(row);
        if (!isFilling) toEnd();
      }
      setState(row, state);
    },
    state(id, state) {
      if (rows.has(id)) setState(rows.get(id), state);
    },
    note(text, language) {
      const wasNearEnd = isNearEnd();
      const note = element("p", "note", text);
      note.dir = "auto";
      if (language) note.lang = language;
      follow(add(note), wasNearEnd);
    },
    typing() {
      const wasNearEnd = isNearEnd();
      typing.hidden = false;
      if (wasNearEnd) toEnd();
      clearTimeout(timer);
      timer = setTimeout(() => { typing.hidden = true; }, TYPING_SHOWN);
    },
    empty() {
      log.textContent = "";
      rows.clear();
      lastOwn = null;
      typing.hidden = newer.hidden = true;
    },
    // A conversation is put back: nothing is read out or scrolled to before all of it is there.
    setFilling(now) {
      if (isFilling && !now) setTimeout(toEnd, 0);
      isFilling = now;
      log.setAttribute("aria-busy", String(now));
    },
    isNearEnd: isNearEnd,
    toEnd: toEnd,
  };
}

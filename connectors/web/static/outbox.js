// What the person wrote and the gate has not acknowledged: kept in the tab, posted in order until it is.

const KEY = "unsent";
const FIRST_PAUSE = 1000, LONGEST_PAUSE = 30000, PATIENCE = 20000;

export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => ("0" + byte.toString(16)).slice(-2)).join("");
}

// `on` has sent(item), waiting(item), refused(item, status) and told(text).
export function createOutbox(on) {
  // `start` is a secret: the gate makes the session from it, so that a first message sent twice makes one session.
  let kept = { start: randomId(), queue: [] };
  let isBusy = false, failures = 0, timer = 0, stop = null, round = 0;

  function save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch (error) { /* storage is full or forbidden: the tab's memory has to do */ }
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(next, pause);
  }

  function next() {
    clearTimeout(timer);
    const item = kept.queue[0], mine = round;
    if (isBusy || !item) return;
    isBusy = true;
    stop = window.AbortController ? new AbortController() : null;
    const patience = setTimeout(() => stop && stop.abort(), PATIENCE);
    const body = JSON.stringify(Object.assign({ id: item.id, start: kept.start }, item.body));
    const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: body };
    if (stop) options.signal = stop.signal;
    fetch("/chat/messages", options).then(
      response => mine === round && settle(item, response),
      () => mine === round && fail(item, 0)
    ).then(() => {
      clearTimeout(patience);
      if (mine !== round) return;
      isBusy = false;
      if (!failures) next();
    });
  }

  function settle(item, response) {
    const status = response.status;
    if (status === 202) {
      done(item);
      on.sent(item);
    } else if (status === 429) {
      fail(item, 1000 * Number(response.headers.get("Retry-After") || 60));
      return response.json().then(told => on.told(told.text, told.language), () => undefined);
    } else if (status >= 400 && status < 500 && status !== 404 && status !== 408) {
      done(item);
      on.refused(item, status);
    } else {
      fail(item, 0);
    }
    return undefined;
  }

  function done(item) {
    kept.queue = kept.queue.filter(other => other !== item);
    item.isDone = true;
    failures = 0;
    save();
  }

  function fail(item, pause) {
    failures += 1;
    item.isWaiting = true;
    on.waiting(item);
    later(pause || Math.min(LONGEST_PAUSE, FIRST_PAUSE * Math.pow(2, failures - 1)));
  }

  return {
    // Take up what an earlier load of this tab had not got rid of; return it.
    restore() {
      try {
        const found = JSON.parse(sessionStorage.getItem(KEY));
        if (found && found.start && Array.isArray(found.queue)) kept = found;
      } catch (error) { /* nothing that can be read */ }
      later(0);
      return kept.queue;
    },
    add(body) {
      const item = { id: randomId(), body: body };
      kept.queue.push(item);
      save();
      later(0);
      return item;
    },
    retry() {
      if (!isBusy) next();
    },
    // Forget everything; `until` settles when the next message may be sent.
    reset(until) {
      clearTimeout(timer);
      round += 1;
      if (stop) stop.abort();
      kept = { start: randomId(), queue: [] };
      failures = 0;
      try {
        sessionStorage.removeItem(KEY);
      } catch (error) { /* nothing was kept */ }
      isBusy = true;
      const free = () => { isBusy = false; next(); };
      until.then(free, free);
    },
  };
}

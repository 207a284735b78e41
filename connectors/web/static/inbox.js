// What the gate has for this person: a stream of events, or asking again and again where no stream stays open.

const KINDS = ["bubble", "own", "typing", "ready", "erased", "full"];
const FAILURES = 2, FIRST_PAUSE = 1000, LONGEST_PAUSE = 15000, STREAM_AGAIN = 120000, ECHO = 10000;

// `on` has show(event), ready(), typing(), erased() and missing().
export function createInbox(on) {
  let last = 0, failures = 0, source = null, timer = 0, pause = FIRST_PAUSE, polledSince = 0, isOpen = false, watch = 0;

  function take(event) {
    clearTimeout(watch);
    if (event.seq) {
      if (event.seq <= last) return;
      last = event.seq;
      on.show(event);
    } else if (event.type === "erased") {
      reset();
      on.erased();
    } else if (event.type === "full") {
      startPolling();
    } else {
      on[event.type]();
    }
  }

  function stream() {
    if (!window.EventSource) return startPolling();
    end();
    const mine = source = new EventSource("/chat/events?after=" + last);
    KINDS.forEach(kind => mine.addEventListener(kind, message => {
      if (mine !== source) return;
      failures = 0;
      take(JSON.parse(message.data));
    }));
    mine.onerror = () => {
      failures += 1;
      if (mine === source && (failures >= FAILURES || mine.readyState === 2)) startPolling();
    };
    return undefined;
  }

  function startPolling() {
    end();
    polledSince = Date.now();
    pause = FIRST_PAUSE;
    poll();
  }

  function poll() {
    const mine = {};
    source = { close() {}, readyState: 1, mine: mine };
    fetch("/chat/poll?after=" + last, { credentials: "same-origin" }).then(response => {
      if (response.status === 404) return { missing: true };
      if (!response.ok) throw new Error("poll");
      return response.json();
    }).then(answer => {
      if (!source || source.mine !== mine) return;
      if (answer.missing) {
        const had = last > 0;
        reset();
        on.missing(had);
        return;
      }
      answer.events.forEach(take);
      if (!isOpen) return;
      if (!answer.more) on.ready();
      if (answer.events.length) pause = FIRST_PAUSE;
      if (Date.now() - polledSince > STREAM_AGAIN && window.EventSource) {
        failures = FAILURES - 1;
        stream();
        return;
      }
      again(answer.more ? 0 : pause);
    }).catch(() => {
      if (source && source.mine === mine) again(pause);
    });
  }

  function again(wait) {
    pause = Math.min(LONGEST_PAUSE, pause * 1.3);
    timer = setTimeout(poll, wait);
  }

  function end() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  function reset() {
    isOpen = false;
    last = 0;
    clearTimeout(watch);
    end();
  }

  function open() {
    isOpen = true;
    wake();
  }

  // The network or the page is back: a connection that looks open may be dead.
  function wake() {
    if (!isOpen) return;
    failures = 0;
    stream();
  }

  return {
    open: open,
    wake: wake,
    reset: reset,
    // Something was sent, and comes back as a line of the conversation; if not, the connection is dead.
    expect() {
      pause = FIRST_PAUSE;
      if (!isOpen) open();
      clearTimeout(watch);
      watch = setTimeout(wake, ECHO);
    },
  };
}

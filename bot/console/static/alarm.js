// Sound and desktop notifications. They never show a word of a person.

const REPEAT = 30000;

export function createAlarm(texts) {
  let sound = null, red = new Set(), timer = 0, isFirst = true, before = { waiting: 0, turns: 0 };
  const isOn = () => localStorage.getItem("bell") === "on";

  function wake() { // browsers let a page sound only after somebody has touched it
    if (!isOn() || !window.AudioContext) return;
    sound = sound || new AudioContext();
    if (sound.state === "suspended") sound.resume();
  }

  function tone(frequencies, length) {
    wake();
    if (!sound || sound.state !== "running") return;
    frequencies.forEach((frequency, number) => {
      const at = sound.currentTime + number * length, voice = sound.createOscillator(), volume = sound.createGain();
      voice.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(.25, at + .02);
      volume.gain.linearRampToValueAtTime(0, at + length * .9);
      voice.connect(volume).connect(sound.destination);
      voice.start(at);
      voice.stop(at + length);
    });
  }

  function notify(text, tag, place) {
    document.getElementById("said").textContent = text;
    if (isOn() && window.Notification && Notification.permission === "granted" && document.hidden) {
      const shown = new Notification("Wegweiser", { body: text, tag: tag });
      shown.onclick = () => {
        window.focus();
        if (place) location.assign(place);
        shown.close();
      };
    }
  }

  function danger() {
    tone([880, 660, 880], .22);
    notify(before.is_call ? texts.textCall : texts.textDanger, "danger", before.urgent && "/cases/" + before.urgent);
  }

  function showBell() {
    const bell = document.getElementById("bell");
    if (!bell) return;
    bell.setAttribute("aria-pressed", String(isOn()));
    bell.textContent = isOn() ? "🔔" : "🔕";
  }

  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  document.addEventListener("click", event => {
    if (!event.target.closest("#bell")) return;
    localStorage.setItem("bell", isOn() ? "off" : "on");
    if (isOn() && window.Notification && Notification.permission === "default") Notification.requestPermission();
    showBell();
    if (isOn()) tone([660], .15);
  });
  showBell();

  return {
    showBell: showBell,
    hear(text) {
      tone([520, 660], .12);
      notify(text, "colleague");
    },
    take(board) {
      const last = before;
      before = board;
      const fresh = board.red.filter(number => !red.has(number));
      red = new Set(board.red);
      clearInterval(timer);
      if (board.unclaimed_red) timer = setInterval(danger, REPEAT);
      if (fresh.length) danger();
      else if (!isFirst && board.turns > last.turns) {
        tone([520], .12);
        notify(texts.textTurn, "turn");
      } else if (!isFirst && board.waiting > last.waiting) {
        tone([440, 550], .1);
        notify(texts.textWaiting, "waiting");
      }
      isFirst = false;
      const plain = document.title.replace(/^(🆘 |\(\d+\) )+/, "");
      document.title = (red.size ? "🆘 " : "") + (board.turns ? "(" + board.turns + ") " : "") + plain;
    },
  };
}

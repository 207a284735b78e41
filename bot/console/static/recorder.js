// A voice message: recorded in the browser, heard once, sent or thrown away.

const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const LONGEST = 5 * 60;

// `send(blob)` returns a promise of whether it was taken; `fail()` says that there is no microphone.
export function createRecorder(send, fail) {
  const row = document.getElementById("recording"), heard = document.getElementById("heard"), clock = document.getElementById("recorded");
  const button = document.getElementById("voice"), pulse = row.querySelector(".pulse");
  let recorder = null, pieces = [], blob = null, timer = 0, begun = 0;

  function drop() {
    if (recorder && recorder.state !== "inactive") {
      recorder.onstop = null;
      recorder.stop();
    }
    if (recorder) recorder.stream.getTracks().forEach(track => track.stop());
    recorder = blob = null;
    pieces = [];
    clearInterval(timer);
    if (heard.src) URL.revokeObjectURL(heard.src);
    heard.removeAttribute("src");
    heard.hidden = row.hidden = true;
  }

  function stopped() {
    clearInterval(timer);
    recorder.stream.getTracks().forEach(track => track.stop());
    blob = new Blob(pieces, { type: recorder.mimeType });
    recorder = null;
    heard.src = URL.createObjectURL(blob);
    heard.hidden = false;
    pulse.hidden = true;
  }

  function tick() {
    const seconds = Math.round((Date.now() - begun) / 1000);
    clock.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    if (seconds >= LONGEST) stop();
  }

  function stop() {
    if (!recorder || recorder.state === "inactive") return Promise.resolve();
    const mine = recorder;
    return new Promise(done => {
      mine.onstop = () => { stopped(); done(); };
      mine.stop();
    });
  }

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      fail();
      return;
    }
    drop();
    const kind = KINDS.find(name => MediaRecorder.isTypeSupported(name));
    recorder = new MediaRecorder(stream, kind ? { mimeType: kind, audioBitsPerSecond: 24000 } : {});
    recorder.ondataavailable = event => pieces.push(event.data);
    recorder.start(500);
    begun = Date.now();
    clock.textContent = "0:00";
    row.hidden = pulse.hidden = false;
    timer = setInterval(tick, 250);
  }

  async function finish() {
    await stop();
    if (blob && await send(blob)) drop();
  }

  button.addEventListener("click", () => {
    if (recorder) stop().then(() => document.getElementById("voice-send").focus());
    else start();
  });
  document.getElementById("voice-send").addEventListener("click", finish);
  document.getElementById("voice-drop").addEventListener("click", drop);
  return { drop: drop };
}

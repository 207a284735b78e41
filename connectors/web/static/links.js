// Text with addresses and numbers to call, as nodes: what people and answers write never becomes markup.

const WEB = "https?:\\/\\/[^\\s<>\"\\u2066-\\u2069]+";
const MAIL = "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+";
const SITE = "(?:[a-z0-9-]+\\.)+(?:de|eu|org|com|net|info|int)(?![\\w.-]*@)(?:\\/[\\w\\/.%#?=&+-]*)?(?![\\w…])";
const PHONE = "(?:\\+|\\b0)\\d[\\d \\u00a0()\\/-]{4,17}\\d(?!\\d)";
const SHORT = "\\b116[ \\u00a0]?\\d{3}(?![.,]?\\d)";
const EMERGENCY = "\\b11[02]\\b(?![.,]?\\d)"; // only in answers about danger: elsewhere it can be a price
const CALL = "📞[\\s\\u2066\\u2068]*(\\d[\\d \\u00a0\\/-]*\\d)";

function pattern(phones) {
  return new RegExp([CALL, "(" + WEB + ")", "(" + MAIL + ")", "(" + SITE + ")", "(" + phones.join("|") + ")"].join("|"), "gi");
}

const EVERYDAY = pattern([PHONE, SHORT]), DANGER = pattern([PHONE, SHORT, EMERGENCY]);

function anchor(text, href, isCall) {
  const link = document.createElement("a");
  link.textContent = text;
  link.href = href;
  if (isCall) {
    link.className = "call";
    link.dir = "ltr";
  } else if (href.indexOf("mailto:") !== 0) {
    link.target = "_blank";
    link.rel = "noreferrer noopener";
  }
  return link;
}

// Return a fragment of text nodes and links; `isDanger`: the text is about danger, so 110 and 112 are numbers to call.
export function linked(text, isDanger) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  text.replace(isDanger ? DANGER : EVERYDAY, (whole, call, web, mail, site, phone, at) => {
    let shown = call || web || mail || site || phone;
    if (web || site) shown = shown.replace(/[.,;:!?)\]}»”’]+$/, "");
    const start = at + whole.indexOf(shown);
    fragment.appendChild(document.createTextNode(text.slice(end, start)));
    const number = call || phone;
    const href = number ? "tel:" + shown.replace(/[^\d+]/g, "") : web ? shown : mail ? "mailto:" + shown : "https://" + shown;
    fragment.appendChild(anchor(shown, href, Boolean(number)));
    end = start + shown.length;
    return whole;
  });
  fragment.appendChild(document.createTextNode(text.slice(end)));
  return fragment;
}

"""The words of the console for codes that the database holds: reasons, states, roles, outcomes, failures."""

from __future__ import annotations

from bot.console.texts import Translate
from bot.console.texts import mark as _

SPOKEN = (  # codes of architecture.md, "parse"
    "de", "en", "fr", "ar", "fa", "prs", "ps", "ckb", "kmr", "sq", "sr", "bs", "mk", "ru", "tr", "ur", "ka", "hy", "az", "so",
    "uk", "vi", "ro", "am", "ti",
)  # fmt: skip

WORDS: dict[str, dict[str, str]] = {
    "role": {"counsellor": _("Counsellor"), "lead": _("Lead"), "admin": _("Administrator")},
    "state": {"waiting": _("waiting"), "claimed": _("in conversation"), "closed": _("closed")},
    "reason": {
        "person": _("asked for a person"),
        "callback": _("wishes a callback"),
        "figure": _("a figure is missing"),
        "misunderstood": _("was not understood"),
        "danger": _("danger"),
        "voice": _("voice message"),
        "file": _("file"),
        "unanswered": _("the bot did not answer"),
        "parked": _("the bot failed"),
    },
    "danger": {
        "report_self_harm": _("wants to die or hurts themself"),
        "report_violence": _("violence or threats"),
        "emergency_medical": _("acute illness"),
    },
    "outcome": {
        "helped": _("could be helped"),
        "referred": _("referred to another office"),
        "no_answer": _("no answer any more"),
        "left": _("the person left"),
        "erased": _("the person had everything erased"),
        "other": _("other"),
    },
    "status": {
        "to_send": _("on its way"),
        "sending": _("on its way"),
        "sent": _("delivered"),
        "failed": _("not delivered"),
        "parked": _("the bot failed on this"),
    },
    "error": {
        "blocked": _("the person has blocked the bot"),
        "unsubscribed": _("the person has unsubscribed"),
        "gone": _("the account is gone"),
        "channel_off": _("this messenger is switched off"),
        "file_gone": _("the file is gone"),
        "too_large": _("the file is too large for this messenger"),
        "unanswered": _("waits until the person writes again"),
    },
    "kind": {
        "photo": _("Photo"),
        "voice": _("Voice message"),
        "audio": _("Sound"),
        "video": _("Video"),
        "document": _("File"),
        "sticker": _("Sticker"),
        "contact": _("Contact card (not kept)"),
        "location": _("Location"),
        "unsupported": _("Something that cannot be shown"),
    },
    "wish": {
        "call_morning": _("in the morning"), "call_afternoon": _("in the afternoon"), "call_evening": _("in the evening"),
        "woman": _("a woman"), "man": _("a man"),
    },
    "rating": {"3": _("it helped"), "2": _("so-so"), "1": _("it did not help")},
    "whereabouts": {"germany": _("still in Germany"), "home": _("back home"), "elsewhere": _("in another country")},
    "channel": {"telegram": "Telegram", "viber": "Viber", "web": _("web chat")},
    "day": {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
        "sat": _("Saturday"), "sun": _("Sunday"),
    },
    "action": {
        "signin": _("signed in"),
        "signin.failed": _("failed to sign in"),
        "signout": _("signed out"),
        "password.set": _("set a password"),
        "case.read": _("read"),
        "case.claim": _("took over"),
        "case.release": _("put back into the queue"),
        "case.reply": _("answered"),
        "case.note": _("wrote a note"),
        "case.transfer": _("transferred"),
        "case.ask_transfer": _("asked the person about a transfer"),
        "case.call_colleague": _("asked for a colleague"),
        "case.offer": _("asked for a colleague to take over"),
        "case.relieve": _("took over from a colleague who had asked"),
        "case.thank_colleagues": _("needs no colleague any more"),
        "case.hand_back": _("handed back to the bot"),
        "case.close": _("closed"),
        "case.reopen": _("opened again"),
        "case.calm": _("marked as no crisis"),
        "medium.read": _("opened a file"),
        "account.save": _("changed an account"),
        "account.link": _("made a one-time link"),
        "holiday.save": _("changed the holidays"),
        "canned.save": _("changed canned replies"),
        "figures.read": _("looked at the figures"),
        "search": _("searched"),
    },
}  # fmt: skip


def word(translate: Translate, group: str, code: str | None) -> str:
    """Return the word for a code; the code itself when there is none."""
    known = WORDS[group].get(code or "")
    return translate(known) if known else code or ""

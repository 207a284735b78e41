"""Text as people type it: cleaning what comes in, and folding it so that spellings compare equal."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT_CHARS = 1000  # what is understood of one message; longer ones are cut at a word, the rest is not read

_DIRECTION_MARKS = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPELLINGS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ئ": "ي",
        "ێ": "ي", "ۆ": "و", "ڕ": "ر", "ڵ": "ل", "ڤ": "ف",
        "ؤ": "و", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ک": "ك", "ڪ": "ك",
        **dict.fromkeys("ሐኀሓኃሃ", "ሀ"), "ሠ": "ሰ", "ሡ": "ሱ", "ሢ": "ሲ", "ሣ": "ሳ", "ሤ": "ሴ", "ሥ": "ስ", "ሦ": "ሶ",
        "ሑ": "ሁ", "ኁ": "ሁ", "ሒ": "ሂ", "ኂ": "ሂ", "ሔ": "ሄ", "ኄ": "ሄ", "ሕ": "ህ", "ኅ": "ህ", "ሖ": "ሆ", "ኆ": "ሆ",
        "ዐ": "አ", "ዓ": "አ", "ኣ": "አ", "ዑ": "ኡ", "ዒ": "ኢ", "ዔ": "ኤ", "ዕ": "እ", "ዖ": "ኦ",
        "ፀ": "ጸ", "ፁ": "ጹ", "ፂ": "ጺ", "ፃ": "ጻ", "ፄ": "ጼ", "ፅ": "ጽ", "ፆ": "ጾ",
        "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ё": "е",
        "ـ": None, "՞": None, "՜": None, "՛": None, "\u200c": " ", "\u200d": None, "\ufeff": None,
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"[’‘'ʼʻ`´]")
_REPEATED = re.compile(r"([^\W\d])\1{2,}")  # letters; a postcode may be 66111
_NOT_WORD = re.compile(r"[^\w]+")


def clean(text: str) -> str:
    """Return a person's message in NFC, without control and direction characters, at most `MAX_TEXT_CHARS` long."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    text = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text.translate(_DIRECTION_MARKS))
    text = " ".join(text.split())
    if len(text) <= MAX_TEXT_CHARS:
        return text
    return text[:MAX_TEXT_CHARS].rsplit(" ", 1)[0][:MAX_TEXT_CHARS]


def fold(text: str, apostrophe: str = "") -> str:
    """Reduce a text to what its spellings have in common, for comparing with word lists.

    Lower case, no accents, one form for letters that keyboards mix up (Arabic, Persian and Kurdish ya, kaf, ha and alef;
    Turkish dotless i; Ethiopic letters that sound alike), no marks inside Armenian words, Western digits, three or more equal
    letters become one, anything that is not a letter or digit becomes one blank. "Ndihmëëë!" -> "ndihme", "كابُل" -> "كابل",
    "don't" -> "dont".

    Args:
        text: any text, any script.
        apostrophe: what an apostrophe becomes; a blank keeps "Kabil'de" as two words.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS)
    text = _APOSTROPHES.sub(apostrophe, text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c
        for c in text
        if not unicodedata.combining(c)
    )
    text = unicodedata.normalize("NFC", text).translate(_SPELLINGS)
    text = _NOT_WORD.sub(" ", text.replace("_", " "))
    return " ".join(_REPEATED.sub(r"\1", text).split())

"""What letters alone say about the language of a text.

A language is given as one of `LANGUAGES`. Two pairs cannot be told apart by text and count as one here: Dari is `fa`,
Bosnian is `sr` (which has both scripts).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LATIN = frozenset({"en", "de", "fr", "sq", "tr", "az", "kmr", "so", "sr", "ro", "vi"})
ARABIC = frozenset({"ar", "fa", "ps", "ckb", "ur"})
CYRILLIC = frozenset({"ru", "uk", "sr", "mk"})
ETHIOPIC = frozenset({"am", "ti"})
LANGUAGES = LATIN | ARABIC | CYRILLIC | ETHIOPIC | {"ka", "hy"}
SAME_IN_TEXT = {"prs": "fa", "bs": "sr"}

_BY_SCRIPT = {
    "LATIN": LATIN,
    "ARABIC": ARABIC,
    "CYRILLIC": CYRILLIC,
    "ETHIOPIC": ETHIOPIC,
    "GEORGIAN": frozenset({"ka"}),
    "ARMENIAN": frozenset({"hy"}),
}
# The first rule of a script whose letters occur decides what remains. Order matters: Sorani before Pashto before Urdu,
# because Sorani writers also use the Urdu form of ha. No rule leaves Arabic out for چ and گ: Iraqis write them.
_LETTERS: dict[str, tuple[tuple[re.Pattern[str], frozenset[str]], ...]] = {
    "ARABIC": (
        (re.compile("[ڕڵێۆەڤ]"), frozenset({"ckb"})),
        (re.compile("[ټډړښږڼېۍځڅ]"), frozenset({"ps"})),
        (re.compile("[ٹڈڑےںھہ]"), frozenset({"ur"})),
        (re.compile("[ةإ]"), frozenset({"ar"})),
        (re.compile("[یک]"), ARABIC - {"ar"}),
    ),
    "CYRILLIC": (
        (re.compile("[іїєґ]"), frozenset({"uk"})),
        (re.compile("[ыэъё]"), frozenset({"ru"})),
        (re.compile("[щйюя]"), frozenset({"ru", "uk"})),
        (re.compile("[ѓќѕ]"), frozenset({"mk"})),
        (re.compile("[ђћ]"), frozenset({"sr"})),
        (re.compile("[јљњџ]"), frozenset({"mk", "sr"})),
    ),
    "ETHIOPIC": ((re.compile("[ቐቑቒቓቔቕቖኣ]"), frozenset({"ti"})),),
    "LATIN": (
        (re.compile("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"), frozenset({"vi"})),
        (re.compile("ə"), frozenset({"az"})),
    ),
}


_SERBIAN_LETTERS = (
    "а a б b в v г g д d ђ đ е e ж ž з z и i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ ć у u ф f х h ц c ч č џ dž ш š"
)
_SERBIAN = dict(zip(_SERBIAN_LETTERS.split()[::2], _SERBIAN_LETTERS.split()[1::2], strict=True))
_SERBIAN_LATIN = str.maketrans(_SERBIAN | {cyrillic.upper(): latin.capitalize() for cyrillic, latin in _SERBIAN.items()})


def script_of(text: str) -> str:
    """Name the script of most letters, as Unicode does ("LATIN", "ARABIC"); "" when no letter is in a known one."""
    counts = Counter(_script(letter) for letter in text if letter.isalpha())
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else ""


def languages_by_letters(text: str) -> frozenset[str]:
    """Return the languages that the letters of a text leave possible; empty when it has no letter of a known script.

    A single language for a script other than Latin is as good as certain. Latin letters never decide alone: other
    languages borrow them in names.
    """
    script = script_of(text)
    lowered = text.lower()
    for letters, languages in _LETTERS.get(script, ()):
        if letters.search(lowered):
            return languages
    return languages_of_script(text)


def in_latin(text: str) -> str:
    """Write a Serbian text in Latin letters; what is in Latin letters already stays. "Љубљана" -> "Ljubljana"."""
    return text.translate(_SERBIAN_LATIN)


def languages_of_script(text: str) -> frozenset[str]:
    """Return all languages written in the script of a text; empty when it has no letter of a known script."""
    return _BY_SCRIPT.get(script_of(text), frozenset())


def _script(letter: str) -> str:
    if "a" <= letter <= "z" or "A" <= letter <= "Z":
        return "LATIN"
    script = unicodedata.name(letter, "").split(" ", 1)[0]
    return script if script in _BY_SCRIPT else ""

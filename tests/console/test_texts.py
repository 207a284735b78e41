"""The console's own words: whole in German, one table of words for codes."""

import ast
import re
from pathlib import Path

from bot.cases.transitions import OUTCOMES, REASONS, STATES
from bot.catalogue import placeholders
from bot.console import words
from bot.console.texts import translations
from bot.lexicon import DANGER_KINDS
from bot.store.counsellors import ROLES

FOLDER = Path(words.__file__).parent
CALL = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')


def texts():
    for path in FOLDER.rglob("*.html"):
        yield from (ast.literal_eval(f'"{found}"') for found in CALL.findall(path.read_text(encoding="utf-8")))
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("_", "translate"):
                    yield node.args[0].value


def test_every_text_is_there_in_german_with_the_same_placeholders():
    german = translations("de")
    missing = sorted({text for text in texts() if text not in german})

    assert missing == []
    assert sorted(set(german) - set(texts())) == []
    assert [text for text in german if placeholders(text) != placeholders(german[text])] == []


def test_every_code_has_a_word():
    groups = {"reason": REASONS, "state": STATES, "outcome": OUTCOMES, "danger": DANGER_KINDS, "role": ROLES}
    for group, codes in groups.items():
        assert set(codes) <= set(words.WORDS[group]), group

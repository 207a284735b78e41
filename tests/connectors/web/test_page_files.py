"""What the page's files must and must not hold."""

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import project_folder
from connectors.web import pages

FOLDER = Path(pages.__file__).parent
SCRIPTS = sorted((FOLDER / "static").glob("*.js"))
STYLE = (FOLDER / "static" / "chat.css").read_text(encoding="utf-8")
TEMPLATE = (FOLDER / "templates" / "chat.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_markup_of_text_and_runs_on_old_phones(path):
    script = path.read_text(encoding="utf-8")

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage", script)
    assert not re.search(
        r"\basync\b|\bawait\b|\?\.|\?\?|\.\.\.|\*\*[^/]|\.(includes|flat|at|padStart|replaceAll|finally)\(", script
    )
    assert script.count("\n") <= 250


def test_the_page_holds_nothing_that_its_policy_forbids():
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", TEMPLATE)
    assert set(re.findall(r"<script ([^>]*)>", TEMPLATE)) == {
        'type="application/json" id="state"',
        'type="module" src="/chat/static/{{ version }}/chat.js"',
    }
    assert not re.search(r"(src|href)=\"(https?:)?//", TEMPLATE)
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_every_text_of_the_page_is_used_and_every_used_one_exists():
    entries = yaml.safe_load((project_folder() / "data" / "answers" / "web.yml").read_text(encoding="utf-8"))
    existing = {name.removeprefix("web_") for name in entries}
    code = TEMPLATE + "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    used = set(re.findall(r"texts\.(\w+)", code)) | {f"is_{state}" for state in ("sending", "sent", "waiting", "refused")}

    assert used | {"hello", "too_many"} == existing  # these two are filled in by the gate


def luminance(colour):
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colours(block):
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    return {name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:]) for name, value in found.items()}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "card"), ("ink", "page"), ("ink", "bar"), ("ink", "tint"), ("quiet", "page"), ("quiet", "card"), ("quiet", "bar"),
        ("accent", "card"), ("accent", "bar"), ("accent", "page"), ("accent", "tint"), ("on-own", "own"), ("on-leave", "leave"),
        ("warn", "page"), ("warn", "bar"),
    ],
)  # fmt: skip
def test_colours_can_be_told_apart(scheme, ink, ground):
    """At least 4.5:1, WCAG 2.2 success criterion 1.4.3."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    palette = colours(light) | (colours(dark) if scheme else {})
    lighter, darker = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5

"""Who may import whom, read from the source."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for folder in ("bot", "actions", "connectors") for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at whatever depth."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def uses(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(package + ".") for name in imports(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_place_allows(path):
    place = path.relative_to(ROOT).as_posix()
    if place.startswith("bot/"):
        assert not uses(path, "actions")
        assert not uses(path, "connectors")
    if place.startswith("actions/"):
        assert not uses(path, "connectors")
    if place.startswith("connectors/"):
        assert not uses(path, "actions")
    if uses(path, "rasa"):
        assert place.startswith(("bot/brain/", "bot/components/")) or place in ("bot/nlg.py", "bot/cli/bench.py")
    if uses(path, "rasa_sdk"):
        assert place.startswith(("actions/", "bot/brain/"))
    if "os.environ" in path.read_text(encoding="utf-8"):
        assert place in ("bot/settings.py", "bot/brain/quiet.py", "bot/brain/training.py", "bot/cli/bench.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text)), "the first lines say what the module is for"
    assert text.count("\n") <= 400

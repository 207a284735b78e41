"""`wegweiser facts import wfp` from end to end: the difference, the office's file, the copy before, and the answer after."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.cli import main
from bot.errors import DataError
from bot.facts.fetch import fetch
from bot.knowledge.files import read_csv
from bot.knowledge.load import current
from tests.bot.facts.test_wfp import FILES, HEADER, row

COLUMNS = "country,city,item,amount,currency,observed_on,source,confidence"


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("WEGWEISER_VAR", str(tmp_path))
    return tmp_path


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "wfp.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return str(path)

    return write


def run(*options):
    return main(["facts", "import", "wfp", *options, "--usd-per-eur", "1.17"])


def test_a_dry_run_shows_the_difference_and_writes_nothing(var, file, capsys):
    assert run(file(row("Sugar", 58, 0.9), row("Bread", 61, 2, market="Nowhere")), "--dry-run") == 0

    printed = capsys.readouterr().out
    assert "newer  AF      Kabul             sugar_kg" in printed
    assert "refused: unmapped_market" in printed
    assert "0 new, 1 newer, 0 unchanged, 1 rows refused" in printed
    assert not (var / "office").exists()


def test_an_import_takes_effect_keeps_the_file_before_and_is_unchanged_the_second_time(var, file, settings, capsys):
    office = var / "office" / "knowledge"
    office.mkdir(parents=True)
    own = f"{COLUMNS}\nAF,Kabul,rent_1br_outside,9000,AFN,2026-10,office,high\n"
    (office / "prices.csv").write_text(own, encoding="utf-8")

    assert run(file(row("Sugar", 58, 1.1))) == 0
    assert run(file(row("Sugar", 58, 1.1))) == 0

    assert "0 new, 0 newer, 1 unchanged" in capsys.readouterr().out
    assert [r["item"] for r in read_csv(office / "prices.csv")] == ["rent_1br_outside", "sugar_kg"]
    assert [path.read_text(encoding="utf-8") for path in (var / "office" / "backups").iterdir()] == [own]
    [sugar] = [p for p in current(settings.data / "knowledge", office).prices if (p.city, p.item.id) == ("Kabul", "sugar_kg")]
    assert (str(sugar.amount), str(sugar.as_of), sugar.sources[0].name) == ("58", "2026-06", "World Food Programme (WFP)")


def test_what_the_office_found_out_later_is_not_replaced(var, file, capsys):
    office = var / "office" / "knowledge"
    office.mkdir(parents=True)
    own = f"{COLUMNS}\nAF,Kabul,sugar_kg,70,AFN,2026-10,office,high\n"
    (office / "prices.csv").write_text(own, encoding="utf-8")

    assert run(file(row("Sugar", 58, 1.1))) == 0

    assert "ours 70 AFN of 2026-10" in capsys.readouterr().out
    assert (office / "prices.csv").read_text(encoding="utf-8") == own


def test_a_faulty_file_of_the_office_stops_the_import(var, file, capsys):
    office = var / "office" / "knowledge"
    office.mkdir(parents=True)
    (office / "prices.csv").write_text("country,item\nAF,sugar_kg\n", encoding="utf-8")

    assert run(file(row("Sugar", 58, 1.1))) == 1
    assert "prices.csv:2: 'amount' is a required property" in capsys.readouterr().err


def test_the_real_file_runs_and_another_file_ends_with_one(var, tmp_path, capsys):
    assert run(str(FILES / "wfp_global_2026.csv"), "--dry-run") == 0
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(str(other), "--dry-run") == 1
    assert run(str(tmp_path / "none.csv"), "--dry-run") == 1
    assert "other.csv:1: has no column" in capsys.readouterr().err


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/wfp.csv" else 404)
            self.end_headers()
            self.wfile.write(f"{HEADER}\n{row('Sugar', 58, 1.1)}\n".encode())

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_a_file_is_loaded_from_the_web_up_to_a_size(var, server, tmp_path, capsys):
    assert run(f"{server}/wfp.csv", "--dry-run") == 0
    assert run(f"{server}/other.csv", "--dry-run") == 1
    assert run("ftp://example.org/wfp.csv", "--dry-run") == 1
    assert "1 newer" in capsys.readouterr().out
    with pytest.raises(DataError, match="larger than 10 bytes"):
        fetch(f"{server}/wfp.csv", tmp_path / "loaded.csv", max_bytes=10)

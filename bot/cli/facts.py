"""`wegweiser facts due|done|import`: keep the facts fresh; how is told in docs/facts.md."""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from bot.clock import now, today
from bot.errors import DataError, StoreError
from bot.facts.changes import Change, compare, write
from bot.facts.fetch import fetch, is_address
from bot.facts.rates import EuroRates, one_rate, read_rates
from bot.facts.wfp import ACCEPTABLE, REASONS, UNLISTED, Judge, Refusal
from bot.facts.wfp_file import read_quotes
from bot.facts.wfp_mapping import WfpMapping, read_mapping
from bot.keys import load_keys
from bot.knowledge import review
from bot.knowledge.load import load_files
from bot.knowledge.model import Freshness
from bot.knowledge.office import usable_files
from bot.knowledge.review import Due
from bot.settings import Settings, read_settings
from bot.store import Database, Transaction, fact_reports
from bot.store.fact_reports import FactReport

_T = TypeVar("_T")
_SHOWN_REFUSALS = 15  # of one reason; the others are counted
_CSV = ("report", "reports", "file", "row", "id", "dated", "review_on", "age_days", "state", "since")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    due = actions.add_parser("due", help="list what to look at again, and what people say is wrong")
    due.add_argument("--within", type=int, default=0, metavar="DAYS", help="look so many days ahead")
    due.add_argument("--csv", action="store_true", help="one row a fact, for a spreadsheet")
    done = actions.add_parser("done", help="take a report of people off the list")
    done.add_argument("id", type=int, help="number of the report, as `facts due` shows it")
    importing = actions.add_parser("import", help="bring prices of an open file into var/office/knowledge/prices.csv")
    importing.add_argument("kind", choices=["wfp"], help="whose file: wfp (World Food Programme)")
    importing.add_argument("file", metavar="FILE|URL")
    importing.add_argument("--dry-run", action="store_true", help="show the difference, change nothing")
    importing.add_argument("--country", default="", metavar="XX", help="this country alone; needed for a country's own file")
    importing.add_argument("--accept", nargs="+", default=[], metavar="NAME", choices=ACCEPTABLE,
                           help=f"take what is refused for these reasons: {', '.join(ACCEPTABLE)}")  # fmt: skip
    rates = importing.add_mutually_exclusive_group(required=True)
    rates.add_argument("--usd-per-eur", metavar="RATE", help="dollars for one euro, such as 1.08")
    rates.add_argument("--rates", type=Path, metavar="FILE", help="CSV with month,usd_per_eur, or JSON of exchange-api")


def run(options: argparse.Namespace) -> int:
    """Do it; 1 when a file cannot be used."""
    settings = read_settings()
    if options.action == "due":
        return _due(settings, options)
    if options.action == "done":
        return _done(settings, options.id)
    try:
        return _import_wfp(settings, options)
    except DataError as error:
        print(f"nothing imported: {error}", file=sys.stderr)
        return 1


def _due(settings: Settings, options: argparse.Namespace) -> int:
    reports = _with_database(settings, fact_reports.every)
    reported = {fact: report for report in reversed(reports) for fact in report.facts}
    folder = settings.data / "knowledge"
    knowledge = load_files(folder, usable_files(folder, settings.office / "knowledge"))
    found = review.due(knowledge, today(), options.within, reported)
    if options.csv:
        lines = csv.writer(sys.stdout, lineterminator="\n")
        lines.writerow(_CSV)
        listed = {one.id for one in found}
        for report in reports:
            if not listed.intersection(report.facts):
                lines.writerow([report.id, report.count, "", "", _about(report), "", "", "", "reported", report.first_on])
        for one in found:
            report_of = reported.get(one.id)
            said = [report_of.id, report_of.count] if report_of else ["", ""]
            place = [_file(one), one.origin.line if one.origin else ""]
            lines.writerow([*said, *place, one.id, one.dated or "", one.review_on, one.age_days, *_state(one)])
        return 0
    _print_reports(reports, found)
    _print_due(found)
    counts = Counter(one.freshness for one in found)
    shown = ", ".join(f"{counts[state]} {name}" for state, name in _NAMES.items() if counts[state])
    print(f"{len(found)} facts to look at again{f' ({shown})' if shown else ''}, {len(reports)} reports of people")
    return 0


_NAMES = {Freshness.WITHHELD: "withheld", Freshness.OLD: "told with a warning", Freshness.FRESH: "still fresh"}


def _print_reports(reports: Sequence[FactReport], found: Sequence[Due]) -> None:
    if not reports:
        return
    places = {one.id: f"{_file(one)}:{one.origin.line}" for one in found if one.origin}
    print("People say that this is wrong (`wegweiser facts done ID` takes it off):")
    for report in reports:
        days = report.first_on if report.first_on == report.last_on else f"{report.first_on} to {report.last_on}"
        print(f"  {report.id:>5}  {report.count}×  {_about(report)}  {days}  in {', '.join(report.languages) or '-'}")
        for fact in report.facts:
            print(f"           {fact}  {places.get(fact, '')}".rstrip())
        if not report.facts:
            print(f"           {'; '.join(report.sources)}")
    print()


def _print_due(found: Sequence[Due]) -> None:
    """Print facts by file, the most urgent file first, those of one subject and date together."""
    order = {name: n for n, name in reversed(list(enumerate(_file(one) for one in found)))}
    by_file = sorted(found, key=lambda one: order[_file(one)])
    for name, group in groupby(by_file, key=_file):
        subjects: dict[tuple[str, str, str, str], list[Due]] = {}
        ones = list(group)
        for one in ones:
            subjects.setdefault((one.subject, str(one.dated), *_state(one)), []).append(one)
        print(f"{name}: {len(ones)}")
        for (subject, dated, state, since), facts in subjects.items():
            rows = sorted({one.origin.line for one in facts if one.origin})
            where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]}–{rows[-1]}" if rows else ""
            what = facts[0].id if len(facts) == 1 else f"{subject}: {len(facts)} facts"
            when = f"{state} since {since}" if since else f"{state}, look again by {facts[0].review_on}"
            print(f"  {what}  {where}  of {dated} ({facts[0].age_days} days)  {when}")
        print()


def _state(one: Due) -> tuple[str, str]:
    return _NAMES[one.freshness], str(one.changes_on or "")


def _file(one: Due) -> str:
    if one.origin is None:
        return "-"
    path = one.origin.path
    parts = path.parts[path.parts.index("knowledge") + 1 :] if "knowledge" in path.parts else (path.name,)
    return ("office: " if "office" in path.parts else "") + "/".join(parts)


def _about(report: FactReport) -> str:
    place = " ".join(part for part in (report.country, report.city) if part)
    return f"{report.answer} {place}".rstrip()


def _done(settings: Settings, number: int) -> int:
    def end(tx: Transaction) -> int:
        return fact_reports.done(tx, number)

    count = _with_database(settings, end, is_write=True)
    if not count:
        raise StoreError(f"no report has the number {number}; `wegweiser facts due` lists them")
    print(f"taken off: {count} reports")
    return 0


def _with_database(settings: Settings, work: Callable[[Transaction], _T], *, is_write: bool = False) -> _T:
    async def act() -> _T:
        database = Database.open(settings, load_keys(settings, with_addresses=False))
        try:
            return await (database.write(work) if is_write else database.read(work))
        finally:
            await database.close()

    return asyncio.run(act())


def _import_wfp(settings: Settings, options: argparse.Namespace) -> int:
    rates = read_rates(options.rates) if options.rates else one_rate(options.usd_per_eur)
    if not is_address(options.file):
        return _import_file(settings, options, Path(options.file), rates)
    settings.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.cache) as folder:
        path = Path(folder) / "wfp.csv"
        fetch(options.file, path)
        return _import_file(settings, options, path, rates)


def _import_file(settings: Settings, options: argparse.Namespace, path: Path, rates: EuroRates) -> int:
    folder, office_folder = settings.data / "knowledge", settings.office / "knowledge"
    files = usable_files(folder, office_folder)
    knowledge = load_files(folder, files)
    mapping = read_mapping(files, folder, knowledge)
    country = options.country.upper()
    judge = Judge(
        mapping, knowledge.items, [row for row in knowledge.prices if not row.is_crowd], rates, today(),
        knowledge.freshness_rules["price"].withheld_after_days, frozenset({country} if country else ()),
        frozenset(options.accept),
    )  # fmt: skip
    reading = judge.read(read_quotes(path, _three_letters(mapping, country)))
    changes, not_newer = compare(reading.offers, judge)
    _print_changes(changes)
    _print_refusals([*reading.refusals, *not_newer])
    for what, count in sorted(reading.handled.items()):
        if count:
            print(f"handled: {what}: {count}")
    counts = Counter(change.kind for change in changes)
    refused = len(reading.refusals) + len(not_newer)
    print(f"{counts['new']} new, {counts['newer']} newer, {counts['unchanged']} unchanged, {refused} rows refused")
    if options.dry_run:
        print("dry run: nothing is changed")
        return 0
    if not counts["new"] + counts["newer"]:
        print("nothing to write")
        return 0
    copy = write(changes, mapping.source, folder, office_folder, now())
    print(f"written: {office_folder / 'prices.csv'}{f'; the file before: {copy}' if copy else ''}")
    return 0


def _three_letters(mapping: WfpMapping, country: str) -> str | None:
    if not country:
        return None
    code = next((three for three, two in mapping.countries.items() if two == country), None)
    if code is None:
        raise DataError(f"--country {country}: WFP's files have none of ours by this code; import_wfp.yml lists them")
    return code


def _print_changes(changes: Sequence[Change]) -> None:
    shown = [change for change in changes if change.kind != "unchanged"]
    if not shown:
        return
    print(f"{'':6} {'country':8}{'city':18}{'item':22}{'now':>24}  {'before':>24}")
    for change in shown:
        one, before = change.offer, change.before
        was = f"{before.amount} {before.currency} {before.as_of}" if before else ""
        if before and before.sources[0].id != "wfp_open_prices" and before.origin and "office" in before.origin.path.parts:
            was += " (the office's own)"
        new = f"{one.amount} {one.currency} {one.observed_on}"
        print(f"{change.kind:6} {one.country:8}{one.city or '-':18}{one.item:22}{new:>24}  {was:>24}")


def _print_refusals(refusals: Sequence[Refusal]) -> None:
    counts = Counter(refusal.reason for refusal in refusals)
    for reason, meaning in REASONS.items():
        if not counts[reason]:
            continue
        print(f"refused: {reason} ({meaning}): {counts[reason]}")
        if reason in UNLISTED:
            continue
        ones = [refusal for refusal in refusals if refusal.reason == reason]
        for refusal in ones[:_SHOWN_REFUSALS]:
            print(f"  row {refusal.row}: {refusal.detail}")
        if len(ones) > _SHOWN_REFUSALS:
            print(f"  … and {len(ones) - _SHOWN_REFUSALS} more")

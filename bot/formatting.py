"""Numbers, money, dates and names as the person's language writes them, safe between right and left.

Digits are Western in every language: people compare them with letters and price tags. In right-to-left text every value
is wrapped in Unicode isolates (UAX 9), so that "20 km" or an address does not tear the sentence apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from bot.clock import OFFICE_ZONE
from bot.knowledge.dates import PartialDate
from bot.languages import CLDR_CODES, Language
from bot.own_formats import own_formats

_PLACEHOLDER = re.compile(r"(\{\w+\})")
_LETTER = "A-Za-z\u00c0-\u024f0-9"
_LEFT_TO_RIGHT_RUN = re.compile(rf"[/{_LETTER}](?:[{_LETTER} .,:/@+…\u00a0-]*[{_LETTER}…])?")
_COMMAS = {"Arab": "، ", "Ethi": "፣ "}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = re.compile("|".join(_DAYS))
FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2068", "\u2066", "\u2069"


def isolate(text: str, language: Language, left_to_right: bool = False) -> str:
    """Wrap a value so that it keeps its own direction inside right-to-left text; other text is returned as it is."""
    if not language.is_right_to_left or not text:
        return text
    return (LEFT_TO_RIGHT_ISOLATE if left_to_right else FIRST_STRONG_ISOLATE) + text + POP_ISOLATE


def isolate_foreign(template: str, language: Language) -> str:
    """Wrap what runs from left to right in a text of a right-to-left language: "/delete", numbers, German sentences.

    Args:
        template: a text with placeholders, which stay as they are.
        language: the language of the text.
    """
    if not language.is_right_to_left:
        return template
    parts = _PLACEHOLDER.split(template)  # every second part is a placeholder
    parts[::2] = [_LEFT_TO_RIGHT_RUN.sub(lambda run: LEFT_TO_RIGHT_ISOLATE + run.group() + POP_ISOLATE, p) for p in parts[::2]]
    return "".join(parts)


def format_value(value: Mapping[str, Any] | str | int, language: Language) -> str:
    """Turn one of `bot.values` into text, without isolates.

    Raises:
        KeyError: the kind is not known here ("term", "answer" and "lines" are the catalogue's).
    """
    if isinstance(value, (str, int)):
        return str(value)
    return _FORMATS[value["kind"]](value, language)


def list_of(parts: list[str], language: Language) -> str:
    """Join names as the language writes an enumeration."""
    if len(parts) < 2:
        return "".join(parts)
    if own := own_formats(language.code).listing:
        return own[1].join((own[0].join(parts[:-1]), parts[-1]))
    return format_list(parts, style="standard", locale=language.locale)


def partial_date(value: PartialDate, language: Language) -> str:
    """Write a date with the precision it has: "2026", "March 2026", "3 March 2026"."""
    own, day, locale = own_formats(language.code), value.earliest, language.locale
    if value.month is None:
        return str(value.year)
    if value.day is None:
        return own.written(own.month, day, locale) if own.month else format_skeleton("yMMMM", day, locale=locale)
    return own.written(own.date, day, locale) if own.date else format_date(day, format="long", locale=locale)


def moment(value: Mapping[str, Any], language: Language) -> str:
    """Write a day and a time as a clock shows them there, in Germany without a zone: "Monday, 23 November, 09:00"."""
    zone = ZoneInfo(value["zone"]) if value.get("zone") else OFFICE_ZONE
    local = datetime.fromisoformat(value["at"]).astimezone(zone)
    own, locale, comma = own_formats(language.code), language.locale, _COMMAS.get(language.script, ", ")
    if own.weekday_and_day:
        return comma.join((own.written(own.weekday_and_day, local, locale), f"{local:%H:%M}"))
    day = own.written(own.day, local, locale) if own.day else format_skeleton("MMMMd", local, locale=locale)
    return comma.join((own.written("EEEE", local, locale), day, f"{local:%H:%M}"))


def country_name(code: str, language: Language) -> str:
    """The short name of a country; the code itself when CLDR has none."""
    return str(language.locale.territories.get(code, code))


def language_name(code: str, language: Language) -> str:
    """The name of a language, in another language."""
    names: Mapping[str, str] = language.locale.languages
    return names.get(CLDR_CODES.get(code, code), code)


def _numbers_as(language: Language) -> Locale:
    """The locale whose separators a language writes."""
    own = own_formats(language.code).numbers_as
    return Locale.parse(own) if own else language.locale


def _amount(text: str, currency: str, language: Language, whole_from: int = 100) -> str:
    amount = Decimal(text)
    step = Decimal(1) if amount >= whole_from or amount == amount.to_integral_value() else Decimal("0.01")
    amount = amount.quantize(step, ROUND_HALF_UP)
    written = format_decimal(amount, format="#,##0" if step == 1 else "#,##0.00", locale=_numbers_as(language))
    # CLDR writes EUR in Ukrainian and Romanian; people know the sign, and it is shorter.
    return f"{written} €" if currency == "EUR" else f"{written} {currency}"


def _money(value: Mapping[str, Any], language: Language) -> str:
    written = _amount(value["amount"], value["currency"], language)
    if value.get("euro") and value["currency"] != "EUR":
        written += f" ({_amount(value['euro'], 'EUR', language)})"
    return written


def _money_range(value: Mapping[str, Any], language: Language) -> str:
    whole_from = 1 if Decimal(value["high"]) >= 20 else 100  # a range of "58.33–136" would look more exact than it is
    low, high = (_amount(value[end], value["currency"], language, whole_from) for end in ("low", "high"))
    if low == high:
        return low
    sign = "€" if value["currency"] == "EUR" else value["currency"]
    return f"{low.removesuffix(sign).rstrip()}–{high}"


def _city(value: Mapping[str, Any], language: Language) -> str:
    local = value["local_name"]
    is_arabic = any("\u0600" <= letter <= "\u06ff" for letter in local or "")
    return str(local) if is_arabic and language.script == "Arab" else str(value["name"])


def _percent(value: Mapping[str, Any], language: Language) -> str:
    pattern = language.locale.percent_formats[None].pattern.replace("#,##0", "#,##0.#")
    return format_percent(Decimal(value["value"]) / 100, format=pattern, locale=_numbers_as(language))


def _distance(value: Mapping[str, Any], language: Language) -> str:
    if own := own_formats(language.code).kilometres:
        return own.format(n=format_decimal(value["value"], locale=_numbers_as(language)))
    return format_unit(value["value"], "length-kilometer", "short", locale=language.locale)


def _hours(value: Mapping[str, Any], language: Language) -> str:
    names = own_formats(language.code).weekdays or language.locale.days["format"]["abbreviated"]
    text = value["text"].replace("-", "–").replace(", ", _COMMAS.get(language.script, ", "))
    return _DAY.sub(lambda found: str(names[_DAYS.index(found.group())]), text)


_FORMATS: dict[str, Callable[[Mapping[str, Any], Language], str]] = {
    "money": _money,
    "money_range": _money_range,
    "number": lambda value, into: format_decimal(Decimal(value["value"]), locale=_numbers_as(into)),
    "percent": _percent,
    "distance": _distance,
    "date": lambda value, into: partial_date(PartialDate.parse(value["value"]), into),
    "moment": moment,
    "country": lambda value, into: country_name(value["code"], into),
    "city": _city,
    "languages": lambda value, into: list_of([language_name(code, into) for code in value["codes"]], into),
    "hours": _hours,
    "latin": lambda value, into: str(value["text"]),
}

"""What a household spends in a month, part by part, each a range with the prices behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.budget.model import NOTHING, Household, Missing, Plan, Range
from bot.budget.prices import DatedPrice
from bot.knowledge.basket import Basket, OtherNeeds, Portion

_GRAMS = Decimal(1000)


@dataclass(frozen=True)
class Part:
    """One part of the costs: food, other, rent, utilities or medicine."""

    name: str
    cost: Range
    prices: tuple[DatedPrice, ...] = ()


@dataclass(frozen=True)
class Costs:
    """All parts that are known, and what is missing; only without anything missing is `total` the whole."""

    parts: tuple[Part, ...]
    missing: tuple[Missing, ...] = ()

    @property
    def total(self) -> Range:
        """The sum of the parts."""
        return sum((part.cost for part in self.parts), NOTHING)

    @property
    def prices(self) -> tuple[DatedPrice, ...]:
        """The prices behind all parts, each once."""
        found = {used.price.item: used for part in self.parts for used in part.prices}
        return tuple(found.values())


def items_needed(basket: Basket) -> tuple[str, ...]:
    """Return the items whose prices `monthly_costs` and `monthly_income` can use."""
    portions = (item for portion in basket.portions for item in portion.items)
    rooms = (room.item for room in basket.rooms)
    return (*rooms, *portions, basket.utilities, basket.reported.one, basket.reported.four, *basket.wages.values())


def monthly_costs(basket: Basket, plan: Plan, prices: Mapping[str, DatedPrice]) -> Costs:
    """Return what a household needs in a month.

    The lower end is the plainest life: the food of the basket and what little such households spend beside it. The upper
    end is what people report that they spend, where that is more. Food is counted for each person alike, because the ration
    is the mean of all ages; other needs by the weights of `OtherNeeds`; the flat by the number of people. Who lives with
    family pays neither rent nor energy. Energy that is not known is among the other needs. A sum of money for medicine is
    taken as it is.
    """
    utilities = prices.get(basket.utilities) if plan.home != "family" else None
    home = [Part("utilities", utilities.euro, (utilities,))] if utilities and utilities.is_usable else []
    living, missing = _living(basket, plan.household, prices, home)
    if plan.home == "rent":
        rent = _rent(basket, plan.household.people, prices)
        if isinstance(rent, Missing):
            missing.append(rent)
        else:
            home.insert(0, rent)
    medicine = [Part("medicine", Range.exactly(plan.medicine))] if plan.medicine else []
    return Costs((*living, *home, *medicine), tuple(missing))


def _living(
    basket: Basket, household: Household, prices: Mapping[str, DatedPrice], home: list[Part]
) -> tuple[list[Part], list[Missing]]:
    """Return food and other needs. `home`: the energy, which the reported costs contain."""
    one = _food(basket, prices)
    if one is None:
        staples = [prices[i] for portion in basket.portions if portion.is_needed for i in portion.items if i in prices]
        is_old = bool(staples) and not any(staple.is_usable for staple in staples)
        return [], [Missing.FOOD_OLD if is_old else Missing.FOOD]
    food = Part("food", _cents(one.cost.low * household.people, one.cost.high * household.people), one.prices)
    other = _other(basket.other, one.cost, household)
    single, four = prices.get(basket.reported.one), prices.get(basket.reported.four)
    if single is None:
        is_enough = one.prices[0].price.country in basket.other.holds_in
        return ([food, Part("other", other)], []) if is_enough else ([food], [Missing.OTHER])
    if not single.is_usable:
        return [food], [Missing.OTHER_OLD]
    used = (single,) if household.people == 1 or not four or not four.is_usable else (single, four)
    further = (used[1].euro.high - single.euro.high) / 3 if len(used) > 1 else single.euro.high
    reported = single.euro.high + max(further, Decimal(0)) * (household.people - 1)
    rest = round(reported, 2) - food.cost.high - sum((part.cost.high for part in home), Decimal(0))
    return [food, Part("other", Range(other.low, max(other.high, rest)), used if rest > other.high else ())], []


def _food(basket: Basket, prices: Mapping[str, DatedPrice]) -> Part | None:
    """Return what one person eats in a month, None when too little of it has a price."""
    cost, priced, used = NOTHING, 0, []
    grams = sum(portion.grams for portion in basket.portions)
    for portion in basket.portions:
        found = _alternatives(portion, prices)
        if not found and portion.is_needed:
            return None
        if found:
            kilograms = Decimal(portion.grams * basket.days_a_month) / _GRAMS
            each = [(known.euro, basket.kg_a_unit.get(known.price.item, Decimal(1))) for known in found]
            low = min(euro.low / unit for euro, unit in each)
            high = max(low, sum((euro.high / unit for euro, unit in each), Decimal(0)) / len(each))
            cost += Range(low * kilograms, high * kilograms)
            priced += portion.grams
            used += found
    share = Decimal(priced) / grams
    if share < basket.least_priced_share:
        return None
    return Part("food", Range(cost.low / share, cost.high / share), tuple(used))


def _alternatives(portion: Portion, prices: Mapping[str, DatedPrice]) -> list[DatedPrice]:
    """Return the usable prices that stand for a portion: official ones, crowd estimates where there are none."""
    known = [prices[item] for item in portion.items if item in prices and prices[item].is_usable]
    return [found for found in known if not found.price.is_crowd] or known


def _cents(low: Decimal, high: Decimal) -> Range:
    """Round to cents, so that sums in another order are the same."""
    return Range(round(low, 2), round(high, 2))


def _other(other: OtherNeeds, food: Range, household: Household) -> Range:
    first_is_adult = household.adults > 0
    weight = other.first
    weight += other.adult * (household.adults - first_is_adult) + other.minor * (household.minors - (not first_is_adult))
    low = food.low * (1 / other.food_share_high - 1) * weight
    high = food.high * (1 / other.food_share_low - 1) * weight
    return _cents(low, high)


def _rent(basket: Basket, people: int, prices: Mapping[str, DatedPrice]) -> Part | Missing:
    """Return the rent of a flat that is large enough, never less than that of a smaller one."""
    sizes = [room.item for room in basket.rooms]
    fitting = next((index for index, room in enumerate(basket.rooms) if people <= room.up_to_people), len(sizes) - 1)
    wanted = sizes[fitting]
    if wanted not in prices:
        return Missing.RENT
    if not prices[wanted].is_usable:
        return Missing.RENT_OLD
    flats = [prices[size].euro for size in sizes[: fitting + 1] if size in prices and prices[size].is_usable]
    rent = Range(max(flat.low for flat in flats), max(flat.high for flat in flats))
    return Part("rent", rent, (prices[wanted],))

"""How long money lasts: a pure calculation from people, prices and money to a range of months. See docs/budget.md."""

from bot.budget.costs import Costs, Part, monthly_costs
from bot.budget.income import monthly_income
from bot.budget.lasting import Months, how_long
from bot.budget.model import Household, Missing, Payment, Plan, Range
from bot.budget.prices import dated_prices

__all__ = [
    "Costs", "Household", "Missing", "Months", "Part", "Payment", "Plan", "Range", "dated_prices", "how_long", "monthly_costs",
    "monthly_income",
]  # fmt: skip

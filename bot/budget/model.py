"""What a budget is made of. All money is in euro."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Literal

Home = Literal["rent", "own", "family"]
Wage = Literal["none", "day", "min", "mean"]


@dataclass(frozen=True)
class Range:
    """A figure that is known only from `low` to `high`."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a range from {self.low} to {self.high}; exchange the ends")

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    @classmethod
    def exactly(cls, amount: Decimal) -> Range:
        """A range of one figure."""
        return cls(amount, amount)


NOTHING = Range(Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Household:
    """Who lives on the money: at least one person."""

    adults: int = 1
    minors: int = 0

    def __post_init__(self) -> None:
        if self.adults < 0 or self.minors < 0 or self.people < 1:
            raise ValueError(f"{self.adults} adults and {self.minors} minors; at least one person is needed")

    @property
    def people(self) -> int:
        """How many persons there are."""
        return self.adults + self.minors


@dataclass(frozen=True)
class Plan:
    """What a person has said about life after the return, with what is assumed where nothing was said."""

    household: Household = Household()
    home: Home = "rent"
    wage: Wage = "none"
    medicine: Decimal = Decimal(0)


@dataclass(frozen=True)
class Payment:
    """Money that comes once, so many months after the arrival; the time may be a range, too."""

    amount: Range
    month_low: int = 0
    month_high: int = 0


class Missing(Enum):
    """A figure that a budget needs and that is not known, or known only from a time whose prices are no more."""

    FOOD = "food"
    FOOD_OLD = "food_old"
    RENT = "rent"
    RENT_OLD = "rent_old"
    OTHER = "other"
    OTHER_OLD = "other_old"
    WAGE = "wage"

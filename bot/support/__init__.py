"""What support can be for a household: the rules of `support_rules.yml`, worked out. Pure: no network, no clock, no text."""

from __future__ import annotations

from bot.support.estimate import estimate
from bot.support.model import MINOR_ALONE, Estimate, Household, Part, Reason

__all__ = ["MINOR_ALONE", "Estimate", "Household", "Part", "Reason", "estimate"]

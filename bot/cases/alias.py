"""Names for people whose names nobody asks: two plain words that a counsellor can remember and say aloud."""

from __future__ import annotations

_FIRST = (
    "amber", "autumn", "blue", "brave", "bright", "calm", "cedar", "clear", "copper", "coral", "early", "evening", "fair",
    "first", "gentle", "golden", "grand", "green", "happy", "high", "hazel", "indigo", "ivory", "jade", "kind", "light",
    "little", "lilac", "marble", "merry", "misty", "morning", "noble", "northern", "olive", "open", "orange", "patient",
    "pearl", "plain", "proud", "quick", "quiet", "red", "river", "round", "royal", "ruby", "sandy", "silver", "simple",
    "southern", "spring", "steady", "still", "summer", "sunny", "swift", "tall", "violet", "warm", "western", "winter", "yellow",
)  # fmt: skip
_SECOND = (
    "acorn", "almond", "apple", "arrow", "aspen", "basket", "beacon", "bell", "birch", "boat", "bridge", "brook", "candle",
    "cherry", "cloud", "clover", "compass", "crane", "dove", "falcon", "feather", "fern", "field", "finch", "garden", "harbour",
    "heron", "hill", "island", "kite", "lake", "lantern", "lark", "leaf", "lemon", "linden", "maple", "meadow", "mill", "mint",
    "moon", "mountain", "oak", "orchard", "owl", "paper", "path", "pebble", "pine", "plum", "poplar", "robin", "rose", "sail",
    "sparrow", "star", "stone", "stork", "swallow", "tulip", "valley", "willow", "window", "wren",
)  # fmt: skip


def alias_of(keyed_hash: str) -> str:
    """Return the alias that belongs to a keyed hash of a pseudonym, the same each time; several people may share one."""
    number = int(keyed_hash[:8], 16)
    return f"{_FIRST[number % len(_FIRST)]}-{_SECOND[number // len(_FIRST) % len(_SECOND)]}"

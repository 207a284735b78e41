"""Cases know a question for consent, a silent person who was asked once, and a call for a colleague."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns."""
    for column in (
        sa.Column("transfer_to", _ID, nullable=True),
        sa.Column("transfer_language", sa.String(8), nullable=True),
        sa.Column("transfer_asked_at", sa.BigInteger(), nullable=True),
        sa.Column("transfer_refused_at", sa.BigInteger(), nullable=True),
        sa.Column("told_silent_at", sa.BigInteger(), nullable=True),
        sa.Column("kept_until", sa.BigInteger(), nullable=True),
        sa.Column("help_wanted_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("cases", column)

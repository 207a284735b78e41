"""A counsellor who calls for a colleague may offer the chat to whoever comes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column."""
    op.add_column("cases", sa.Column("help_takes_over", sa.Boolean(), nullable=False, server_default=sa.false()))

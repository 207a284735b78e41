"""The database: the only place with SQL. `Database` opens it; each module holds what is asked about one subject.

Functions take a `Transaction` first and are run by `Database.read` or `Database.write`:

    await database.write(inbox.receive, incoming)
"""

from bot.store.database import Database, Transaction

__all__ = ["Database", "Transaction"]

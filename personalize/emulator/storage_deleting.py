from __future__ import annotations

import json
from collections.abc import Sequence

from personalize.emulator.database import Database
from personalize.emulator.storage_tables import VISIBLE

# A list of texts as one value: SQLite allows only so many placeholders.
LISTED = "(SELECT value FROM json_each(?))"


def delete_users(
    database: Database, dataset: str, user_ids: Sequence[str], *, are_records: bool
) -> int:
    """Delete the rows of these users from a dataset; return how many there were."""
    table, column = ("records", "id") if are_records else ("interactions", "user_id")
    condition = f"{column} IN {LISTED} AND in_set IN {VISIBLE}"
    values = (json.dumps(user_ids), dataset)
    with database.transaction():
        ((number,),) = database.execute(
            f"SELECT COUNT(*) FROM {table} WHERE {condition}", values
        )
        database.execute(f"DELETE FROM {table} WHERE {condition}", values)
    return int(number)

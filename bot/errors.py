"""The errors of Wegweiser.

    WegweiserError
    ├── SettingsError          a setting is missing or has a value that cannot be used
    ├── ModelMissingError      there is no trained model, or it cannot be used
    ├── DataError              a file under data/ or var/office/ cannot be used
    │   └── UnknownFactError   an answer names a fact that no file holds
    ├── StoreError             the database or its keys cannot be used
    ├── CaseChangedError       a case is not as the counsellor who acts on it believes
    ├── BadUpdateError         what came in is not what the messenger sends
    └── DeliveryError          a messenger did not take a message

A message says where, what is wrong, what was expected and what to do. People who write to the assistant never see one.
"""

from __future__ import annotations

from pathlib import Path


class WegweiserError(Exception):
    """Everything that Wegweiser itself raises."""


class SettingsError(WegweiserError):
    """A setting is missing or cannot be used; the message names the setting and what it takes."""


class ModelMissingError(WegweiserError):
    """No trained model can be used; the message says how to make one."""


class DataError(WegweiserError):
    """A data file cannot be used.

    Args:
        message: what is wrong, what was expected, what to do.
        path: the file; put in front of the message when given.
        row: line in that file, counted from 1, as an editor counts.
    """

    def __init__(self, message: str, path: Path | str | None = None, row: int | None = None) -> None:
        where = "" if path is None else f"{path}: " if row is None else f"{path}:{row}: "
        super().__init__(where + message)
        self.message = message
        self.path = path
        self.row = row


class UnknownFactError(DataError, KeyError):
    """A fact or contact was asked for by an id that no file holds; the message names the ids that come nearest."""

    __str__ = Exception.__str__  # KeyError would print the message in quotes


class StoreError(WegweiserError):
    """The database cannot be used: newer than this version, other keys, in use by another process."""


class CaseChangedError(WegweiserError):
    """A case has changed since the counsellor saw it, so nothing was done.

    Args:
        case: its id.
        state: waiting, claimed, closed, or erased: what is true now.
        epoch: of the row now; 0 when there is no such case.
        counsellor_id: who has it now.
        counsellor_name: the same, as people see it.
    """

    def __init__(
        self, case: int, state: str, epoch: int = 0, counsellor_id: int | None = None, counsellor_name: str | None = None
    ) -> None:
        who = f" by counsellor {counsellor_id}" if counsellor_id is not None else ""
        super().__init__(f"case {case} is {state}{who} at epoch {epoch}; look at it again")
        self.case, self.state, self.epoch = case, state, epoch
        self.counsellor_id, self.counsellor_name = counsellor_id, counsellor_name


class BadUpdateError(WegweiserError):
    """A webhook's body is not what the messenger sends; the message says what is missing, never what it held."""


class DeliveryError(WegweiserError):
    """A messenger did not take a message.

    Args:
        reason: a short word for logs, the console and metrics, such as `blocked`; never text of a person.
        retry: whether sending the same again can help.
        retry_after: seconds that the messenger demands to wait, exactly.
        unreachable: whether nothing more can be sent to this person until they write again.
    """

    def __init__(self, reason: str, *, retry: bool = False, retry_after: float | None = None, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.retry, self.retry_after, self.unreachable = reason, retry, retry_after, unreachable

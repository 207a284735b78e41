"""Actions in the brain's own process: rasa-sdk's executor behind the interface of an action server."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

ACTIONS_PACKAGE = "actions"


class OwnActions(EndpointConfig):
    """An action endpoint without a network: `request` runs the action and returns its events and responses."""

    def __init__(self) -> None:
        super().__init__(url="in-process")  # Rasa asks only whether there is one
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS_PACKAGE)

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Run one action.

        Raises:
            ClientResponseError: the action refuses to run (the contract of Rasa's remote action).
        """
        try:
            result = await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            body = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
            raise ClientResponseError(400, "rejected", body) from rejection
        return result if result is not None else {"events": [], "responses": []}


def own_endpoints() -> AvailableEndpoints:
    """Return Rasa's endpoints with our actions and our generator of answers."""
    # Rasa checks each result of an action server against a schema, and the schema against its own: 6 ms a turn for results
    # that rasa-sdk has just made in this process.
    RemoteAction._validate_action_result = lambda self, result: True
    return AvailableEndpoints(action=OwnActions(), nlg=EndpointConfig(type="bot.nlg.CatalogueGenerator"))

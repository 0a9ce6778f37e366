from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State


@operation("CreateSchema")
def create_schema(state: State, request: Request) -> Answered:
    attributes = {"schema": request["schema"], "domain": request.get("domain")}
    resource = state.create(kinds.SCHEMA, request["name"], attributes, stages=())
    return {"schemaArn": resource.arn}

from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.avro import Schema, read_schema
from personalize.emulator.columns import REQUIRED, check_columns
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

# Datasets of actions are not offered, their schemas may be stored all the same.
ACTION_TYPES = {"ACTIONS", "ACTION_INTERACTIONS"}


@operation("CreateSchema")
def create_schema(state: State, request: Request) -> Answered:
    """Create a schema that has the columns its domain requires."""
    schema = read_schema(request["schema"])
    dataset_type = schema.name.upper()
    if dataset_type in REQUIRED:
        check_columns(schema, dataset_type, request.get("domain"))
    elif dataset_type not in ACTION_TYPES:
        raise InvalidInputError(
            "The name of the schema must be that of a type of dataset, such as "
            f"Interactions, Items or Users; it is {schema.name}."
        )
    attributes = {"schema": request["schema"], "domain": request.get("domain")}
    resource = state.create(kinds.SCHEMA, request["name"], attributes, stages=())
    return {"schemaArn": resource.arn}


@operation("DeleteSchema")
def delete_schema(state: State, request: Request) -> Answered:
    """Delete a schema that no dataset uses."""
    schema = state.get(kinds.SCHEMA, request["schemaArn"])
    datasets = state.find(kinds.DATASET, schemaArn=schema.arn)
    if datasets:
        raise ResourceInUseError(
            f"The schema is used by the dataset {datasets[0].arn}. Delete that first."
        )
    state.remove([schema])
    return {}


def get_schema(state: State, dataset: Resource) -> Schema:
    """Return the columns of a dataset as they are at the moment."""
    arn = state.get_attributes(dataset)["schemaArn"]
    return read_schema(state.get(kinds.SCHEMA, arn).attributes["schema"])

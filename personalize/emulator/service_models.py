"""Amazon's own description of its three services, as botocore ships it."""

from __future__ import annotations

from typing import Any

from botocore.loaders import create_loader
from botocore.model import OperationModel, ServiceModel, StructureShape

CONTROL = "personalize"
SERVICES = (CONTROL, "personalize-events", "personalize-runtime")


def _load_operations() -> list[OperationModel]:
    loader = create_loader()
    models = [
        ServiceModel(loader.load_service_model(name, "service-2"), name)
        for name in SERVICES
    ]
    return [
        model.operation_model(name)
        for model in models
        for name in model.operation_names
    ]


OPERATIONS = {operation.name: operation for operation in _load_operations()}


def is_control(operation: OperationModel) -> bool:
    return operation.service_model.service_name == CONTROL


def get_output(name: str) -> dict[str, Any]:
    """The members of what an operation answers, with their shapes."""
    shape: StructureShape | None = OPERATIONS[name].output_shape
    return dict(shape.members) if shape else {}

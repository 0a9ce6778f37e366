"""Amazon's operations by the kind of resource, with errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from personalize.provisioning.errors import NotFound, translated_errors
from personalize.provisioning.kinds import Kind

if TYPE_CHECKING:
    from mypy_boto3_personalize import PersonalizeClient

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list says of a resource."""

    arn: str
    name: str
    status: str
    created_at: datetime | None
    details: Details


class Gateway:
    """Reads may be repeated; a write is tried once, and looked up when in doubt."""

    def __init__(
        self, *, reading: PersonalizeClient, writing: PersonalizeClient
    ) -> None:
        self.reading = reading
        self.writing = writing

    def list(self, kind: Kind, **parent: str) -> list[Listed]:
        """Return all of a kind, page by page; none where the owner is gone."""
        try:
            return list(self._list(kind, parent))
        except NotFound:
            return []

    def _list(self, kind: Kind, parent: Mapping[str, str]) -> Iterator[Listed]:
        paginator: Any = self.reading.get_paginator(kind.paginator)  # type: ignore[call-overload]
        with translated_errors():
            for page in paginator.paginate(**parent):
                for details in page[kind.items_key]:
                    yield _read(kind, details)

    def describe(self, kind: Kind, arn: str) -> Details:
        """Return everything that is known of a resource. Raises NotFound."""
        answer = self._call(self.reading, f"describe_{kind.noun}", {kind.arn_key: arn})
        details: Details = answer[kind.key]
        return details

    def create(self, kind: Kind, parameters: Details) -> str:
        answer = self._call(self.writing, f"create_{kind.noun}", parameters)
        return str(answer[kind.arn_key])

    def update(self, kind: Kind, arn: str, parameters: Details) -> None:
        given = {kind.arn_key: arn, **parameters}
        self._call(self.writing, f"update_{kind.noun}", given)

    def delete(self, kind: Kind, arn: str) -> None:
        self._call(self.writing, f"delete_{kind.noun}", {kind.arn_key: arn})

    def start(self, kind: Kind, arn: str) -> None:
        self._call(self.writing, f"start_{kind.noun}", {kind.arn_key: arn})

    def stop(self, kind: Kind, arn: str) -> None:
        self._call(self.writing, f"stop_{kind.noun}", {kind.arn_key: arn})

    def stop_training(self, version_arn: str) -> None:
        self._call(
            self.writing,
            "stop_solution_version_creation",
            {"solutionVersionArn": version_arn},
        )

    def get_metrics(self, version_arn: str) -> Mapping[str, float]:
        given = {"solutionVersionArn": version_arn}
        answer = self._call(self.reading, "get_solution_metrics", given)
        metrics: Mapping[str, float] = answer.get("metrics", {})
        return metrics

    def get_tags(self, arn: str) -> dict[str, str]:
        given = {"resourceArn": arn}
        answer = self._call(self.reading, "list_tags_for_resource", given)
        return {each["tagKey"]: each["tagValue"] for each in answer.get("tags", [])}

    def set_tags(self, arn: str, tags: Mapping[str, str]) -> None:
        given = {"resourceArn": arn, "tags": write_tags(tags)}
        self._call(self.writing, "tag_resource", given)

    def _call(
        self, client: PersonalizeClient, operation: str, given: Details
    ) -> Mapping[str, Any]:
        with translated_errors():
            answer: Mapping[str, Any] = getattr(client, operation)(**given)
        return answer


def write_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"tagKey": key, "tagValue": value} for key, value in tags.items()]


def _read(kind: Kind, details: Details) -> Listed:
    return Listed(
        arn=details[kind.arn_key],
        name=details.get(kind.name_key, ""),
        # Schemas have none: they are there, or they are not.
        status=details.get("status", "ACTIVE"),
        created_at=details.get("creationDateTime"),
        details=details,
    )

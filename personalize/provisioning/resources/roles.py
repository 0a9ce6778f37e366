"""The role that Amazon Personalize takes on to read the bucket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from personalize.provisioning.errors import NotFound, translated_errors
from personalize.provisioning.policies import make_service_policy, make_trust_policy
from personalize.provisioning.resources.base import TAGS, Resource, show
from personalize.provisioning.states import (
    ABSENT,
    Difference,
    Remedy,
    Stage,
    State,
)
from personalize.provisioning.world import OWNER_TAG, World

POLICY_NAME = "personalize-reads-the-bucket"
TRUST, PERMISSIONS = "trust", "permissions"
NOT_OURS = (
    "This role was not made here, and is left alone. "
    "`manage.py personalize policy service` prints what it needs."
)
# IAM takes about a minute to tell everybody of a role: so many looks of 15 seconds.
LOOKS_UNTIL_KNOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleResource(Resource):
    """A role that is named by its ARN is somebody else's, and taken as it is."""

    def look(self, world: World) -> State:
        if world.has_foreign_role:
            return State(stage=Stage.READY, status="ACTIVE", arn=world.role_arn)
        try:
            with translated_errors():
                role = world.clients.iam.get_role(RoleName=world.role_name)["Role"]
        except NotFound:
            return ABSENT
        is_known = datetime.now(UTC) >= role["CreateDate"] + timedelta(
            seconds=world.interval * LOOKS_UNTIL_KNOWN
        )
        return State(
            stage=Stage.READY if is_known else Stage.PENDING,
            status="ACTIVE" if is_known else "waiting for IAM to spread it",
            arn=role["Arn"],
            created_at=role["CreateDate"],
            details=dict(role),
        )

    def create(self, world: World) -> None:
        with translated_errors():
            world.clients.iam.create_role(
                RoleName=world.role_name,
                AssumeRolePolicyDocument=json.dumps(make_trust_policy(world)),
                Description="Amazon Personalize reads the shop's data with it.",
                Tags=_write_tags(world.owner_tags),
            )
        self.write_permissions(world)

    def compare(self, world: World, state: State) -> list[Difference]:
        if world.has_foreign_role:
            return []
        tags = read_tags(state)
        remedy = Remedy.CHANGE if OWNER_TAG in tags else Remedy.NONE
        documents = {
            TRUST: (
                state.details["AssumeRolePolicyDocument"],
                make_trust_policy(world),
            ),
            PERMISSIONS: (read_permissions(world), make_service_policy(world)),
        }
        differences = [
            Difference(
                what=what,
                is_now="not as declared" if is_now else "none",
                wanted="least privilege",
                remedy=remedy,
                note=NOT_OURS if remedy is Remedy.NONE else "",
            )
            for what, (is_now, wanted) in documents.items()
            if is_now != wanted
        ]
        if OWNER_TAG in tags and not world.owner_tags.items() <= tags.items():
            wanted = show(world.owner_tags)
            differences.append(Difference(what=TAGS, is_now=show(tags), wanted=wanted))
        return differences

    def change(
        self, world: World, state: State, differences: Sequence[Difference]
    ) -> None:
        names = {each.what for each in differences if each.remedy is Remedy.CHANGE}
        iam, name = world.clients.iam, world.role_name
        with translated_errors():
            if TRUST in names:
                iam.update_assume_role_policy(
                    RoleName=name, PolicyDocument=json.dumps(make_trust_policy(world))
                )
            if TAGS in names:
                iam.tag_role(RoleName=name, Tags=_write_tags(world.owner_tags))
        if PERMISSIONS in names:
            self.write_permissions(world)

    def write_permissions(self, world: World) -> None:
        with translated_errors():
            world.clients.iam.put_role_policy(
                RoleName=world.role_name,
                PolicyName=POLICY_NAME,
                PolicyDocument=json.dumps(make_service_policy(world)),
            )

    def delete(self, world: World, state: State) -> None:
        if read_permissions(world):
            with translated_errors():
                world.clients.iam.delete_role_policy(
                    RoleName=world.role_name, PolicyName=POLICY_NAME
                )
        with translated_errors():
            world.clients.iam.delete_role(RoleName=world.role_name)


def read_permissions(world: World) -> Any:
    try:
        with translated_errors():
            answer = world.clients.iam.get_role_policy(
                RoleName=world.role_name, PolicyName=POLICY_NAME
            )
    except NotFound:
        return None
    document = answer["PolicyDocument"]
    return json.loads(unquote(document)) if isinstance(document, str) else document


def read_tags(state: State) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in state.details.get("Tags", [])}


def _write_tags(tags: dict[str, str]) -> Any:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def make_role() -> RoleResource:
    return RoleResource(key="role", name="")

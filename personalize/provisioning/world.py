"""What the resources are made in: the account, its services, and what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from personalize.provisioning.clients import Account, Clients
from personalize.provisioning.declaration import Declaration
from personalize.provisioning.gateway import Gateway

OWNER_TAG = "personalize-prefix"
Report = Callable[[str], None]


def say_nothing(sentence: str) -> None:
    """Nobody is watching."""


@dataclass(slots=True, kw_only=True)
class World:
    """``arns`` is filled as resources are found, each under its key."""

    declaration: Declaration
    clients: Clients
    gateway: Gateway
    # Seconds between two looks; Amazon needs minutes for most things.
    interval: float = 15.0
    # Whether data that were imported once are exported and imported again.
    imports_again: bool = False
    report: Report = say_nothing
    arns: dict[str, str] = field(default_factory=dict)
    # What this run itself has made, and so need not be made once more when it fails.
    made: set[str] = field(default_factory=set)
    # The names of its imports, which only the exported data give.
    imports: dict[str, str] = field(default_factory=dict)
    # Datasets of which the shop has nothing to import.
    empty: set[str] = field(default_factory=set)

    @property
    def account(self) -> Account:
        return self.clients.account

    @property
    def bucket(self) -> str:
        """S3's names are unique in the world, hence the account's number."""
        account = self.account
        default = f"{self.declaration.prefix}-personalize-{account.id}-{account.region}"
        return self.declaration.bucket or default.lower()

    @property
    def role_name(self) -> str:
        """The last part of the name or ARN that is declared."""
        role = self.declaration.role
        return role.rsplit("/", 1)[-1] or self.declaration.get_name("personalize")

    @property
    def has_foreign_role(self) -> bool:
        """Whether the role is named by its ARN: then it is not ours to look after."""
        return self.declaration.role.startswith("arn:")

    @property
    def role_arn(self) -> str:
        if self.has_foreign_role:
            return self.declaration.role
        account = self.account
        return f"arn:{account.partition}:iam::{account.id}:role/{self.role_name}"

    @property
    def tags(self) -> dict[str, str]:
        return dict(self.declaration.tags)

    @property
    def owner_tags(self) -> dict[str, str]:
        """What tells a bucket and a role that were made here from others."""
        return self.tags | {OWNER_TAG: self.declaration.prefix}


def make_world(
    declaration: Declaration, clients: Clients, *, interval: float = 15.0
) -> World:
    gateway = Gateway(reading=clients.reading, writing=clients.writing)
    return World(
        declaration=declaration, clients=clients, gateway=gateway, interval=interval
    )

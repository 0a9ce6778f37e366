"""The clients of the operator, who has time, and must not ask for a thing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from personalize.conf import conf
from personalize.provisioning.declaration import Declaration
from personalize.provisioning.errors import Refused, translated_errors

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_personalize import PersonalizeClient
    from mypy_boto3_personalize_runtime import PersonalizeRuntimeClient
    from mypy_boto3_s3 import S3Client

READING = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 6},
)
# No operation of Personalize knows a client token. A request that was not answered is
# looked up before it is sent again, which botocore's own retries would not do.
WRITING = READING.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where everything is."""

    id: str
    region: str
    partition: str

    def get_arn(self, resource: str, service: str = "personalize") -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.id}:{resource}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    account: Account
    reading: PersonalizeClient
    writing: PersonalizeClient
    runtime: PersonalizeRuntimeClient
    s3: S3Client
    iam: IAMClient


@contextmanager
def open_clients(declaration: Declaration) -> Iterator[Clients]:
    """Find out whose account it is, and connect to its services."""
    session = boto3.Session(region_name=declaration.region or None)
    with ExitStack() as stack, translated_errors():
        account = find_account(session, declaration)

        def connect(service: Any, config: Config) -> Any:
            return stack.enter_context(closing(make_client(session, service, config)))

        yield Clients(
            account=account,
            reading=connect("personalize", READING),
            writing=connect("personalize", WRITING),
            runtime=connect("personalize-runtime", READING),
            s3=connect("s3", READING),
            iam=connect("iam", READING),
        )


def find_account(session: boto3.Session, declaration: Declaration) -> Account:
    region = session.region_name
    if not region:
        raise Refused(
            "The region is unknown: set AWS_REGION, or REGION of the declaration."
        )
    return Account(
        id=declaration.account or ask_account(session),
        region=region,
        partition=session.get_partition_for_region(region),
    )


def ask_account(session: boto3.Session) -> str:
    with closing(make_client(session, "sts", READING)) as sts:
        return str(sts.get_caller_identity()["Account"])


def make_client(session: boto3.Session, service: Any, config: Config) -> Any:
    """Connect to where the settings say, or AWS_ENDPOINT_URL_…, or Amazon is."""
    url = conf.ENDPOINT_URLS.get(service)
    return session.client(service, endpoint_url=url or None, config=config)

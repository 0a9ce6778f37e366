"""The bucket through which data reach Amazon, and who may read in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.errors import NotFound, translated_errors
from personalize.provisioning.policies import SID, Statement, make_bucket_statements
from personalize.provisioning.resources.base import TAGS, Resource, show
from personalize.provisioning.states import ABSENT, Difference, Stage, State
from personalize.provisioning.world import OWNER_TAG, World

POLICY = "policy"
# The one region that a bucket is not told it is in.
FIRST_REGION = "us-east-1"
CLOSED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
# Parts of uploads that were interrupted are billed, and in no list.
LIFECYCLE: Any = {
    "Rules": [
        {
            "ID": "interrupted-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        }
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketResource(Resource):
    """A bucket that is there already keeps its own policy; ours is added to it."""

    def look(self, world: World) -> State:
        try:
            with translated_errors():
                world.clients.s3.head_bucket(Bucket=world.bucket)
        except NotFound:
            return ABSENT
        return State(stage=Stage.READY, status="ACTIVE", arn=f"s3://{world.bucket}")

    def create(self, world: World) -> None:
        region = world.account.region
        place: Any = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        with translated_errors():
            world.clients.s3.create_bucket(
                Bucket=world.bucket, **({} if region == FIRST_REGION else place)
            )
        write_tags(world)

    def compare(self, world: World, state: State) -> list[Difference]:
        differences = []
        if not is_allowed(world):
            differences.append(
                Difference(
                    what=POLICY, is_now="not ours", wanted="Personalize may read"
                )
            )
        tags = read_tags(world)
        if is_ours(world, tags) and not world.owner_tags.items() <= tags.items():
            differences.append(
                Difference(what=TAGS, is_now=show(tags), wanted=show(world.owner_tags))
            )
        return differences

    def change(
        self, world: World, state: State, differences: Sequence[Difference]
    ) -> None:
        names = {each.what for each in differences}
        if TAGS in names:
            write_tags(world)
        if POLICY in names:
            write_policy(world)
            close(world)

    def delete(self, world: World, state: State) -> None:
        with translated_errors():
            empty(world)
            world.clients.s3.delete_bucket(Bucket=world.bucket)


def is_ours(world: World, tags: Mapping[str, str]) -> bool:
    """Tell whether it was made here: another's bucket keeps its tags.

    One with the name that is only given here may have been made by a run that was
    killed before it could write its tags.
    """
    return OWNER_TAG in tags or not (tags or world.declaration.bucket)


def read_statements(world: World) -> list[Statement]:
    try:
        with translated_errors():
            answer = world.clients.s3.get_bucket_policy(Bucket=world.bucket)
    except NotFound:
        return []
    statements: list[Statement] = json.loads(answer["Policy"])["Statement"]
    return statements


def is_allowed(world: World) -> bool:
    present = read_statements(world)
    return all(each in present for each in make_bucket_statements(world))


def write_policy(world: World) -> None:
    others = [
        each
        for each in read_statements(world)
        if not str(each.get("Sid", "")).startswith(SID)
    ]
    statements = [*others, *make_bucket_statements(world)]
    policy = {"Version": "2012-10-17", "Statement": statements}
    with translated_errors():
        world.clients.s3.put_bucket_policy(
            Bucket=world.bucket, Policy=json.dumps(policy)
        )


def close(world: World) -> None:
    """Keep the world out of a bucket that was made here."""
    if not is_ours(world, read_tags(world)):
        return
    s3, name = world.clients.s3, world.bucket
    closed: Any = CLOSED
    with translated_errors():
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
        s3.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration=LIFECYCLE
        )


def read_tags(world: World) -> dict[str, str]:
    try:
        with translated_errors():
            answer = world.clients.s3.get_bucket_tagging(Bucket=world.bucket)
    except NotFound:
        return {}
    return {each["Key"]: each["Value"] for each in answer["TagSet"]}


def write_tags(world: World) -> None:
    tags = world.owner_tags | {
        key: value
        for key, value in read_tags(world).items()
        if key not in world.owner_tags
    }
    with translated_errors():
        world.clients.s3.put_bucket_tagging(
            Bucket=world.bucket,
            Tagging={"TagSet": [{"Key": key, "Value": tags[key]} for key in tags]},
        )


def empty(world: World) -> None:
    s3, name = world.clients.s3, world.bucket
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        objects: Any = [{"Key": each["Key"]} for each in page.get("Contents", [])]
        if objects:
            s3.delete_objects(Bucket=name, Delete={"Objects": objects})
    for uploads in s3.get_paginator("list_multipart_uploads").paginate(Bucket=name):
        for each in uploads.get("Uploads", []):
            s3.abort_multipart_upload(
                Bucket=name, Key=each["Key"], UploadId=each["UploadId"]
            )


def make_bucket() -> BucketResource:
    return BucketResource(key="bucket", name="")

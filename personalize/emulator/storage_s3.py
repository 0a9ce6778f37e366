from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
)

from personalize.emulator.lifecycle import WorkFailed

FORBIDDEN = "Insufficient privileges for accessing data in Amazon S3."
MISSING = frozenset({"404", "NoSuchKey", "NoSuchBucket", "NotFound"})
DENIED = frozenset({"403", "AccessDenied", "InvalidAccessKeyId"})


class S3Storage:
    """S3 as boto3 finds it: AWS_ENDPOINT_URL_S3 names another endpoint."""

    def list_keys(self, bucket: str, prefix: str) -> list[str]:
        with _translated(bucket):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix=prefix, Delimiter="/"
            )
            return [one["Key"] for page in pages for one in page.get("Contents", [])]

    def read(self, bucket: str, key: str, file: IO[bytes]) -> None:
        with _translated(bucket):
            self._client.download_fileobj(bucket, key, file)

    def write(self, bucket: str, key: str, file: IO[bytes]) -> None:
        with _translated(bucket):
            self._client.upload_fileobj(file, bucket, key)

    @cached_property
    def _client(self) -> Any:
        config = Config(
            connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3}
        )
        return boto3.Session().client("s3", config=config)


@contextmanager
def _translated(bucket: str) -> Iterator[None]:
    """Say in Amazon's words why an object cannot be had."""
    try:
        yield
    except ClientError as error:
        raise WorkFailed(_explain(error)) from error
    except NoCredentialsError as error:
        raise WorkFailed(f"{FORBIDDEN} The emulator has no credentials.") from error
    except ParamValidationError as error:
        raise WorkFailed(f"Invalid Data location. {bucket} is no bucket.") from error
    except BotoCoreError as error:
        raise WorkFailed(f"Invalid Data location. {error}") from error


def _explain(error: ClientError) -> str:
    code = error.response["Error"]["Code"]
    if code in DENIED:
        return FORBIDDEN
    reason = "Invalid Data location." if code in MISSING else "Amazon S3 failed."
    return f"{reason} {error}"

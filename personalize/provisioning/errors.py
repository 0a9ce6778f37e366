"""What can go wrong while Amazon's resources are made, by what has to be done next.

ProvisioningError
├── AlreadyExists      look it up: it is there
├── NotFound           it is gone, or was never there
├── MustWait           try again in a while: something else has to end first
├── Unreachable        try again in a while, and not for ever
├── QuotaReached       ask Amazon for more, or declare less
├── Refused            mend the declaration, the data or the permissions
├── TooThin            gather more interactions first
└── ResourcesFailed    read Amazon's reasons, which the message holds
"""

# ruff: noqa: N818
# Named for what happened, as those of personalize.exceptions.
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
)

from personalize.exceptions import PersonalizeError


class ProvisioningError(PersonalizeError):
    """Amazon's side of the shop could not be made, changed, read or removed."""


class AlreadyExists(ProvisioningError):
    """A resource of that name is there already."""


class NotFound(ProvisioningError):
    """There is no such resource."""


class MustWait(ProvisioningError):
    """Not now: something is still being made, used or deleted."""


class Unreachable(ProvisioningError):
    """The service did not answer, or failed."""


class QuotaReached(ProvisioningError):
    """The account may not have more of these."""


class Refused(ProvisioningError):
    """The request will be refused again as it is."""


class TooThin(ProvisioningError):
    """Amazon would learn nothing from this little."""


class ResourcesFailed(ProvisioningError):
    """Some resources did not become active."""


MEANINGS: dict[str, type[ProvisioningError]] = {
    "ResourceAlreadyExistsException": AlreadyExists,
    "EntityAlreadyExists": AlreadyExists,
    "BucketAlreadyOwnedByYou": AlreadyExists,
    "ResourceNotFoundException": NotFound,
    "NoSuchEntity": NotFound,
    "NoSuchBucket": NotFound,
    "NoSuchBucketPolicy": NotFound,
    "NoSuchTagSet": NotFound,
    "NoSuchLifecycleConfiguration": NotFound,
    "404": NotFound,
    "ResourceInUseException": MustWait,
    "OperationAborted": MustWait,
    "DeleteConflict": MustWait,
    "Throttling": MustWait,
    "ThrottlingException": MustWait,
    "TooManyRequestsException": MustWait,
    "RequestLimitExceeded": MustWait,
    "SlowDown": MustWait,
    "LimitExceededException": QuotaReached,
    "LimitExceeded": QuotaReached,
}
ADVICE = {
    "AccessDenied": "Allow it: `manage.py personalize policy operator` prints how.",
    "AccessDeniedException": (
        "Allow it: `manage.py personalize policy operator` prints how."
    ),
    "BucketAlreadyExists": (
        "Name another BUCKET: this one belongs to another account."
    ),
    "403": "Name another BUCKET, or allow it to whoever runs this command.",
    "RequestExpired": "Set the clock of this machine.",
}
# The same code says that too many exist, and that too many are being made just now.
PENDING = ("PENDING", "IN_PROGRESS", "IN PROGRESS")
CREDENTIALS = (NoCredentialsError, PartialCredentialsError)


@contextmanager
def translated_errors() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise translate_answer(error) from error
    except CREDENTIALS as error:
        raise Refused(
            "No AWS credentials were found: set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or run this where a role gives them."
        ) from error
    except NoRegionError as error:
        raise Refused("The region is unknown: set AWS_REGION.") from error
    except ParamValidationError as error:
        raise Refused(f"The request is not valid: {error}") from error
    except BotoCoreError as error:
        raise Unreachable(f"Amazon could not be reached: {error}") from error


def translate_answer(error: ClientError) -> ProvisioningError:
    code = error.response.get("Error", {}).get("Code", "")
    message = error.response.get("Error", {}).get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    sentence = f"{error.operation_name}: {message or code} {ADVICE.get(code, '')}"
    return _get_meaning(code, message, status)(sentence.strip())


def _get_meaning(code: str, message: str, status: int) -> type[ProvisioningError]:
    meaning = MEANINGS.get(code)
    if meaning is QuotaReached and any(word in message for word in PENDING):
        return MustWait
    if meaning:
        return meaning
    return Unreachable if status >= 500 or status == 429 else Refused

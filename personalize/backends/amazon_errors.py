"""Every error of botocore as one of ours: what it means, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from personalize.exceptions import (
    BackendError,
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
    BackendUnavailable,
)


class CredentialsRefused(BackendUnavailable):
    """Amazon does not accept the credentials; others may be found by now."""


class AmazonRefused(BackendRejected):
    """Amazon answered that this request is wrong, and says why."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


# Only these say that the request itself is wrong. Whatever else Amazon answers, now or
# in a version to come, is worth another try: an event is not given up for it.
REFUSALS = {
    "InvalidInputException",
    "ResourceNotFoundException",
    "SerializationException",
    "ValidationError",
    "ValidationException",
}
THROTTLES = {
    "RequestLimitExceeded",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
}
CREDENTIALS = {
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
}
ADVICE = {
    "AccessDeniedException": "Allow the action in the IAM policy of the shop.",
    "RequestExpired": "Set the clock of this machine.",
}
# What else comes out of botocore: its parsers stumble over answers that are not
# Amazon's, and its clients over files that are not there.
STRAY = (
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    ResponseParserError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    error: type[Exception]
    becomes: type[BackendError]
    sentence: str


# Sorted from the particular to the general, since one is a subclass of another.
MEANINGS = (
    Meaning(ConnectTimeoutError, BackendTimeout, "No connection in time."),
    Meaning(ReadTimeoutError, BackendTimeout, "No answer in time."),
    Meaning(
        NoCredentialsError,
        CredentialsRefused,
        "No credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
        "or give this machine a role.",
    ),
    Meaning(
        PartialCredentialsError,
        CredentialsRefused,
        "The credentials are incomplete: set both AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY.",
    ),
    Meaning(CredentialRetrievalError, CredentialsRefused, "No credentials to be had."),
    Meaning(
        NoRegionError, BackendUnavailable, "The region is unknown: set AWS_REGION."
    ),
    Meaning(ParamValidationError, BackendRejected, "The request is not valid."),
    Meaning(BotoCoreError, BackendUnavailable, "Could not be reached."),
    Meaning(OSError, BackendUnavailable, "Could not be reached."),
)
STUMBLED = Meaning(
    Exception, BackendUnavailable, "Not asked, or the answer is not understood."
)
SECRETS = re.compile(r"\b\d{12}\b|\b(?:AKIA|ASIA)[A-Z0-9]{8,}\b")
LONGEST_MESSAGE = 300


@contextmanager
def translated_errors() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise _translate_answer(error) from error
    except (BotoCoreError, *STRAY) as error:
        raise _translate(error) from error


def _translate(error: Exception) -> BackendError:
    meanings = (each for each in MEANINGS if isinstance(error, each.error))
    meaning = next(meanings, STUMBLED)
    detail = f" {_public(error)}" if meaning.becomes is BackendRejected else ""
    return meaning.becomes(f"Amazon Personalize: {meaning.sentence}{detail}")


def _translate_answer(error: ClientError) -> BackendError:
    code = error.response["Error"].get("Code", "")
    status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
    message = f"Amazon Personalize answered {code}: {_explain(error, code)}"
    if code in THROTTLES or status == 429:
        return BackendThrottled(message)
    if code in CREDENTIALS:
        return CredentialsRefused(message)
    if code in REFUSALS:
        return AmazonRefused(message, code=code)
    return BackendUnavailable(message)


def _explain(error: ClientError, code: str) -> str:
    said = _public(error.response["Error"].get("Message", ""))
    if code in CREDENTIALS:
        return f"{said} Renew the credentials of the shop."
    return f"{said} {ADVICE.get(code, '')}".strip()


def _public(said: object) -> str:
    """Leave out the numbers of accounts and the ids of keys."""
    return SECRETS.sub("…", str(said))[:LONGEST_MESSAGE]

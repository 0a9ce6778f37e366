"""The IAM documents: of the shop, of who provisions it, and of Amazon Personalize."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from personalize.conf import conf
from personalize.provisioning.world import World

Document = dict[str, Any]
Statement = dict[str, Any]

SERVICE = "personalize.amazonaws.com"
# Named for this app, so that a bucket's other statements are left as they are.
SID = "PersonalizeProvisioning"
KINDS = (
    "campaign",
    "dataset",
    "dataset-export-job",
    "dataset-group",
    "dataset-import-job",
    "filter",
    "recommender",
    "schema",
    "solution",
)

# Most of them know no resources, and an alarm's name is no secret.
ALARM_ACTIONS = [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:DeleteDashboards",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListDashboards",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutDashboard",
    "cloudwatch:PutMetricAlarm",
]


def make_app_policy(world: World) -> Document:
    """What web and worker processes need: nothing here makes or deletes."""
    return _document(
        # PutEvents knows no resources.
        _allow("Events", ["personalize:PutEvents"], "*"),
        _allow(
            "Catalogue",
            ["personalize:PutItems", "personalize:PutUsers"],
            _get_arns(world, ["dataset"]),
        ),
        _allow_metrics(),
        _allow(
            "Recommendations",
            ["personalize:GetRecommendations", "personalize:GetPersonalizedRanking"],
            _get_arns(world, ["campaign", "recommender", "filter"]),
        ),
    )


def make_operator_policy(world: World) -> Document:
    """What `manage.py personalize` needs, for a person or a deployment."""
    account = world.account
    trackers = account.get_arn("event-tracker/*")
    return _document(
        _allow(
            "Resources",
            [
                "personalize:Create*",
                "personalize:Describe*",
                "personalize:Update*",
                "personalize:Delete*",
                "personalize:StartRecommender",
                "personalize:StopRecommender",
                "personalize:StopSolutionVersionCreation",
                "personalize:GetSolutionMetrics",
                "personalize:GetRecommendations",
                "personalize:GetPersonalizedRanking",
                "personalize:TagResource",
                "personalize:ListTagsForResource",
            ],
            [*_get_arns(world, KINDS), trackers],
        ),
        _allow("Lists", ["personalize:List*"], "*"),
        _allow("Account", ["sts:GetCallerIdentity"], "*"),
        _allow_bucket(world),
        _allow_role(world),
        _allow("Alarms", ALARM_ACTIONS, "*"),
        _allow(
            "PassRole",
            ["iam:PassRole"],
            world.role_arn,
            {"StringEquals": {"iam:PassedToService": SERVICE}},
        ),
    )


def make_service_policy(world: World) -> Document:
    """What the role is allowed that Amazon Personalize takes on: to read the files."""
    bucket = get_bucket_arn(world)
    return _document(
        _allow("List", ["s3:ListBucket"], bucket),
        _allow("Read", ["s3:GetObject"], f"{bucket}/*"),
    )


def make_trust_policy(world: World) -> Document:
    """Who may take the role on: Amazon Personalize, for this account alone."""
    statement = {
        "Sid": "Personalize",
        "Effect": "Allow",
        "Principal": {"Service": SERVICE},
        "Action": "sts:AssumeRole",
        "Condition": _guard(world),
    }
    return _document(statement)


def make_bucket_statements(world: World) -> list[Statement]:
    """What Amazon Personalize may do in the bucket, for this account alone."""
    bucket = get_bucket_arn(world)
    actions = {
        "List": ("s3:ListBucket", bucket),
        "Read": ("s3:GetObject", f"{bucket}/*"),
    }
    return [
        {
            "Sid": f"{SID}{name}",
            "Effect": "Allow",
            "Principal": {"Service": SERVICE},
            "Action": action,
            "Resource": resource,
            "Condition": _guard(world),
        }
        for name, (action, resource) in actions.items()
    ]


def get_bucket_arn(world: World) -> str:
    return f"arn:{world.account.partition}:s3:::{world.bucket}"


def _guard(world: World) -> Statement:
    """Let nobody else's Personalize act for them: the confused deputy."""
    return {
        "StringEquals": {"aws:SourceAccount": world.account.id},
        "ArnLike": {"aws:SourceArn": world.account.get_arn("*")},
    }


def _get_arns(world: World, kinds: Iterable[str]) -> list[str]:
    """The group is named as the prefix, its datasets below it; all else begins so."""
    prefix = world.declaration.prefix
    named = {
        "dataset-group": f"dataset-group/{prefix}",
        "dataset": f"dataset/{prefix}/*",
    }
    return [
        world.account.get_arn(named.get(kind, f"{kind}/{prefix}-*")) for kind in kinds
    ]


def _allow_metrics() -> Statement:
    """The shop's own numbers, into its own namespace alone."""
    namespace = conf.METRICS_NAMESPACE or "*"
    condition = {"StringLike": {"cloudwatch:namespace": namespace}}
    return _allow("Metrics", ["cloudwatch:PutMetricData"], "*", condition)


def _allow_bucket(world: World) -> Statement:
    bucket = get_bucket_arn(world)
    actions = [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:GetBucketPolicy",
        "s3:PutBucketPolicy",
        "s3:GetBucketTagging",
        "s3:PutBucketTagging",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutLifecycleConfiguration",
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:AbortMultipartUpload",
    ]
    return _allow("Bucket", actions, [bucket, f"{bucket}/*"])


def _allow_role(world: World) -> Statement:
    actions = [
        "iam:GetRole",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:GetRolePolicy",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
    ]
    return _allow("Role", actions, world.role_arn)


def _allow(
    sid: str,
    actions: list[str],
    resource: str | list[str],
    condition: Statement | None = None,
) -> Statement:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Action": actions,
        "Resource": resource,
    }
    return statement | ({"Condition": condition} if condition else {})


def _document(*statements: Statement) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}

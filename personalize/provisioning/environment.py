"""The lines of the environment by which the shop finds what was made."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from personalize.enums import UseCase
from personalize.provisioning.errors import Refused
from personalize.provisioning.recipes import RANKING
from personalize.provisioning.world import World

VARIABLES: dict[str, str] = {
    UseCase.RECOMMENDED_FOR_YOU: "PERSONALIZE_CAMPAIGN_ARN",
    UseCase.CUSTOMERS_ALSO_VIEWED: "PERSONALIZE_ALSO_VIEWED_ARN",
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: "PERSONALIZE_BOUGHT_TOGETHER_ARN",
    UseCase.SIMILAR_ITEMS: "PERSONALIZE_SIMILAR_ITEMS_ARN",
    UseCase.BEST_SELLERS: "PERSONALIZE_BEST_SELLERS_ARN",
    UseCase.MOST_VIEWED: "PERSONALIZE_MOST_VIEWED_ARN",
    UseCase.TRENDING_NOW: "PERSONALIZE_TRENDING_ARN",
    RANKING: "PERSONALIZE_RANKING_ARN",
}
LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")
ONLY_OWNER = 0o600


def get_variables(world: World, tracking_id: str) -> dict[str, str]:
    """Return the variables; a use case that nothing serves has an empty one."""
    arns = world.arns
    variables = {
        "AWS_REGION": world.account.region,
        "PERSONALIZE_TRACKING_ID": tracking_id,
        "PERSONALIZE_DATASET_GROUP_ARN": arns.get("dataset-group", ""),
    }
    for use_case, variable in VARIABLES.items():
        recommender = arns.get(f"recommender/{use_case}", "")
        variables[variable] = recommender or arns.get(f"campaign/{use_case}", "")
    prefix = f"filter/{world.declaration.prefix}-"
    return variables | {"PERSONALIZE_FILTER_ARN_PREFIX": world.account.get_arn(prefix)}


def write_lines(variables: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def write_file(path: Path, variables: Mapping[str, str]) -> None:
    """Put the variables into a file of any others, which stay as they are.

    The file is written aside and moved: nobody finds half of it, and only its owner
    may read it, since files of this kind hold secrets.
    """
    try:
        text = path.read_text() if path.exists() else ""
        _replace(path, merge(text, variables))
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error}.") from error


def merge(text: str, variables: Mapping[str, str]) -> str:
    """Change the lines that there are in their places, and add the others."""
    left = dict(variables)
    lines = []
    for line in text.splitlines():
        match = LINE.match(line)
        name = match[1] if match else ""
        if name not in variables:
            lines.append(line)
        elif name in left:
            lines.append(f"{name}={left.pop(name)}")
    return "".join(f"{line}\n" for line in lines) + write_lines(left)


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    # Files of tempfile are their owner's alone from the first moment on.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(ONLY_OWNER)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)

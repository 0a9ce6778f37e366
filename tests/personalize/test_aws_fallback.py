"""The read path while Amazon is slow, throttled, refusing, or answering rubbish."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.test import RequestFactory

from personalize.catalog import Catalog
from personalize.cooldown import CoolDown
from personalize.page import Page, get_page
from personalize.recommendations import Recommendations, recommend
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import ANNA, ARNS, options_for

pytestmark = pytest.mark.django_db
Connect = Callable[..., None]
FOUR_BLOCKS = [
    "recommended-for-you",
    "best-sellers",
    "most-viewed",
    "frequently-bought-together",
]
# Longer than a cool-down, shorter than an answer is cached.
LATER = datetime.timedelta(seconds=10)


class GroupCatalog(Catalog):
    """Django's groups as a shop: every database of the tests has their table."""

    item_id_field = "name"

    def get_queryset(self) -> QuerySet[Group]:
        return Group.objects.all()


@pytest.fixture(autouse=True)
def items() -> list[Group]:
    names = ["A-1", "A-2", "A-3", "F-1", "F-2", "F-3", "F-4", "F-5"]
    return Group.objects.bulk_create(Group(name=name) for name in names)


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        for arn in ARNS.values():
            amazon.recommend(arn, ["A-1", "A-2", "A-3"])
        yield amazon


@pytest.fixture(autouse=True)
def connect(amazon: AmazonStandIn, settings: Any) -> Iterator[Connect]:
    """Let Amazon be asked first, then a backend that always answers."""

    def connect_with(*, deadline: float = 20, **options: Any) -> None:
        path = "personalize.backends"
        fallback = {use_case: ["F-1", "F-2", "F-3", "F-4"] for use_case in ARNS}
        settings.PERSONALIZE = django_settings.PERSONALIZE | {
            "CATALOG": f"{__name__}.GroupCatalog",
            "PAGE_DEADLINE": deadline,
            "BACKENDS": [
                {
                    "BACKEND": f"{path}.aws.AmazonPersonalizeBackend",
                    "OPTIONS": options_for(amazon, **options),
                },
                {
                    "BACKEND": f"{path}.locmem.LocMemBackend",
                    "OPTIONS": {"answers": fallback},
                },
            ],
        }

    connect_with()
    yield connect_with
    # What this process knows by itself outlives the cache of the test.
    CoolDown("aws").end()


def ask(use_case: str = "recommended-for-you", num_results: int = 3) -> Recommendations:
    """Render a page of its own with one block."""
    request = RequestFactory().get("/")
    return recommend(request, use_case, num_results=num_results, visitor=ANNA)


def ask_four_blocks(seconds: float = 20) -> tuple[Page, list[Recommendations]]:
    """Render one page, whose blocks share its deadline and show each item once."""
    request = RequestFactory().get("/")
    page = get_page(request, ANNA)
    page.seconds_left = seconds
    about = [Group.objects.get(name="F-5")]
    found = [
        recommend(request, use_case, items=about, num_results=1, visitor=ANNA)
        for use_case in FOUR_BLOCKS
    ]
    return page, found


def names(recommendations: Recommendations) -> list[str]:
    return [item.name for item in recommendations]


def test_amazon_is_asked_first() -> None:
    answer = ask()
    assert names(answer) == ["A-1", "A-2", "A-3"]
    assert (answer.backend, answer.is_fallback) == ("aws", False)
    assert answer.fallback_reason == ""
    assert answer.recommendation_id.startswith("RID-")


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("latency", "timeout"),
        ("hang", "timeout"),
        ("throttle", "throttled"),
        ("500", "unavailable"),
        ("html", "unavailable"),
        ("reset", "unavailable"),
        ("expired", "unavailable"),
        ("denied", "unavailable"),
        ("rubbish", "unavailable"),
        ("wrong-shape", "unavailable"),
    ],
)
def test_a_page_without_amazon_is_whole_and_says_why(
    amazon: AmazonStandIn, mode: str, reason: str
) -> None:
    amazon.fail(mode)
    answer = ask()
    assert names(answer) == ["F-1", "F-2", "F-3"]
    assert (answer.backend, answer.is_fallback) == ("locmem", True)
    assert answer.fallback_reason == reason
    assert len(amazon.calls) == 1


def test_a_page_does_not_wait_until_a_hanging_answer_comes(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    connect(deadline=1, read_timeout=60)
    amazon.fail("hang")
    assert ask().fallback_reason == "timeout"
    # Nobody has answered or given up yet.
    assert [call.status for call in amazon.calls] == [0]


def test_a_page_that_could_not_wait_for_a_new_process_blames_nobody(
    connect: Connect,
) -> None:
    connect(deadline=0.001)
    assert ask().fallback_reason == "timeout"
    connect()
    assert ask().backend == "aws"


@pytest.mark.parametrize("mode", ["500", "throttle", "rubbish", "hang"])
def test_amazon_is_left_alone_after_a_failure(amazon: AmazonStandIn, mode: str) -> None:
    amazon.fail(mode)
    ask()
    second = ask("best-sellers")
    assert names(second) == ["F-1", "F-2", "F-3"]
    assert second.fallback_reason == "cooling_down"
    assert len(amazon.calls) == 1


def test_another_process_leaves_it_alone_too(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    amazon.fail("500")
    ask()
    connect(threads=4)
    assert ask("best-sellers").fallback_reason == "cooling_down"
    assert len(amazon.calls) == 1


def test_amazon_serves_again_after_the_cool_down(amazon: AmazonStandIn) -> None:
    amazon.fail("500", calls=1)
    ask()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + LATER):
        answer = ask()
    assert (names(answer), answer.backend) == (["A-1", "A-2", "A-3"], "aws")
    assert len(amazon.calls) == 2


def test_while_it_keeps_failing_one_page_at_a_time_tries(
    amazon: AmazonStandIn,
) -> None:
    amazon.fail("500")
    ask()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + LATER):
        reasons = [ask().fallback_reason, ask("best-sellers").fallback_reason]
    assert reasons == ["unavailable", "cooling_down"]
    assert len(amazon.calls) == 2


def test_a_use_case_without_arn_falls_back_without_a_call(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    connect(arns={"best-sellers": ARNS["best-sellers"]})
    assert ask().fallback_reason == "not_configured"
    assert ask("best-sellers").backend == "aws"
    assert len(amazon.calls) == 1


def test_what_amazon_is_short_of_is_made_up_for(amazon: AmazonStandIn) -> None:
    amazon.recommend(ARNS["best-sellers"], ["A-1"])
    answer = ask("best-sellers")
    assert names(answer) == ["A-1", "F-1", "F-2"]
    assert (answer.backend, answer.fallback_reason) == ("aws", "too_few")


def test_items_that_only_amazon_still_knows_are_not_shown(
    amazon: AmazonStandIn,
) -> None:
    amazon.recommend(ARNS["best-sellers"], ["gone", "A-2", "A-2"])
    assert names(ask("best-sellers")) == ["A-2", "F-1", "F-2"]


def test_a_stopped_recommender_leaves_the_others_in_service(
    amazon: AmazonStandIn,
) -> None:
    amazon.recommend(ARNS["best-sellers"], ["A-1"], active=False)
    assert ask("best-sellers").fallback_reason == "unavailable"
    assert ask().backend == "aws"


def test_what_is_the_same_for_all_is_asked_in_nobodys_name(
    amazon: AmazonStandIn,
) -> None:
    ask("best-sellers")
    ask("best-sellers")
    assert [call.body["userId"] for call in amazon.calls] == ["everyone"]


def test_a_page_of_four_blocks_asks_amazon_once_for_each(
    amazon: AmazonStandIn,
) -> None:
    amazon.recommend(ARNS["frequently-bought-together"], ["F-1"])
    _, blocks = ask_four_blocks()
    assert [names(block) for block in blocks] == [["A-1"], ["A-2"], ["A-3"], ["F-1"]]
    assert {block.backend for block in blocks} == {"aws"}
    assert len(amazon.calls) == 4


def test_a_block_that_amazon_leaves_empty_is_topped_up_without_another_call(
    amazon: AmazonStandIn,
) -> None:
    for arn in ARNS.values():
        amazon.recommend(arn, ["gone", "A-1", "F-5"])
    _, blocks = ask_four_blocks()
    assert [names(block) for block in blocks] == [["A-1"], ["F-1"], ["F-2"], ["F-3"]]
    assert len(amazon.calls) == 4


def test_four_blocks_on_a_hanging_amazon_wait_for_the_pages_deadline_together(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    connect(read_timeout=60)
    ask("trending-now")
    amazon.fail("hang")
    page, blocks = ask_four_blocks(seconds=0.5)
    reasons = [block.fallback_reason for block in blocks]
    assert reasons == ["timeout", *["cooling_down"] * 3]
    assert {block.backend for block in blocks} == {"locmem"}
    # The first has spent it all, on a call that nobody has answered yet.
    assert page.seconds_left == 0
    assert [call.status for call in amazon.calls[1:]] == [0]


def test_blocks_for_which_no_time_is_left_do_not_ask_and_blame_nobody(
    amazon: AmazonStandIn,
) -> None:
    _, blocks = ask_four_blocks(seconds=0)
    assert {block.fallback_reason for block in blocks} == {"timeout"}
    assert {block.backend for block in blocks} == {"locmem"}
    assert amazon.calls == []
    assert ask().backend == "aws"

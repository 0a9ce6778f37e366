"""Batch inference and batch segment jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tests.emulator.trained import Shop, make_history, open_shop
from tests.emulator.world import ROLE

Line = dict[str, Any]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("data")) as shop:
        shop.fill(make_history())
        shop.put_items()
        users = shop.add_dataset("Users")
        user = {"userId": "u3", "properties": '{"age": 16}'}
        shop.events.put_users(datasetArn=users, users=[user])
        yield shop


@pytest.fixture(scope="module")
def personal(shop: Shop) -> str:
    return shop.version("aws-user-personalization-v2")


def create(shop: Shop, kind: str, name: str, version: str, **options: Any) -> Any:
    call = getattr(shop.personalize, f"create_batch_{kind}_job")
    return call(
        jobName=name,
        solutionVersionArn=version,
        roleArn=ROLE,
        jobInput={"s3DataSource": {"path": f"s3://bucket/{name}.json"}},
        jobOutput={"s3DataDestination": {"path": "s3://bucket/out/"}},
        **options,
    )


def run(
    shop: Shop,
    kind: str,
    name: str,
    version: str,
    lines: Sequence[object],
    **options: Any,
) -> list[Line]:
    path = shop.folder / f"bucket/{name}.json"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    made = create(shop, kind, name, version, **options)
    job = shop.describe(f"Batch{kind.capitalize()}Job", made)
    assert job["status"] == "ACTIVE"
    out = shop.folder / f"bucket/out/{name}.json.out"
    return [json.loads(one) for one in out.read_text().splitlines()]


def test_each_user_has_a_line_of_items_with_scores(shop: Shop, personal: str) -> None:
    lines = [{"userId": "u0"}, {"userId": "u1"}]
    answers = run(shop, "inference", "users", personal, lines, numResults=3)
    assert [one["input"] for one in answers] == lines
    assert {one[0] for one in answers[0]["output"]["recommendedItems"]} == {"a"}
    assert len(answers[1]["output"]["scores"]) == 3
    assert answers[0]["error"] is None


def test_a_line_that_cannot_be_answered_says_why(shop: Shop, personal: str) -> None:
    lines = [{"itemId": "a1"}, ["u1"], {"userId": "u1"}]
    answers = run(shop, "inference", "wrong", personal, lines)
    assert [one["error"] for one in answers] == [
        "userId is needed, as a text.",
        "The line is not a JSON object.",
        None,
    ]
    assert answers[0]["output"] is None


def test_a_filter_takes_its_values_from_the_line(shop: Shop, personal: str) -> None:
    arn = shop.filter("INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($C)", "category")
    lines = [{"userId": "u0", "filterValues": {"C": '"b"'}}, {"userId": "u0"}]
    answers = run(shop, "inference", "filtered", personal, lines, filterArn=arn)
    assert {one[0] for one in answers[0]["output"]["recommendedItems"]} == {"b"}
    assert "lacks C" in answers[1]["error"]


def test_related_items_have_no_scores(shop: Shop) -> None:
    version = shop.version("aws-similar-items")
    (answer,) = run(shop, "inference", "related", version, [{"itemId": "a1"}])
    assert answer["output"].keys() == {"recommendedItems"}


def test_rankings_keep_their_lists(shop: Shop) -> None:
    version = shop.version("aws-personalized-ranking-v2")
    lines = [{"userId": "u1", "itemList": ["a1", "b1", "zzz"]}, {"userId": "u1"}]
    answers = run(shop, "inference", "ranked", version, lines)
    ranked = answers[0]["output"]
    assert sorted(ranked["recommendedItems"]) == ["a1", "b1", "zzz"]
    assert ranked["recommendedItems"][2] == "zzz"
    assert len(ranked["scores"]) == 2
    assert "itemList must be" in answers[1]["error"]


def test_trending_now_has_no_batches(shop: Shop) -> None:
    version = shop.version("aws-trending-now")
    refusal = shop.personalize.exceptions.InvalidInputException
    with pytest.raises(refusal, match="does not support batch inference"):
        create(shop, "inference", "trends", version)


def test_users_who_like_an_item_make_a_segment(shop: Shop) -> None:
    version = shop.version("aws-item-affinity")
    lines = [{"itemId": "a1"}, {"itemId": "what?"}]
    answers = run(shop, "segment", "fans", version, lines, numResults=5)
    users = answers[0]["output"]["recommendedUsers"]
    assert len(users) == 5
    assert all(int(one[1:]) % 2 == 0 for one in users)
    assert answers[1]["output"]["recommendedUsers"] == []


def test_segments_are_made_of_attributes(shop: Shop) -> None:
    version = shop.version("aws-item-attribute-affinity")
    text = 'ITEMS.category_l1 = "b" AND ITEMS.PRICE = 12'
    lines = [{"itemAttributes": text}, {"itemAttributes": 'ITEMS.COLOUR = "red"'}]
    arn = shop.filter("INCLUDE UserID WHERE Users.AGE < 18", "minors")
    answers = run(shop, "segment", "attributes", version, lines, filterArn=arn)
    assert answers[0] == {
        "itemAttributes": text,
        "output": {"recommendedUsers": ["u3"]},
    }
    assert "no column COLOUR" in answers[1]["error"]


def test_other_recipes_make_no_segments(shop: Shop, personal: str) -> None:
    refusal = shop.personalize.exceptions.InvalidInputException
    with pytest.raises(refusal, match="does not make segments"):
        create(shop, "segment", "no", personal)

from __future__ import annotations

from math import log2

import pytest

from personalize.engine.evaluation.metrics import Hits, Score, get_list, measure
from personalize.engine.evaluation.runs import evaluate
from personalize.engine.evaluation.timeline import Timeline
from personalize.engine.evaluation.variety import Surprise
from tests.personalize.evaluation import Parrot, make_query, make_visits


def find(ranked: str, targets: str) -> Hits:
    return Hits.find(ranked, targets)


@pytest.mark.parametrize(
    ("name", "ranked", "targets", "expected"),
    [
        ("ndcg@10", "abc", "a", 1.0),
        ("ndcg@10", "xabc", "a", 1 / log2(3)),
        ("ndcg@10", "axb", "ab", (1 + 1 / 2) / (1 + 1 / log2(3))),
        ("ndcg@2", "axb", "abc", 1 / (1 + 1 / log2(3))),
        ("ndcg@10", "xyz", "a", 0.0),
        ("ndcg@1", "xa", "a", 0.0),
        ("ndcg_of_list@10", "xabc", "az", 1 / log2(3)),
        ("ndcg_of_list@10", "axb", "abcdefg", (1 + 1 / 2) / (1 + 1 / log2(3))),
        ("ndcg_of_list@2", "axb", "ab", 1.0),
        ("ndcg_of_list@10", "xyz", "a", 0.0),
        ("precision@5", "axb", "ab", 2 / 5),
        ("precision@1", "axb", "ab", 1.0),
        ("recall@2", "axb", "ab", 1 / 2),
        ("recall@3", "axb", "abc", 2 / 3),
        ("hr@2", "xya", "a", 0.0),
        ("hr@3", "xya", "ab", 1.0),
        ("mrr@10", "xya", "az", 1 / 3),
        ("mrr@2", "xya", "az", 0.0),
        ("mrr@10", "", "a", 0.0),
    ],
)
def test_a_measure_is_what_it_is_by_hand(
    name: str, ranked: str, targets: str, expected: float
) -> None:
    assert measure(name, find(ranked, targets)) == pytest.approx(expected)


def test_a_target_named_twice_is_one_target() -> None:
    assert measure("recall@10", find("ab", "aac")) == 1 / 2


def test_an_item_listed_twice_counts_once_and_takes_one_place() -> None:
    assert get_list("aabac", make_query(""), 3) == ["a", "b", "c"]


def test_a_history_that_is_dropped_leaves_its_places_to_others() -> None:
    assert get_list("abcd", make_query("ac"), 2) == ["b", "d"]


def test_a_history_that_counts_stays() -> None:
    assert get_list("abcd", make_query("ac", drop_history=False), 2) == ["a", "b"]


def test_a_score_says_how_far_chance_may_move_it() -> None:
    score = Score.of("hr@10", [0, 1, 1, 0])
    assert (score.mean, score.standard_error) == (0.5, 0.25)


def make_surprise(**items_of: str) -> Surprise:
    return Surprise.of(Timeline.of_log(make_visits(**items_of)))


def test_an_item_is_as_surprising_as_few_visitors_met_it() -> None:
    surprise = make_surprise(u="aab", v="a", w="a", x="ac")
    assert [surprise.of_item(each) for each in "abc"] == [0.0, 2.0, 2.0]


def test_an_item_nobody_met_is_as_surprising_as_one_that_one_visitor_did() -> None:
    assert make_surprise(u="a", v="a", w="a", x="b").of_item("new") == 2.0


def test_means_are_taken_over_all_queries() -> None:
    queries = [make_query("x", "a"), make_query("x", "b"), make_query("x", "z")]
    outcome = evaluate(Parrot("ab"), queries, make_surprise(v="ab"))
    assert outcome.score("mrr@20").mean == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert outcome.score("hr@20").mean == pytest.approx(2 / 3)
    assert outcome.num_queries == 3


def test_coverage_is_the_share_of_items_that_are_shown() -> None:
    queries = [make_query("a", "c"), make_query("b", "c")]
    outcome = evaluate(Parrot("abcd"), queries, make_surprise(v="abcdefgh"))
    assert outcome.coverage == 4 / 8


def test_only_the_first_ten_of_a_list_are_shown() -> None:
    items = "abcdefghijklmnopqrst"
    outcome = evaluate(Parrot(items), [make_query("z")], make_surprise(v=items))
    assert outcome.coverage == 1 / 2


def test_novelty_is_the_mean_surprise_of_what_is_shown() -> None:
    surprise = make_surprise(u="ab", v="a", w="a", x="ac")
    outcome = evaluate(Parrot("abc"), [make_query("x")], surprise)
    assert outcome.novelty == pytest.approx((0 + 2 + 2) / 3)


def test_lists_of_fewer_than_ten_are_counted() -> None:
    queries = [make_query("a"), make_query("z")]
    outcome = evaluate(Parrot("abcdefghij"), queries, make_surprise(v="a"))
    assert outcome.num_short == 1


def test_a_history_that_is_dropped_is_asked_for_on_top() -> None:
    recommend = Parrot("abcdefghijklmnopqrstuvwxyz")
    outcome = evaluate(recommend, [make_query("abcdef", "z")], make_surprise(v="a"))
    assert outcome.score("hr@20").mean == 1.0


def test_the_time_of_an_answer_is_measured() -> None:
    outcome = evaluate(Parrot("ab"), [make_query()] * 9, make_surprise(v="ab"))
    assert 0 <= outcome.p50_ms <= outcome.p99_ms

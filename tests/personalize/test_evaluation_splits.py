from __future__ import annotations

import pytest

from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.protocols import Options, ask_everybody
from personalize.engine.evaluation.splits import PROTOCOLS, split, split_for_tuning
from personalize.engine.evaluation.timeline import Timeline
from tests.personalize.evaluation import (
    get_rows,
    make_log,
    make_random_events,
    make_visits,
    summarise,
)

# Seconds are places in these words.
AT_4 = Options(cut=4)


def test_after_a_moment_new_items_are_asked_for() -> None:
    parts = split(make_visits(u="abcdea", v="decba", w="xyz"), "temporal", AT_4)
    assert summarise(parts.queries) == [("u", "abc", "de"), ("v", "dec", "ba")]
    assert {query.now for query in parts.queries} == {4.0}


def test_an_item_that_was_not_there_before_cannot_be_asked_for() -> None:
    parts = split(make_visits(u="abcz", v="deca"), "temporal", AT_4)
    assert summarise(parts.queries) == [("v", "dec", "a")]


def test_with_repeats_what_is_taken_up_again_is_asked_for() -> None:
    options = Options(cut=4, repeats=True)
    parts = split(make_visits(u="abcdba", v="dec"), "temporal", options)
    assert summarise(parts.queries) == [("u", "abc", "dba")]
    assert not next(iter(parts.queries)).drop_history


def test_only_some_types_of_events_are_targets() -> None:
    past = [("u", "a", "View", 1), ("v", "b", "View", 1), ("v", "c", "View", 2)]
    later = [("u", "b", "View", 4), ("u", "c", "Purchase", 5)]
    options = Options(cut=4, target_types=frozenset(["Purchase"]))
    parts = split(make_log(past + later), "temporal", options)
    assert summarise(parts.queries) == [("u", "a", "c")]


def test_without_a_moment_nine_tenths_of_the_events_are_learnt_from() -> None:
    parts = split(make_log(make_random_events()), "temporal")
    assert len(parts.train) == pytest.approx(0.9 * 1500, rel=0.01)


def test_nothing_after_the_moment_is_learnt_from() -> None:
    parts = split(make_visits(u="abcd", v="dcba"), "temporal", AT_4)
    assert max(time for *_, time in get_rows(parts.train.to_log())) < 4


def test_the_last_item_of_each_visitor_is_left_out() -> None:
    parts = split(make_visits(u="abc", v="cb", w="a"), "last")
    assert summarise(parts.queries) == [("u", "ab", "c"), ("v", "c", "b")]
    assert sorted(item for _, item, *_ in get_rows(parts.train.to_log())) == list(
        "aabc"
    )


def test_amazon_asks_a_tenth_of_the_visitors_for_the_newest_tenth() -> None:
    visits = {f"v{number}": "abcdefghijklmnopqrst" for number in range(30)}
    parts = split(make_visits(**visits), "personalize")
    asked = summarise(parts.queries)
    assert len(asked) == 3
    assert {(past, future) for _, past, future in asked} == {
        ("abcdefghijklmnopqr", "st")
    }
    assert len(parts.train) == 30 * 20 - 3 * 2


def test_a_session_is_asked_for_every_next_item() -> None:
    log = make_log(
        [("old", item, "View", second) for second, item in enumerate("abc")]
        + [("new", item, "View", 10 + second) for second, item in enumerate("abac")]
    )
    parts = split(log, "session", AT_4)
    assert summarise(parts.queries) == [
        ("new", "a", "b"),
        ("new", "ab", "a"),
        ("new", "aba", "c"),
    ]


def test_a_pause_begins_another_session() -> None:
    visits = [("u", item, "View", second) for second, item in enumerate("abab")]
    later = [("u", item, "View", 100 + second) for second, item in enumerate("ba")]
    parts = split(make_log(visits + later), "session", Options(cut=50, gap=60))
    assert summarise(parts.queries) == [("u", "b", "a")]


def test_a_session_across_the_moment_is_only_learnt_from() -> None:
    log = make_visits(u="abcdef")
    with pytest.raises(EvaluationError, match="no query of the protocol session"):
        split(log, "session", AT_4)


def test_of_an_order_one_item_is_known_and_the_rest_asked_for() -> None:
    log = make_log(
        [("old", item, "Purchase", 1) for item in "abcd"]
        + [("new", item, "Purchase", 9) for item in "abcb"]
    )
    [(_, past, future)] = summarise(split(log, "basket", AT_4).queries)
    assert sorted(past + future) == ["a", "b", "c"]
    assert len(past) == 1


def test_the_split_for_tuning_lies_within_the_training_part() -> None:
    log = make_log(make_random_events())
    for_test, for_tuning = split(log, "temporal"), split_for_tuning(log, "temporal")
    assert len(for_tuning.train) < len(for_test.train)
    latest = max(max(query.times) for query in for_tuning.queries)
    assert latest < for_test.train.times.max()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_some_events_are_kept_from_learning_and_asked_for(protocol: str) -> None:
    log = make_log(make_random_events())
    options = Options(gap=20)
    parts = split(log, protocol, options)
    targets = [query.targets for query in parts.queries]
    assert len(parts.train) < len(log)
    assert all(targets)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_too_little_data_is_said_in_a_sentence(protocol: str) -> None:
    with pytest.raises(EvaluationError, match="Too little to evaluate on: 1 events"):
        split(make_visits(u="a"), protocol)


def test_no_data_at_all_is_said_in_a_sentence() -> None:
    with pytest.raises(EvaluationError, match="0 events of 0 visitors"):
        split(make_visits(u=""), "last")


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order() -> None:
    queries = split(make_log(make_random_events()), "last").queries
    some = summarise(queries.sample(5))
    assert some == summarise(queries.sample(5))
    assert some == [each for each in summarise(queries) if each in some]


def test_a_sample_of_more_than_there_are_is_all_of_them() -> None:
    queries = split(make_visits(u="ab", v="ba"), "last").queries
    assert len(queries.sample(9)) == len(queries.sample(None)) == 2


def test_everybody_is_asked_with_all_they_did() -> None:
    events = Timeline.of_log(make_visits(u="ab", v="c"))
    queries = ask_everybody(events, drop_history=True)
    assert summarise(queries) == [("u", "ab", ""), ("v", "c", "")]

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from personalize.engine.covisitation import CovisitationRecommender, Kind
from personalize.engine.event_log import EventLog
from personalize.engine.model_files import ModelFileError, read_arrays, write_arrays
from personalize.engine.scoring import Action, ScoredItem
from tests.personalize.histories import NOW, add_visits, learn

SHOES = ("boot", "sandal", "sneaker")
POTS = ("pan", "pot", "wok")
TWO_TASTES = [SHOES] * 4 + [POTS] * 4


@pytest.fixture(scope="module")
def model() -> CovisitationRecommender:
    return learn(TWO_TASTES)


def get_ids(found: list[ScoredItem]) -> list[str]:
    return [item.item_id for item in found]


def viewed(*item_ids: str) -> list[Action]:
    return [Action(item_id=item_id) for item_id in item_ids]


def test_what_others_viewed_with_it_is_recommended(
    model: CovisitationRecommender,
) -> None:
    found = get_ids(model.recommend(viewed("boot")))
    assert sorted(found) == ["sandal", "sneaker"]


def test_the_latest_view_counts_most(model: CovisitationRecommender) -> None:
    found = get_ids(model.recommend(viewed("pan", "boot"), 4))
    assert set(found[:2]) == {"pot", "wok"}


def test_an_old_view_counts_less_than_a_new_one() -> None:
    model = learn(TWO_TASTES)
    history = [
        Action(item_id="boot", age=90 * 86_400),
        Action(item_id="pan", age=60),
    ]
    assert get_ids(model.recommend(history, 1))[0] in POTS


def test_a_purchase_counts_more_than_a_view(model: CovisitationRecommender) -> None:
    history = [
        Action(item_id="pan"),
        Action(item_id="boot", event_type="Purchase"),
    ]
    assert get_ids(model.recommend(history, 1))[0] in SHOES


def test_it_says_because_of_which_item(model: CovisitationRecommender) -> None:
    found = model.recommend(viewed("pan", "boot"), 4)
    because = {item.item_id: item.because_item_id for item in found}
    assert because == {"pot": "pan", "wok": "pan", "sandal": "boot", "sneaker": "boot"}


def test_what_the_visitor_saw_is_not_recommended_again(
    model: CovisitationRecommender,
) -> None:
    assert get_ids(model.recommend(viewed("boot", "sandal"))) == ["sneaker"]


def test_excluded_items_are_left_out(model: CovisitationRecommender) -> None:
    assert get_ids(model.recommend(viewed("boot"), exclude=["sandal"])) == ["sneaker"]


def test_without_a_history_nothing_is_known(model: CovisitationRecommender) -> None:
    assert model.recommend([]) == []


def test_an_unknown_item_tells_nothing(model: CovisitationRecommender) -> None:
    assert model.recommend(viewed("a thing with a name longer than any known")) == []


@pytest.mark.parametrize("num_results", [0, -1])
def test_nothing_is_asked_and_nothing_answered(
    model: CovisitationRecommender, num_results: int
) -> None:
    assert model.recommend(viewed("boot"), num_results) == []


def test_similar_items_of_several_are_summed_up(
    model: CovisitationRecommender,
) -> None:
    found = get_ids(model.similar_items("boot", "sandal", "pan", num_results=1))
    assert found == ["sneaker"]


def test_popular_items_are_not_similar_to_everything() -> None:
    visits = [("lamp", "bulb", "bag")] * 3 + [(f"item-{n}", "bag") for n in range(60)]
    assert get_ids(learn(visits).similar_items("lamp"))[0] == "bulb"


def test_neighbours_in_time_are_closer_than_the_ends_of_a_long_visit() -> None:
    visits = [tuple(f"item-{place:02}" for place in range(30))] * 3
    assert get_ids(learn(visits).similar_items("item-00"))[0] == "item-01"


def test_fresh_evidence_outweighs_old() -> None:
    log = EventLog()
    add_visits(log, "abc", "tree", "lights", days_ago=720)
    add_visits(log, "def", "tree", "star")
    model = CovisitationRecommender().fit_log(log)
    assert get_ids(model.similar_items("tree"))[0] == "star"


def test_bought_together_means_in_one_basket() -> None:
    log = EventLog()
    add_visits(log, "abc", "pen", "ink", event_type="Purchase", days_ago=9)
    add_visits(log, "abc", "car", event_type="Purchase")
    model = CovisitationRecommender().fit_log(log)
    assert get_ids(model.similar_items("pen", kind=Kind.BOUGHT)) == ["ink"]


def test_a_view_is_no_purchase(model: CovisitationRecommender) -> None:
    assert model.similar_items("boot", kind=Kind.BOUGHT) == []


@pytest.mark.parametrize(("buyers", "found"), [(2, []), (3, ["ink"])])
def test_what_fewer_than_three_shoppers_bought_together_stays_private(
    buyers: int, found: list[str]
) -> None:
    model = learn([("pen", "ink")] * buyers, event_type="Purchase")
    assert get_ids(model.similar_items("pen", kind=Kind.BOUGHT)) == found


def test_one_shopper_who_buys_it_often_is_still_one_shopper() -> None:
    log = EventLog()
    add_visits(log, "a", "pen", "ink", event_type="Purchase", days_ago=7)
    add_visits(log, "a", "pen", "ink", event_type="Purchase", days_ago=14)
    add_visits(log, "a", "pen", "ink", event_type="Purchase")
    model = CovisitationRecommender().fit_log(log)
    assert model.num_pairs == 0


def test_a_ranking_puts_what_suits_the_visitor_first(
    model: CovisitationRecommender,
) -> None:
    ranked = model.rank(["new", "pan", "sandal", "older"], viewed("boot"))
    assert get_ids(ranked) == ["sandal", "new", "pan", "older"]


def test_searches_teach_nothing() -> None:
    assert learn([("boot", "sandal")] * 5, event_type="Search").num_pairs == 0


def test_events_may_come_in_any_order() -> None:
    log, mixed = EventLog(), EventLog()
    add_visits(log, "abc", *SHOES)
    rows = np.array([4, 0, 8, 2, 6, 1, 7, 3, 5])
    columns = [
        np.repeat(["a", "b", "c"], 3),
        np.tile(SHOES, 3),
        ["View"] * 9,
        log.times,
    ]
    mixed.extend(*(np.array(column)[rows].tolist() for column in columns))
    expected = CovisitationRecommender().fit_log(log).similar_items("boot")
    assert CovisitationRecommender().fit_log(mixed).similar_items("boot") == expected


def test_the_same_event_told_twice_counts_once() -> None:
    twice = EventLog()
    add_visits(twice, "abcabc", *SHOES)
    once = learn([SHOES] * 3).similar_items("boot")
    assert CovisitationRecommender().fit_log(twice).similar_items("boot") == once


def test_an_event_of_the_year_3000_does_not_make_all_others_old() -> None:
    log = EventLog()
    add_visits(log, "abc", *SHOES)
    expected = CovisitationRecommender().fit_log(log).similar_items("boot")
    add_visits(log, ["time traveller"], "sandal", days_ago=-350_000)
    found = CovisitationRecommender().fit_log(log).similar_items("boot")
    assert get_ids(found) == get_ids(expected)
    assert found[0].score == pytest.approx(expected[0].score, rel=0.1)


def test_a_bot_with_a_hundred_thousand_events_does_no_harm() -> None:
    log = EventLog()
    add_visits(log, "abc", *SHOES)
    add_visits(log, ["bot"], *(f"item-{n % 5000}" for n in range(100_000)), *POTS)
    model = CovisitationRecommender().fit_log(log)
    assert sorted(get_ids(model.similar_items("boot"))) == ["sandal", "sneaker"]


def test_an_item_in_half_of_all_events_does_not_crowd_out_the_others() -> None:
    visits = [(*SHOES, "bag")] * 3 + [("bag", f"x-{n}") for n in range(2000)]
    found = get_ids(learn(visits).similar_items("boot"))
    assert set(found[:2]) == {"sandal", "sneaker"}


@pytest.mark.parametrize("strange", ["", " ", "日本語", "a\nb", "\ud800", "x" * 500])
def test_ids_may_hold_any_characters(strange: str) -> None:
    model = learn([("boot", strange)] * 3)
    assert get_ids(model.similar_items(strange)) == ["boot"]


def test_no_events_make_a_model_that_knows_nothing(tmp_path: Path) -> None:
    CovisitationRecommender().fit([], [], [], []).save(tmp_path / "model")
    model = CovisitationRecommender.load(tmp_path / "model")
    assert model.recommend(viewed("boot")) == []
    assert get_ids(model.rank(["b", "a"], viewed("boot"))) == ["b", "a"]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        CovisitationRecommender().fit(["a"], ["b", "c"], ["View"], [NOW])


def test_a_saved_model_answers_as_before(
    model: CovisitationRecommender, tmp_path: Path
) -> None:
    model.save(tmp_path / "model")
    loaded = CovisitationRecommender.load(tmp_path / "model")
    assert loaded.recommend(viewed("boot")) == model.recommend(viewed("boot"))


def test_the_same_events_make_the_same_file(tmp_path: Path) -> None:
    learn(TWO_TASTES).save(tmp_path / "one")
    learn(TWO_TASTES).save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_saving_leaves_nothing_else_behind(
    model: CovisitationRecommender, tmp_path: Path
) -> None:
    model.save(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


@pytest.mark.parametrize("size", [0, 10, 100, -1])
def test_a_truncated_file_is_refused(
    model: CovisitationRecommender, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "model"
    model.save(path)
    path.write_bytes(path.read_bytes()[:size].rstrip(b"\0"))
    with pytest.raises(ModelFileError, match="Train again"):
        CovisitationRecommender.load(path)


def test_a_file_with_one_wrong_bit_is_refused(
    model: CovisitationRecommender, tmp_path: Path
) -> None:
    path = tmp_path / "model"
    model.save(path)
    content = bytearray(path.read_bytes())
    content[content.index(b"b\0\0\0o\0\0\0")] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match="damaged"):
        CovisitationRecommender.load(path)


@pytest.mark.parametrize(
    "content", [b"", b"not a model" * 9, b"PRSNLZ01" + b"\xff" * 99]
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model").write_bytes(content)
    with pytest.raises(ModelFileError):
        CovisitationRecommender.load(tmp_path / "model")


def test_a_missing_file_is_an_error_one_can_act_on(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="Train again"):
        CovisitationRecommender.load(tmp_path / "no-such-model")


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "model", {"items": np.array(["boot"])})
    with pytest.raises(ModelFileError, match="lacks"):
        CovisitationRecommender.load(tmp_path / "model")


def test_arrays_come_back_from_the_file_without_being_copied(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"numbers": np.arange(5), "none": np.empty((0, 3))})
    arrays = read_arrays(tmp_path / "file")
    assert arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert arrays["none"].shape == (0, 3)
    assert not arrays["numbers"].flags.owndata

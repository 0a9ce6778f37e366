"""The file by which the shop finds what was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from personalize.provisioning.environment import merge, write_file
from personalize.provisioning.errors import Refused

FOUND = {"PERSONALIZE_TRACKING_ID": "new", "PERSONALIZE_RANKING_ARN": "arn:new"}


def test_what_is_there_is_changed_in_its_place_and_the_rest_is_added() -> None:
    text = "# Ours\nDEBUG=false\nPERSONALIZE_TRACKING_ID=old\n\nSECRET_KEY='a=b'\n"
    assert merge(text, FOUND) == (
        "# Ours\nDEBUG=false\nPERSONALIZE_TRACKING_ID=new\n\nSECRET_KEY='a=b'\n"
        "PERSONALIZE_RANKING_ARN=arn:new\n"
    )


def test_a_variable_that_is_set_twice_is_set_once() -> None:
    text = "export PERSONALIZE_TRACKING_ID=1\nA=1\nPERSONALIZE_TRACKING_ID = 2"
    assert merge(text, {"PERSONALIZE_TRACKING_ID": "3"}) == (
        "PERSONALIZE_TRACKING_ID=3\nA=1\n"
    )


def test_a_comment_is_no_variable() -> None:
    text = "# PERSONALIZE_TRACKING_ID=example\n"
    assert merge(text, {"PERSONALIZE_TRACKING_ID": "3"}).startswith(text)


def test_merging_again_changes_nothing() -> None:
    once = merge("A=1\n", FOUND)
    assert merge(once, FOUND) == once


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=secret\n")
    path.chmod(0o644)
    write_file(path, FOUND)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "SECRET_KEY=secret" in path.read_text()


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "shop.env", FOUND)
    assert [path.name for path in tmp_path.iterdir()] == ["shop.env"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    link, path = tmp_path / ".env", tmp_path / "shop.env"
    path.touch()
    link.symlink_to(path)
    write_file(link, FOUND)
    assert link.is_symlink()
    assert path.read_text().startswith("PERSONALIZE_TRACKING_ID=new")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="missing/.env cannot be written"):
        write_file(tmp_path / "missing" / ".env", FOUND)

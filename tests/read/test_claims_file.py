"""A file of claims without a study."""

from pathlib import Path

import pytest

import rtxoutcomes as rtx

TEXT = """
paper = "Paper A"
[[claims]]
key = "relapse.all.free"
source = "results, first paragraph"
events = 59
n = 82
percent = "75.6"
"""


def test_claims_are_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.toml"
    path.write_text(TEXT, encoding="utf-8")

    claims = rtx.read_claims(path)

    assert (claims.paper, claims.seed) == ("Paper A", 20240215)
    assert claims.claims[0].events == 59


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "paper.toml"
    path.write_text(TEXT.replace("events", "event") + 'range = ["low", "1"]\n', encoding="utf-8")

    with pytest.raises(rtx.ClaimsError, match="2 faults in the claims file") as caught:
        rtx.read_claims(path)

    paths = {problem.path for problem in caught.value.problems}
    assert paths == {"claims.relapse.all.free.event", "claims.relapse.all.free.range[0]"}


def test_a_file_that_is_not_there_is_a_fault_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(rtx.UsageFault, match=r"none\.toml"):
        rtx.read_claims(tmp_path / "none.toml")

"""Each rule in plain words."""

from pathlib import Path

from rtxoutcomes.rule_titles import TITLES, title

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "your-own-cohort.md"


def test_a_rule_has_a_title_or_its_own_word() -> None:
    assert title("phi.value.phone") == "Telephone numbers"
    assert title("not.known") == "not.known"
    assert len(set(TITLES.values())) == len(TITLES)


def test_the_guide_lists_every_rule() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()

    told = {line for line in lines if line.startswith("| `")}

    assert {f"| `{rule}` | {words} |" for rule, words in TITLES.items()} <= told

"""Each rule in plain words."""

import re
from pathlib import Path

from rtxoutcomes.rule_titles import RAW_TITLES, TITLES, title

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "your-own-cohort.md"
RAW_GUIDE = ROOT / "docs" / "deidentify.md"


def test_a_rule_has_a_title_or_its_name() -> None:
    assert title("phi.value.phone") == "Telephone numbers"
    assert title("date.shape") == "Texts where a date belongs"
    assert title("not.known") == "not.known"
    assert len(set(TITLES.values())) == len(TITLES)


def test_the_guide_lists_every_rule() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()

    rules = {line for line in lines if line.startswith("| `")}

    assert {f"| `{rule}` | {words} |" for rule, words in TITLES.items()} <= rules


def test_the_rules_of_raw_tables_are_those_of_the_room_and_of_its_guide() -> None:
    rooms = sorted((ROOT / "src" / "rtxoutcomes" / "pseudonymise").glob("*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in rooms)
    kinds = "|".join({rule.partition(".")[0] for rule in RAW_TITLES})

    rules = set(re.findall(rf'"((?:{kinds})\.[a-z_]+)"', text))

    assert rules - set(TITLES) == set(RAW_TITLES)
    assert not set(RAW_TITLES) & set(TITLES)
    lines = RAW_GUIDE.read_text(encoding="utf-8").splitlines()
    assert {f"| `{rule}` | {words} |" for rule, words in RAW_TITLES.items()} <= set(lines)

"""What the abbreviations of a table stand for."""

from released import bundled
from rtxoutcomes.tables.abbreviations import abbreviations
from rtxoutcomes.tables.manuscript import all_tables
from tables.made_up import PLAN


def test_those_used_are_explained_in_alphabetical_order() -> None:
    plan = PLAN.model_copy(update={"abbreviations": {"MS": "multiple sclerosis", "XYZ": "unused"}})

    (note,) = abbreviations(
        plan, ["SPMS (n = 43)", "RRMS", "Risk, % (95% CI)", "18.5 (11.2 to NR)"]
    )

    assert note == (
        "Abbreviations: CI, confidence interval; MS, multiple sclerosis; NR, not reached; "
        "RRMS, relapsing-remitting MS; SPMS, secondary progressive MS."
    )


def test_a_part_of_a_word_is_no_abbreviation() -> None:
    assert abbreviations(PLAN, ["CIRCUMSTANCE", "NMOSD"]) == ()


def test_every_abbreviation_of_the_bundled_tables_is_explained_below_them() -> None:
    known = ("CI", "EDSS", "IgG", "NMOSD", "NR", "RRMS", "SD", "SPMS")
    for table in all_tables(bundled()):
        texts = (*table.spanners, *table.header, *(cell for row in table.rows for cell in row))
        words = {word.strip("(),;:") for text in texts for word in text.split()}
        for short in words.intersection(known):
            assert f"{short}, " in table.footnotes[0], (table.key, short)

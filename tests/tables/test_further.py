from rtxoutcomes.tables.further import appendix
from tables.made_up import released, released_of, row

LINES = [" | ".join(line) for line in appendix(released()).rows]


def test_other_intervals_and_zero_rules_stand_with_their_methods() -> None:
    assert "Proportion | Relapsing-remitting MS | 42 | 19 (<1 to 34) % | – | Clopper-Pearson" in (
        LINES
    )
    assert (
        "Signed-rank test | Relapsing-remitting MS | 42 | – | 0.080 | exact signed rank, Pratt"
        in LINES
    )
    assert (
        "Free of relapse at 12 months | Relapsing-remitting MS | 42 | 86 (70 to 95) % | – | "
        "beta product" in LINES
    )


def test_hodges_lehmann_stands_here_with_its_missing_limit_and_note() -> None:
    assert (
        "Hodges-Lehmann change | Relapsing-remitting MS | 42 | −0.25 (−0.50 to no limit) [a] | – | "
        "Hodges-Lehmann, all Walsh averages" in LINES
    )


def test_other_landmarks_stand_under_their_outcome() -> None:
    place = LINES.index("Engagement: Relapse |  |  |  |  | ")

    assert LINES[place + 1].startswith("Skype session, landmark 1, per doubling of (1 + count) | ")


def test_what_a_main_table_reports_is_not_repeated() -> None:
    assert not any("Wilson" in line for line in LINES)


def test_rates_keep_three_decimals_and_counts_of_unknown_kind_their_words() -> None:
    table = appendix(
        released_of(
            row(
                "safety/adverse_events/all/rate",
                estimate=0.0352,
                unit="per person-year",
                role="beside",
            ),
            row("relapse/relapse/all/new_idea", estimate=2.0, role="sensitivity"),
        )
    )

    assert [line[0] for line in table.rows] == [
        *("Relapse", "New idea", "Adverse events", "Rate, per person-year"),
    ]
    assert [line[3] for line in table.rows] == ["", "2.00", "", "0.035"]

"""Preparation before an export is read, and the output after it."""

from dataclasses import replace
from pathlib import Path

import pytest

from chats import BUNDLED, ROSTER, put, setting
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.attendance.columns import read_column_map
from rtxoutcomes.ingest.setting import activities, prepare
from rtxoutcomes.pseudonym import pseudonyms
from rtxoutcomes.study import Study

PAGE = (Path(__file__).parents[2] / "docs" / "engagement-ingestion.md").read_text(encoding="utf-8")
BOTH = ("message", "question")
KEY = bytes(range(65, 97))


def test_ids_of_the_roster_are_those_of_the_table(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path), [], BOTH)

    assert prepared.ids == {"SYN-0017": "SYN-0017", "SYN-0021": "SYN-0021"}


def test_a_key_makes_pseudonyms_of_them(tmp_path: Path) -> None:
    prepared = prepare(setting(tmp_path, key=put(tmp_path, "key", KEY)), [], BOTH)

    assert prepared.ids["SYN-0017"] == pseudonyms(["SYN-0017"], KEY)["SYN-0017"]


def test_a_key_in_the_folder_of_the_output_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    key = put(tmp_path / "out", "key", KEY)

    with pytest.raises(UsageFault, match="must not lie in the folder of the output"):
        prepare(setting(tmp_path, key=key), [], BOTH)


def test_ids_that_are_no_pseudonyms_are_refused_by_their_line(tmp_path: Path) -> None:
    roster = [line.replace("SYN-0017", "Canary Name") for line in ROSTER]
    start = ["patient_id,start_date", "SYN-0021,2022-01-01", "Canary Name,2022-01-01"]

    with pytest.raises(IngestError, match=r"start dates, line 3: .*--key") as caught:
        prepare(setting(tmp_path, roster, start), [], BOTH)

    assert "Canary" not in str(caught.value)


def test_an_id_has_at_most_32_characters(tmp_path: Path) -> None:
    document = BUNDLED.model_dump()
    document["study"]["id_pattern"] = "S+"
    study = Study.model_validate(document)

    for length, fits in ((32, True), (33, False)):
        name = "S" * length
        roster = ["author,patient_id,role", f"A,{name},patient"]
        chosen = setting(
            tmp_path, roster, ["patient_id,start_date", f"{name},2022-01-01"], study=study
        )
        if fits:
            assert prepare(chosen, [], BOTH).ids == {name: name}
        else:
            with pytest.raises(IngestError, match="start dates, line 2: has a patient_id that is"):
                prepare(chosen, [], BOTH)


@pytest.mark.parametrize("missing", ["roster", "start"])
def test_a_roster_and_start_dates_are_needed(tmp_path: Path, missing: str) -> None:
    chosen = replace(setting(tmp_path), **{missing: None})  # type: ignore[arg-type]

    with pytest.raises(UsageFault, match="a roster and start dates are needed"):
        prepare(chosen, [], BOTH)


def test_pseudonyms_must_fit_the_study(tmp_path: Path) -> None:
    document = BUNDLED.model_dump()
    document["study"]["id_pattern"] = "S[0-9]{4}"
    study, key = Study.model_validate(document), put(tmp_path, "key", KEY)

    fitting = setting(tmp_path, study=study, key=key, template="S####")
    assert len(prepare(fitting, [], BOTH).ids) == 2
    with pytest.raises(IngestError, match=r"pseudonym does not fit.*--pseudonym"):
        prepare(setting(tmp_path, study=study, key=key), [], BOTH)


def test_the_output_must_be_no_input(tmp_path: Path) -> None:
    chosen = setting(tmp_path, out=put(tmp_path, "engagement.csv", ["x"]))

    with pytest.raises(UsageFault, match="one of the inputs"):
        prepare(chosen, [tmp_path / "engagement.csv"], BOTH)


def test_a_table_of_something_else_is_refused_before_the_export_is_read(tmp_path: Path) -> None:
    chosen = setting(tmp_path)
    put(tmp_path / "out", "engagement.csv", ["patient_id,name"])

    with pytest.raises(IngestError, match="the existing engagement table, line 1"):
        prepare(chosen, [], BOTH)


def example(beginning: str) -> list[str]:
    """The block of the page that begins so, without its indentation."""
    block = PAGE[PAGE.index(beginning) :]
    return [line.strip() for line in block[: block.index("```")].splitlines() if line.strip()]


def test_the_tables_that_the_page_shows_are_accepted(tmp_path: Path) -> None:
    roster, start = example("author,patient_id,role"), example("patient_id,start_date,end_date")

    prepared = prepare(setting(tmp_path, roster, start), [], BOTH)

    assert len(prepared.roster.by_name) == 4
    assert sorted(prepared.ids) == ["P0017", "P0021"]


def test_the_map_that_the_page_shows_is_accepted(tmp_path: Path) -> None:
    columns = read_column_map(put(tmp_path, "teams.toml", example("time_format = ")))

    assert (columns.person, columns.delimiter) == ("Email", "\t")


def test_equal_names_of_measure_and_activity_need_no_option() -> None:
    assert activities(BUNDLED, "whatsapp", BOTH, {}) == {
        "message": "message",
        "question": "question",
    }


def test_measures_that_the_study_does_not_collect_are_dropped() -> None:
    assert activities(BUNDLED, "skype", (*BOTH, "session"), {}) == {"session": "session"}


def test_other_names_are_given_by_the_caller() -> None:
    assert activities(BUNDLED, "skype", ("message",), {"message": "session"}) == {
        "message": "session"
    }


@pytest.mark.parametrize(
    ("channel", "measures", "named", "words"),
    [
        ("teams", BOTH, {}, "no such channel; it has skype, whatsapp"),
        ("whatsapp", BOTH, {"session": "message"}, "counted here is message, question"),
        ("whatsapp", BOTH, {"message": "post"}, "activities of whatsapp are message, question"),
        ("skype", BOTH, {}, "match them with --count, as --count message=session"),
        ("whatsapp", BOTH, {"question": "message"}, "never summed"),
    ],
)
def test_what_does_not_fit_lists_what_would(
    channel: str, measures: tuple[str, ...], named: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageFault, match=words):
        activities(BUNDLED, channel, measures, named)

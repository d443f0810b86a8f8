"""The commands for a clinic's own files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rtxoutcomes.cli.app import app
from rtxoutcomes.cli.program import run
from rtxoutcomes.pseudonym import pseudonyms
from rtxoutcomes.read.study_file import parse_study

SHEET = (
    "File No,Full name,Dx,Sex,FU (mo),EDSS pre,EDSS 12m\n"
    "44-71,Zarrintaj Qazvinpur,RR,F,24,2.5,2\n"
    "44-72,Bijhan Xalkhorani,SP,M,30,5.5,6\n"
)
KEY = "an invented key of more than thirty-two characters"


def invoke(*words: str) -> str:
    """Standard output of a command that succeeds."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


@pytest.fixture(autouse=True)
def _clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("clinic.csv").write_text(SHEET, encoding="utf-8")
    Path("key.txt").write_text(f"{KEY}\n", encoding="utf-8")


def test_init_prints_what_it_wrote_what_it_asks_and_the_next_commands() -> None:
    result = invoke("init", "study", "--from", "clinic.csv")

    assert "study/map.toml: written" in result.replace("\\", "/")
    assert "'Full name' (B), may identify somebody" in result
    assert "1. study.toml, study.title: what is the title of the report?" in result
    assert "rtxoutcomes deidentify clinic.csv --map study" in result
    assert not [w for w in ("Zarrintaj", "44-71", "Bijhan") if w in result]


def test_a_draft_that_nobody_edited_is_written_again_and_the_difference_shown() -> None:
    invoke("init", "study", "--from", "clinic.csv")
    Path("clinic.csv").write_text(SHEET.replace(",SP,", ",NMO,"), encoding="utf-8")

    result = invoke("init", "study", "--from", "clinic.csv")

    assert not list(Path("study").glob("*.draft.toml"))
    assert '+code = "NMOSD"' in result
    assert '-SP = "SPMS"' in result


def test_beside_a_draft_that_somebody_edited_the_new_one_is_written() -> None:
    invoke("init", "study", "--from", "clinic.csv")
    path = Path("study/study.toml")
    edited = path.read_text(encoding="utf-8").replace("[Title of the study]", "Our clinic")
    path.write_text(edited, encoding="utf-8")

    result = invoke("init", "study", "--from", "clinic.csv")

    assert path.read_text(encoding="utf-8") == edited
    assert Path("study/study.draft.toml").is_file()
    assert "study.toml was edited and stays as it is" in result
    assert "-title = (your own words)" in result
    assert '+title = "[Title of the study]"' in result
    assert Path("study/map.toml").is_file()
    assert not Path("study/map.draft.toml").exists()


def test_the_difference_never_shows_what_may_identify_somebody() -> None:
    invoke("init", "study", "--from", "clinic.csv")
    with Path("study/map.toml").open("a", encoding="utf-8") as file:
        file.write("# call Zarrintaj 09125550143\n")

    result = invoke("init", "study", "--from", "clinic.csv")

    assert "09125550143" not in result
    assert "Zarrintaj" not in result
    assert "a line that is not shown" in result


def test_without_files_every_key_is_listed() -> None:
    invoke("init", "study")

    text = Path("study/study.toml").read_text(encoding="utf-8")
    assert "# merge_days = 30" in text
    assert "# title = ...  # required" in text
    assert '# scale = "linear"' in text
    parse_study(text.encode(), "study.toml")


def test_files_of_several_folders_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other").mkdir()
    Path("other/visits.csv").write_text("File No,EDSS\n1,2\n", encoding="utf-8")

    code = run(["init", "study", "--from", "clinic.csv", "--from", "other/visits.csv"])

    assert code == 2
    assert "must lie in one folder" in capsys.readouterr().err


def test_the_draft_makes_a_cohort_in_the_next_command() -> None:
    invoke("init", "study", "--from", "clinic.csv")

    made = invoke(
        *("deidentify", "clinic.csv", "--map", "study/map.toml"),
        *("--key", "key.txt", "--out", "study/cohort"),
    )
    valid = invoke("validate", "study/cohort")

    assert "2 patients" in made
    assert valid.startswith("valid, origin patient")


def test_lookup_gives_pseudonyms_and_never_the_numbers() -> None:
    result = invoke("lookup", "--key", "key.txt", "44-72", "44-71")

    found = pseudonyms(["44-71", "44-72"], KEY.encode())
    assert result.splitlines() == [found["44-72"], found["44-71"]]
    answer = json.loads(invoke("lookup", "--key", "key.txt", "44-71", "--json"))
    assert (answer["ok"], answer["pseudonyms"]) == (True, [found["44-71"]])


def test_lookup_takes_the_form_of_pseudonyms_from_the_map() -> None:
    invoke("init", "study", "--from", "clinic.csv")
    path = Path("study/map.toml")
    path.write_text(f'pseudonym = "P-####"\n{path.read_text(encoding="utf-8")}', encoding="utf-8")

    result = invoke("lookup", "--key", "key.txt", "--map", "study/map.toml", "44-71")

    assert result.strip() == pseudonyms(["44-71"], KEY.encode(), "P-####")["44-71"]


def test_a_key_that_is_not_there_names_the_option_that_makes_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(["lookup", "--key", "nokey.txt", "44-71"])

    assert code == 2
    assert "--new-key" in capsys.readouterr().err


def test_deidentify_says_where_the_page_of_its_findings_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    invoke("init", "study", "--from", "clinic.csv")
    Path("clinic.csv").write_text(SHEET.replace(",30,", ",30 or so,"), encoding="utf-8")
    words = ["--map", "study/map.toml", "--key", "key.txt", "--out", "study/cohort"]

    code = run(["deidentify", "clinic.csv", *words])

    assert code == 4
    assert "findings written to" in capsys.readouterr().err
    page = Path("study/findings/findings.html").read_text(encoding="utf-8")
    assert "Zarrintaj" not in page
    Path("clinic.csv").write_text(SHEET, encoding="utf-8")
    assert run(["deidentify", "clinic.csv", *words]) == 0
    assert "valid" in Path("study/findings/findings.html").read_text(encoding="utf-8")


MAKE = ("deidentify", "clinic.csv", "--map", "study/map.toml", "--key", "key.txt")


def test_each_step_names_the_command_and_the_page_of_the_first_report() -> None:
    drafted = invoke("init", "study", "--from", "clinic.csv")
    made = invoke(*MAKE, "--out", "study/cohort")
    valid = invoke("validate", "study/cohort")

    for printed in (drafted, made):
        assert "rtxoutcomes report study/cohort --out study/report --brief\n" in printed
        assert "which writes study/report/report.html" in printed
    assert "Next: rtxoutcomes report study/cohort --out report --brief\n" in valid


def test_the_next_command_names_a_study_that_it_would_not_find() -> None:
    invoke("init", "study", "--from", "clinic.csv")

    made = invoke(*MAKE, "--out", "elsewhere/cohort")

    assert "rtxoutcomes report elsewhere/cohort --study study/study.toml --out" in made


def test_where_there_is_no_interval_the_summary_says_why() -> None:
    invoke("init", "study", "--from", "clinic.csv")

    made = invoke(*MAKE, "--out", "study/cohort")

    assert "checked against your tables, without a difference: 2 rows; no column of dates" in made


def dated() -> None:
    first = ("First dose", "2019-01-10", "2019-02-19")
    lines = [f"{line},{cell}" for line, cell in zip(SHEET.splitlines(), first, strict=True)]
    Path("clinic.csv").write_text("\n".join(lines), encoding="utf-8")
    invoke("init", "study", "--from", "clinic.csv")


def test_the_dates_of_first_infusions_are_written_for_ingest() -> None:
    dated()

    invoke(*MAKE, "--out", "study/cohort", "--new-start", "start.csv")

    written = Path("start.csv").read_text(encoding="utf-8")
    assert written == "patient_id,start_date\n44-71,2019-01-10\n44-72,2019-02-19\n"


@pytest.mark.parametrize(
    ("raw", "place", "why"),
    [
        ("clinic.csv", "study/cohort/start.csv", "must lie outside --out"),
        ("clinic.csv", "key.txt", "exists already"),
        ("raw", "raw/start.csv", "must lie outside RAW"),
    ],
)
def test_dates_of_first_infusions_have_a_place_of_their_own(
    raw: str, place: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    dated()
    Path("raw").mkdir()
    words = ("deidentify", raw, *MAKE[2:], "--out", "study/cohort", "--new-start", place)

    assert run(list(words)) == 2
    assert why in capsys.readouterr().err
    assert not Path("study/cohort").exists()

"""What each table holds."""

from clinic import ASTHMA, BUNDLED
from rtxoutcomes.cohort import TABLES
from rtxoutcomes.study import OneTable, Study
from rtxoutcomes.study.blocks import Multiplicity
from rtxoutcomes.validate.schema import one_table_fields, table_fields


def test_there_is_a_description_of_every_table() -> None:
    assert tuple(table_fields(BUNDLED)) == TABLES


def test_diagnoses_scores_and_channels_are_the_study_s() -> None:
    fields = table_fields(ASTHMA)

    diagnosis = next(f for f in fields["patients"] if f.name == "diagnosis")
    visit = [f.name for f in fields["visits"]]
    channel = next(f for f in fields["engagement"] if f.name == "channel")
    assert diagnosis.allowed == ("ALLERGIC", "EOS")
    assert visit == ["patient_id", "month", "act_points"]
    assert channel.allowed == ("app",)


def test_columns_carry_the_names_that_the_study_s_files_use() -> None:
    code = table_fields(ASTHMA)["patients"][0]

    assert (code.name, code.header) == ("patient_id", "Code")
    assert table_fields(ASTHMA)["visits"][0].header == "patient_id"


def test_the_one_table_form_has_the_columns_of_the_data_model() -> None:
    names = [f.name for f in one_table_fields(BUNDLED)]

    assert names[:3] == ["patient_id", "diagnosis", "follow_up_months"]
    assert {
        "relapsed",
        "relapse_month",
        "relapse_count",
        "edss_baseline",
        "igg_follow_up_g_per_l",
        "whatsapp_questions",
        "engagement_window_months",
        "adverse_events",
    } <= set(names)
    assert [f.name for f in one_table_fields(BUNDLED) if f.required] == names[:3]


def words_of(**channel: object) -> str:
    app = ASTHMA.channels[0].model_copy(update=channel)
    fields = one_table_fields(ASTHMA.model_copy(update={"channels": (app,)}))
    return next(f.description for f in fields if f.name == "entries")


def test_a_count_of_an_activity_is_described_in_the_study_s_words() -> None:
    labels = {"entry": "diary entry"}

    assert words_of().startswith("app: number of entrys up to")
    assert words_of(activity_labels=labels).startswith("app: number of diary entrys up to")
    plurals = {"entry": "diary entries"}
    assert words_of(activity_labels=labels, activity_plurals=plurals).startswith(
        "app: number of diary entries up to"
    )


def test_a_channel_may_be_called_clinic() -> None:
    app = ASTHMA.channels[0].model_copy(update={"name": "clinic"})
    update = {"channels": (app,), "one_table": OneTable()}
    fields = table_fields(ASTHMA.model_copy(update=update))

    assert next(f for f in fields["relapses"] if f.name == "detected_via").allowed == ("clinic",)


def test_a_study_without_scores_or_channels_has_tables_too() -> None:
    nothing = {"scores": (), "channels": ()}
    empty = {"one_table": OneTable(), "multiplicity": Multiplicity()}
    bare = ASTHMA.model_copy(update=nothing | empty)

    month = table_fields(bare)["visits"][1]
    assert month.minimum == 0


def test_a_declared_category_is_described_by_its_labels_where_it_has_any() -> None:
    levels = [{"code": "low", "label": "up to 2"}, {"code": "high", "label": "over 2"}]
    for own, words in ((levels, "; low: up to 2, high: over 2"), (["low", "high"], "")):
        variable = {"name": "stage", "label": "Stage", "kind": "category", "levels": own}
        study = Study.model_validate(ASTHMA.model_dump(mode="json") | {"variables": [variable]})

        stage = next(f for f in table_fields(study)["patients"] if f.name == "stage")
        assert (stage.description, stage.allowed) == (f"Stage{words}", ("low", "high"))

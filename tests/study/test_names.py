from rtxoutcomes.study.names import confusable, unusable_file_names


def test_things_with_one_label_are_named_in_pairs() -> None:
    words = {"A": ["Multiple sclerosis", "MS"], "B": ["ＭＳ", ""], "C": ["Other", ""]}

    assert confusable("diagnoses", words) == [
        "diagnoses: A and B must differ in label and abbreviation"
    ]
    assert confusable("scores", {"a": ["x"], "b": [""], "c": [""]}) == []


def test_names_of_devices_are_no_names_of_files() -> None:
    faults = unusable_file_names({"scores": ["con", "con1", "LPT9", "edss"], "study.id": ["nul"]})

    assert [fault.split(" is")[0] for fault in faults] == [
        "scores: 'con'",
        "scores: 'LPT9'",
        "study.id: 'nul'",
    ]

"""Keys of a study file that had another place before, brought to where they are read now."""

from collections.abc import Mapping

from rtxoutcomes.parts import Part
from rtxoutcomes.study.schema_version import refuse_newer

BLINDED, PRIMARY, P_VALUES = "assessor_blinded", "primary", "p_values"


def as_read_now(document: object) -> object:
    """The document with the keys of earlier files in their present place.

    `[outcomes] assessor_blinded` is one of `[study]` now, `[outcomes] primary` a block of
    `[[outcomes]]`, and `[multiplicity] p_values` one of `[report]`.

    Raises
    ------
    ValueError
        The form is newer than the newest that is read, a key has both places, or `[outcomes]` has
        a key that it never had.
    """
    document = refuse_newer(document)
    if not isinstance(document, Mapping):
        return document
    present = dict(document)
    outcomes, tests = present.get("outcomes"), present.get("multiplicity")
    if isinstance(outcomes, Mapping):
        present["outcomes"] = _outcomes(outcomes)
        if BLINDED in outcomes:
            present["study"] = _moved(present, "outcomes", "study", BLINDED, outcomes[BLINDED])
    if isinstance(tests, Mapping) and P_VALUES in tests:
        present["multiplicity"] = {k: v for k, v in tests.items() if k != P_VALUES}
        present["report"] = _moved(present, "multiplicity", "report", P_VALUES, tests[P_VALUES])
    return present


def _outcomes(block: Mapping[str, object]) -> list[dict[str, object]]:
    """The block `[outcomes]` of earlier files as blocks `[[outcomes]]`."""
    if unknown := sorted(set(block) - {BLINDED, PRIMARY}):
        raise ValueError(
            f"outcomes: {unknown[0]!r} is not a key of it, and each outcome needs [[outcomes]]"
        )
    label = block.get(PRIMARY)
    return [{"role": PRIMARY, "label": label}] if label else []


def _moved(
    document: Mapping[str, object], before: str, now: str, key: str, value: object
) -> object:
    """The block that has the key now, with the value that it had in its earlier place."""
    given = document.get(now, {})
    block = given.model_dump(exclude_unset=True) if isinstance(given, Part) else given
    if not isinstance(block, Mapping):
        return block
    if block.get(key, value) != value:
        raise ValueError(f"{before}.{key}: is read as {now}.{key} now, and both are given")
    return {**block, key: value}

"""A variable declared in Python, as a block of `[[variables]]` does in a study file."""

from collections.abc import Iterable, Sequence

from rtxoutcomes.study.model import Study
from rtxoutcomes.study.variables import BUILT_IN, Kind, Role


def with_variable(
    study: Study,
    name: str,
    label: str,
    *,
    levels: Iterable[str] = (),
    minimum: float | None = None,
    maximum: float | None = None,
    unit: str = "",
    cuts: Iterable[float] = (),
    role: Role | Sequence[Role] = (),
) -> Study:
    """The study with a further variable of patients, or with a role for one of every study.

    What is analysed by a variable belongs into the study file, before the data are seen; this is
    for a notebook. docs/study-file.md explains the keys and the roles.

    Parameters
    ----------
    study
        It is not changed.
    name, label
        The column of `patients`, and what tables print.
    levels
        The values of a category; the first is that of reference.
    minimum, maximum, unit, cuts
        The range of a number, its unit, and where it is divided into levels. A variable with
        neither levels nor range is answered by yes or no.
    role
        `"covariate"`, `"subgroup"`, `"stratum"` or `"quasi-identifier"`, or several of them.

    Returns
    -------
    Study
        A declaration of the same name is replaced.

    Raises
    ------
    ValueError
        The keys contradict one another or the rest of the study.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> study = rtx.read_study("nabiuni2023")
    >>> older = rtx.with_variable(study, "age_years", "Age", cuts=[40], role="subgroup")
    >>> [level.code for level in older.levels("age_years")]
    ['to_40', 'above_40']
    """
    chosen, divided = tuple(levels), tuple(cuts)
    kind: Kind = "number" if divided or minimum is not None or maximum is not None else "yes_no"
    declared = {
        "name": name,
        "label": label,
        "kind": BUILT_IN.get(name, "category" if chosen else kind),
        "levels": chosen,
        "minimum": minimum,
        "maximum": maximum,
        "unit": unit,
        "cuts": divided,
        "role": role,
    }
    given = {key: value for key, value in declared.items() if value not in (None, "", ())}
    others = [variable for variable in study.variables if variable.name != name]
    return study.model_copy(update={"variables": (*others, given)})

"""What is to be done about missing data, beside counting them."""

from typing import Annotated

from pydantic import Field

from rtxoutcomes.study.base import Part

Multiple = Annotated[float, Field(gt=0, le=100)]


class Missing(Part):
    """Assumptions about those whose outcome is not known.

    `imputations`: how many times missing scores are drawn for the mean change and its regression;
    without the key, never. `excluded`: by diagnosis, patients who were treated and are not in the
    cohort because they were not followed to the horizon; they count among the lost in best and
    worst case. `censored_hazards`: by how much the hazard of those censored early is multiplied.
    """

    imputations: int | None = Field(default=None, ge=2, le=1000)
    excluded: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    censored_hazards: tuple[Multiple, ...] = (1, 2, 3, 4, 5)

    def faults(self, codes: tuple[str, ...]) -> list[str]:
        """What does not fit the rest of the study."""
        return [
            f"missing.excluded: {code!r} is not a diagnosis of this study"
            for code in self.excluded
            if code not in codes
        ]

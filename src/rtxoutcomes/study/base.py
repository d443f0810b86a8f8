"""What every part of a study file has in common: frozen, strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A block of the study file. Unknown keys are faults: a misspelt option must not be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, allow_inf_nan=False)

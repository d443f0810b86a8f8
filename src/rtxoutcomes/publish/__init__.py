"""From a cohort to a folder of outputs: complete or not at all, the same bytes everywhere."""

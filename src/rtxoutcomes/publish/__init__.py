"""From a cohort to a folder of outputs: whole or not at all, the same bytes everywhere."""

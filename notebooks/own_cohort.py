# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Your own cohort in 15 minutes
#
# From empty tables to a report. In place of your patients stands a made-up cohort, so that this
# notebook runs anywhere; put the path of your folder into `tables`, and the same cells analyse it.

# %%
import tempfile
from pathlib import Path

import rtxoutcomes as rtx

work = Path(tempfile.mkdtemp())
pattern = rtx.read_study("nabiuni2023")

# %% [markdown]
# ## 1. What to fill in
#
# `write_template` gives empty tables, a data dictionary and a study file. A table that you leave
# out means "not collected"; one with its header only means "none occurred".

# %%
sorted(rtx.write_template(pattern, work / "empty"))

# %% [markdown]
# ## 2. Your tables
#
# Months since the first infusion, never dates. Here: forty made-up patients.

# %%
tables = work / "tables"
rtx.write_synthetic(pattern, tables, patients=40, seed=11)
print((tables / "patients.csv").read_text()[:320])

# %% [markdown]
# Where they come from stands in `cohort.toml`. Without it they count as patients, and everything
# that is made from them says "Internal, not checked for release".

# %%
print((tables / "cohort.toml").read_text())

# %% [markdown]
# The study file lies with the tables: title, drug, groups, scores, windows. Fill in what stands in
# brackets, and change what differs in your study. `study_of` reads the study of a cohort.

# %%
text = (work / "empty" / "study.toml").read_text()
filled = text.replace("[Title of the study]", "Forty made-up patients")
(tables / "study.toml").write_text(filled.replace("[Drug and dose]", "a made-up drug"))
study = rtx.study_of(tables)
print(filled[:640])

# %% [markdown]
# ## 3. Is it sound?
#
# Two mistakes on purpose: an EDSS that does not exist, and a relapse after the end of follow-up.
# Every finding comes at once, with line, rule and remedy.

# %%
visits, relapses = tables / "visits.csv", tables / "relapses.csv"
kept = visits.read_text(), relapses.read_text()
lines = kept[0].splitlines()
cells = lines[1].split(",")
cells[2] = "3.25"
visits.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
lines = kept[1].splitlines()
cells = lines[1].split(",")
cells[1] = "99"
relapses.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")

try:
    rtx.read_cohort(tables, study)
except rtx.TableError as fault:
    print(fault)

# %%
visits.write_text(kept[0])
relapses.write_text(kept[1])
cohort = rtx.read_cohort(tables, study)
cohort

# %% [markdown]
# ## 4. The numbers
#
# One frame, a row a number. `role` distinguishes what the main tables print from alternatives.

# %%
results = rtx.analyse(cohort, study)
results.estimates.query("analysis == 'relapse' and role == 'reported'")[
    [
        "group",
        "quantity",
        "month",
        "n",
        "events",
        "estimate",
        "conf_low",
        "conf_high",
        "method",
        "status",
    ]
]

# %% [markdown]
# ## 5. Tables and figures
#
# They are drawn from released results, which carry the origin of the data.

# %%
inside = rtx.internal(results)
rtx.tables.score_change(inside)

# %%
rtx.figures.participant_flow(inside)

# %%
rtx.figures.score_over_time(inside, "igg")

# %% [markdown]
# ## 6. Everything into one folder
#
# The folder holds the earlier report, or the new one whole. `check_report` tells later whether it
# is still exactly what these tables give.

# %%
files = rtx.write_report(cohort, study, work / "report")
sorted({file.split("/")[0] for file in files})

# %% [markdown]
# `report.html` opens from disk; `manuscript.docx` and `manuscript.tex` are for the authors to write
# in; `results.csv` holds every number to 12 significant digits.

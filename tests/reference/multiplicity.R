# Reference results for adjusted p-values, on made-up families.
# Run from the repository root: Rscript tests/reference/multiplicity.R

library(jsonlite)

families <- list(
  c(0.03, 0.012, 0.2), c(0.04, 0.04, 0.01, 0.6, 0.99), c(0.5), c(0, 1, 0.02, 0.021, 0.3, 0.3),
  c(0.011, NA, 0.035, 0.7)
)
methods <- c("bonferroni", "holm", "hochberg", "hommel", "BH", "BY")

describe <- function(p) {
  list(
    p = I(p), methods = lapply(setNames(methods, methods), function(m) I(p.adjust(p, m))),
    planned = I(p.adjust(p, "holm", n = length(p))),
    two_more = I(p.adjust(p, "holm", n = length(p) + 2))
  )
}

write_json(
  list(
    r = R.version.string, stats = as.character(packageVersion("stats")),
    jsonlite = as.character(packageVersion("jsonlite")), families = lapply(families, describe)
  ),
  "tests/reference/multiplicity.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

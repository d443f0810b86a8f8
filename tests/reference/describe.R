# Means, spreads and quartiles of made-up values.
# Run from the repository root: Rscript tests/reference/describe.R
library(jsonlite)
set.seed(31)
samples <- list(
  one_to_four = c(1, 2, 3, 4),
  five_halves = c(2.5, 3, 3, 4.5, 6),
  ages = c(sample(18:62, 43, replace = TRUE), NA, NA),
  igg = c(round(rlnorm(30, 2.3, 0.3), 2), NA),
  two = c(7, 9),
  far_from_zero = 1e9 + c(0.1, 0.2, 0.4, 0.1)
)
told <- function(x) {
  known <- x[!is.na(x)]
  quartiles <- function(type) unname(quantile(known, c(0.25, 0.75), type = type))
  list(values = x, n = length(known), missing = sum(is.na(x)), mean = mean(known), sd = sd(known),
       median = median(known), minimum = min(known), maximum = max(known),
       quartiles = list("2" = quartiles(2), "6" = quartiles(6), "7" = quartiles(7)))
}
write_json(
  list(r_version = R.version.string, samples = lapply(samples, told)),
  "tests/reference/describe.json", auto_unbox = TRUE, digits = NA, pretty = TRUE, na = "null"
)

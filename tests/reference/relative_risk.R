# Reference results for ratios of two proportions, on made-up counts.
# Run from the repository root: Rscript tests/reference/relative_risk.R

library(jsonlite)

# The most likely p_b where p_a = ratio p_b, searched for and not solved in closed form.
constrained <- function(x, n, ratio) {
  slope <- function(p) {
    (x[1] + x[2]) / p - ratio * (n[1] - x[1]) / (1 - ratio * p) - (n[2] - x[2]) / (1 - p)
  }
  highest <- min(1, 1 / ratio)
  ends <- c(highest * 1e-13, highest * (1 - 1e-13))
  if (slope(ends[2]) >= 0) highest else uniroot(slope, ends, tol = 1e-16)$root
}

score <- function(x, n, ratio, inflated) {
  p <- constrained(x, n, ratio)
  q <- min(1, ratio * p)
  v <- q * (1 - q) / n[1] + ratio^2 * p * (1 - p) / n[2]
  if (inflated) v <- v * sum(n) / (sum(n) - 1)
  (x[1] / n[1] - ratio * x[2] / n[2]) / sqrt(v)
}

limits <- function(x, n, level, inflated) {
  z <- qnorm((1 + level) / 2)
  root <- function(target) {
    exp(uniroot(function(b) score(x, n, exp(b), inflated) - target, c(-12, 12), tol = 1e-13)$root)
  }
  c(if (x[1] == 0) 0 else root(z), if (x[2] == 0) NA else root(-z))
}

describe <- function(x, n, level = 0.95) {
  list(
    events = x, n = n, level = level, estimate = if (x[2] == 0) NA else (x[1] / n[1]) / (x[2] / n[2]),
    koopman = limits(x, n, level, FALSE), miettinen_nurminen = limits(x, n, level, TRUE)
  )
}

write_json(
  list(
    r = R.version.string, stats = as.character(packageVersion("stats")),
    jsonlite = as.character(packageVersion("jsonlite")),
    ratios = list(
      describe(c(7, 3), c(30, 25)), describe(c(1, 9), c(15, 20)), describe(c(4, 0), c(21, 16)),
      describe(c(0, 5), c(13, 40), 0.9), describe(c(12, 11), c(12, 14)), describe(c(80, 60), c(200, 300), 0.99)
    )
  ),
  "tests/reference/relative_risk.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

# Standardised differences of made-up groups: means by their formula, shares by the Mahalanobis
# distance. Run from the repository root: Rscript tests/reference/balance.R
library(jsonlite)
set.seed(77)
means <- list(
  ages = list(a = round(rnorm(20, 40, 9)), b = round(rnorm(31, 45, 12))),
  halves = list(a = c(1, 2.5, 3, 3.5), b = c(2, 2, 6.5)),
  far = list(a = 1e6 + c(1, 2, 4), b = 1e6 + c(2, 3, 9, 4))
)
mean_of <- function(x) {
  c(x, list(smd = (mean(x$a) - mean(x$b)) / sqrt((var(x$a) + var(x$b)) / 2)))
}
shares <- list(
  sex = list(a = c(30, 12), b = c(10, 4)),
  even = list(a = c(5, 5), b = c(9, 1)),
  three = list(a = c(8, 30, 4), b = c(12, 20, 11)),
  four = list(a = c(1, 2, 3, 4), b = c(4, 3, 2, 1)),
  one_empty = list(a = c(0, 7, 5), b = c(3, 6, 6))
)
share_of <- function(x) {
  p <- x$a / sum(x$a); q <- x$b / sum(x$b)
  k <- seq_len(length(p) - 1)
  s <- ((diag(p) - p %o% p) + (diag(q) - q %o% q))[k, k, drop = FALSE] / 2
  d <- (p - q)[k]
  c(x, list(smd = sqrt(drop(t(d) %*% solve(s) %*% d))))
}
write_json(
  list(r_version = R.version.string, means = lapply(means, mean_of),
       shares = lapply(shares, share_of)),
  "tests/reference/balance.json", auto_unbox = TRUE, digits = NA, pretty = TRUE
)

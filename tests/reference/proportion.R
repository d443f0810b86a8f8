# Reference results for proportions, exact tables and differences, on made-up counts.
# Run from the repository root: Rscript tests/reference/proportion.R

library(jsonlite)

TOLERANCE <- 1e-15

root <- function(f, low, high) uniroot(f, c(low, high), tol = TOLERANCE, maxiter = 10000)$root

mid_p <- function(x, n, level) {
  tail <- (1 - level) / 2
  above <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
  below <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - tail
  c(if (x == 0) 0 else root(above, 0, 1), if (x == n) 1 else root(below, 0, 1))
}

agresti_coull <- function(x, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  middle <- (x + z^2 / 2) / (n + z^2)
  middle + c(-1, 1) * z * sqrt(middle * (1 - middle) / (n + z^2))
}

jeffreys <- function(x, n, level) qbeta(c(1 - level, 1 + level) / 2, x + 0.5, n - x + 0.5)

wilson <- function(x, n, level) {
  as.numeric(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
}

one <- function(x, n, level = 0.95) {
  list(
    events = x, n = n, level = level, estimate = x / n, wilson = wilson(x, n, level),
    clopper_pearson = as.numeric(binom.test(x, n, conf.level = level)$conf.int),
    mid_p = mid_p(x, n, level), agresti_coull = agresti_coull(x, n, level),
    jeffreys = jeffreys(x, n, level)
  )
}

proportions <- list(
  one(0, 14), one(14, 14), one(0, 1), one(1, 1), one(1, 2), one(7, 31), one(3, 120, 0.9),
  one(119, 120, 0.99), one(5, 12, 0.3), one(400, 5000)
)

upper <- lapply(c(1, 14, 42, 1000), function(n) {
  list(n = n, high = binom.test(0, n, alternative = "less", conf.level = 0.95)$conf.int[2])
})

tables <- list(
  three_by_two = matrix(c(6, 11, 2, 30, 27, 15), 3),
  five_by_two = matrix(c(5, 0, 9, 3, 4, 25, 12, 21, 27, 26), 5),
  ties = matrix(c(4, 4, 8, 8, 8, 4), 3),
  two_by_two = matrix(c(7, 2, 9, 21), 2),
  three_by_three = matrix(c(9, 4, 6, 3, 12, 5, 7, 6, 11), 3),
  three_by_four = matrix(c(3, 1, 6, 2, 5, 4, 7, 0, 2, 1, 4, 3), 3),
  unlikely = matrix(c(0, 40, 39, 1, 2, 38), 3)
)

describe_table <- function(counts) {
  chi <- suppressWarnings(chisq.test(counts, correct = FALSE))
  yates <- suppressWarnings(chisq.test(counts, correct = TRUE))
  list(
    counts = counts, freeman_halton = fisher.test(counts, workspace = 2e7)$p.value,
    chi_square = list(
      statistic = as.numeric(chi$statistic), df = as.numeric(chi$parameter), p = chi$p.value
    ),
    yates = list(statistic = as.numeric(yates$statistic), p = yates$p.value)
  )
}

# The conditional law, solved as in fisher.test but to the last digits and on the log scale.
conditional <- function(counts, level = 0.95) {
  a <- counts[1, 1]
  m <- sum(counts[, 1])
  n <- sum(counts[, 2])
  k <- sum(counts[1, ])
  support <- max(0, k - n):min(k, m)
  logs <- dhyper(support, m, n, k, log = TRUE)
  chance <- function(theta) {
    d <- logs + theta * support
    d <- exp(d - max(d))
    d / sum(d)
  }
  solve <- function(f) exp(root(f, -40, 40))
  tail <- (1 - level) / 2
  at_low <- a == min(support)
  at_high <- a == max(support)
  list(
    counts = counts, level = level,
    estimate = if (at_low) 0 else if (at_high) NA else {
      solve(function(t) sum(chance(t) * support) - a)
    },
    low = if (at_low) 0 else solve(function(t) sum(chance(t)[support >= a]) - tail),
    high = if (at_high) NA else solve(function(t) sum(chance(t)[support <= a]) - tail),
    p = min(1, 2 * min(phyper(a, m, n, k), phyper(a - 1, m, n, k, lower.tail = FALSE))),
    fisher_test = as.numeric(fisher.test(counts, conf.level = level)$estimate)
  )
}

odds <- list(
  conditional(matrix(c(7, 2, 9, 21), 2)),
  conditional(matrix(c(1, 60, 900, 40), 2)),
  conditional(matrix(c(60, 1, 40, 900), 2), 0.9),
  conditional(matrix(c(0, 5, 12, 9), 2)),
  conditional(matrix(c(5, 0, 9, 12), 2)),
  conditional(matrix(c(11, 12, 10, 13), 2))
)

newcombe <- function(x, n, level) {
  a <- wilson(x[1], n[1], level)
  b <- wilson(x[2], n[2], level)
  p <- x / n
  difference <- p[1] - p[2]
  c(
    difference - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2),
    difference + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2)
  )
}

# The most likely pair of proportions with a given difference: the root of a cubic, by cosines.
most_likely <- function(delta, x, n) {
  a <- sum(n)
  b <- (n[1] + 2 * n[2]) * delta - a - sum(x)
  c <- (n[2] * delta - a - 2 * x[2]) * delta + sum(x)
  d <- x[2] * delta * (1 - delta)
  q <- (b / (3 * a))^3 - b * c / (6 * a^2) + d / (2 * a)
  p <- (if (q >= 0) 1 else -1) * sqrt(max(0, (b / (3 * a))^2 - c / (3 * a)))
  angle <- (pi + acos(min(1, max(-1, q / p^3)))) / 3
  second <- min(1, max(0, 2 * p * cos(angle) - b / (3 * a)))
  c(min(1, max(0, second + delta)), second)
}

score <- function(delta, x, n) {
  shares <- most_likely(delta, x, n)
  variance <- sum(shares * (1 - shares) / n) * sum(n) / (sum(n) - 1)
  (x[1] / n[1] - x[2] / n[2] - delta) / sqrt(variance)
}

miettinen_nurminen <- function(x, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  difference <- x[1] / n[1] - x[2] / n[2]
  end <- 1 - 1e-9
  c(
    uniroot(function(d) score(d, x, n) - z, c(-end, difference - 1e-9), tol = 1e-13)$root,
    uniroot(function(d) score(d, x, n) + z, c(difference + 1e-9, end), tol = 1e-13)$root
  )
}

difference <- function(x, n, level = 0.95) {
  list(
    events = x, n = n, level = level, estimate = x[1] / n[1] - x[2] / n[2],
    newcombe = newcombe(x, n, level), miettinen_nurminen = miettinen_nurminen(x, n, level)
  )
}

differences <- list(
  difference(c(9, 1), c(40, 15)), difference(c(3, 9), c(17, 15)), difference(c(0, 0), c(30, 12)),
  difference(c(0, 4), c(21, 13), 0.9), difference(c(12, 7), c(12, 9)),
  difference(c(30, 45), c(300, 310), 0.99)
)

write_json(
  list(
    r = R.version.string, stats = as.character(packageVersion("stats")),
    jsonlite = as.character(packageVersion("jsonlite")),
    proportions = proportions, upper = upper, tables = lapply(tables, describe_table),
    odds = odds, differences = differences
  ),
  "tests/reference/proportion.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

# Signed-rank tests of made-up changes in half points, exact and normal (coin, exactRankTests).
# Run from the repository root: Rscript tests/reference/signed_rank.R
suppressPackageStartupMessages({
  library(coin)
  library(exactRankTests)
  library(jsonlite)
})

spread <- function(values, times) rep(values, times)

set.seed(11)
# Changes in whole half points. The three named after diagnoses have the number of patients, the
# sum and the P value that a published abstract prints; nobody's data.
changes <- list(
  four_unchanged = c(-2, -2, -1, -1, -1, 1, -2, -2, 1, -3, 0, 0, 0, 0),
  nmosd = spread(c(-2, 0, 1), c(9, 3, 2)),
  nmosd_where_tests_part = spread(c(-2, -1, 1, 2), c(7, 5, 1, 1)),
  rrms = spread(-5:4, c(2, 3, 2, 7, 7, 10, 5, 3, 1, 2)),
  spms = spread(-4:4, c(1, 3, 4, 6, 9, 6, 7, 5, 2)),
  all_one_size = spread(c(-1, 0, 1), c(9, 5, 3)),
  all_alike = rep(1, 6),
  two = c(-1, 3),
  one_changed = c(0, 0, 0, 2),
  untied = c(3, -1, 7, 12, -5, 18, 22, -9, 31, 4),
  balanced = c(-2, -1, 1, 2),
  sixty = sample(-6:8, 60, replace = TRUE),
  far_tail = sample(-2:9, 100, replace = TRUE)
)

tested <- function(d) {
  one <- function(zeros, distribution) {
    test <- wilcoxsign_test(d ~ rep(0, length(d)), zero.method = zeros, distribution = distribution)
    as.numeric(pvalue(test))
  }
  kept <- d[d != 0]
  pratt <- rank(abs(d))
  normal <- function(correct) {
    suppressWarnings(wilcox.test(kept, exact = FALSE, correct = correct)$p.value)
  }
  list(
    change = d,
    exact = list(wilcoxon = one("Wilcoxon", "exact"), pratt = one("Pratt", "exact")),
    exact_by_another_package = suppressWarnings(wilcox.exact(kept, exact = TRUE)$p.value),
    positive = list(wilcoxon = sum(rank(abs(kept))[kept > 0]), pratt = sum(pratt[d > 0])),
    normal = normal(FALSE), normal_continuity = normal(TRUE),
    normal_pratt = one("Pratt", "asymptotic")
  )
}

# Without ties and zeros the distribution is tabled, far into its tail.
untied <- lapply(c(12, 30, 50), function(n) {
  change <- seq_len(n) * ifelse(seq_len(n) %% 9 == 0, -1, 1)
  positive <- sum(change[change > 0])
  list(change = change, p = 2 * psignrank(n * (n + 1) / 2 - positive, n))
})

many <- sample(-8:9, 1500, replace = TRUE)

# Geometric means compare ratios: their exact order from logarithms, where rounding is taken off.
before <- c(1000, 500, 1200, 800, 900, 700, 1100, 640, 320)
after <- c(500, 1000, 1200, 600, 1200, 560, 990, 500, 250)
size <- signif(abs(log(after / before)), 10)

write_json(
  list(
    r_version = R.version.string,
    packages = list(coin = as.character(packageVersion("coin")),
                    exactRankTests = as.character(packageVersion("exactRankTests"))),
    tests = lapply(changes, tested),
    untied = untied,
    many = list(change = many, normal = wilcox.test(many[many != 0], exact = FALSE, correct = FALSE)$p.value,
                positive = sum(rank(abs(many[many != 0]))[many[many != 0] > 0])),
    ratios = list(before = before, after = after,
                  place = sign(after - before) * (match(size, sort(unique(c(0, size)))) - 1))
  ),
  "tests/reference/signed_rank.json", auto_unbox = TRUE, digits = NA, pretty = TRUE
)

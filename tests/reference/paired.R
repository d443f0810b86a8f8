# Paired changes on made-up data: t intervals, dz, Hodges-Lehmann with the acceptance set of the
# signed-rank test, net benefit and sign test (base R, exactRankTests).
# Run from the repository root: Rscript tests/reference/paired.R
suppressPackageStartupMessages({
  library(exactRankTests)
  library(jsonlite)
})

set.seed(23)
half_points <- list(
  four_unchanged = c(-2, -2, -1, -1, -1, 1, -2, -2, 1, -3, 0, 0, 0, 0),
  set_with_a_hole = c(-2, -2, -2, -1, 1, 1, 1, 3, 4, 4),
  one_point = rep(c(-1, 0, 1), c(7, 30, 6)),
  estimate_outside = rep(c(-1, 0), c(12, 30)),
  empty_set = rep(c(-1, 0), c(85, 115)),
  four_patients = c(-3, 1, 2, 4),
  all_alike = rep(1, 8),
  nmosd = rep(c(-2, 0, 1), c(9, 3, 2)),
  rrms = rep(-5:4, c(2, 3, 2, 7, 7, 10, 5, 3, 1, 2)),
  spms = rep(-4:4, c(1, 3, 4, 6, 9, 6, 7, 5, 2)),
  untied = c(3, -1, 7, 12, -5, 18, 22, -9, 31, 4, 40, 55),
  many = sample(-5:6, 260, replace = TRUE)
)

p_of <- function(d) {
  d <- d[d != 0]
  if (length(d) == 0) return(1)
  if (length(d) > 200) return(wilcox.test(d, exact = FALSE, correct = FALSE)$p.value)
  suppressWarnings(wilcox.exact(d, exact = TRUE)$p.value)
}

# Every Walsh average, every gap between two, and one place beyond each end is tried, and the set
# is written out in full; integers throughout, theta in quarters of a step.
acceptance <- function(d, alpha) {
  # The test has one rule for a sample: the normal approximation takes over by its whole size.
  p <- function(quarters) {
    shifted <- 4 * d - quarters
    if (length(d) > 200 && any(shifted != 0)) {
      kept <- shifted[shifted != 0]
      return(wilcox.test(kept, exact = FALSE, correct = FALSE)$p.value)
    }
    p_of(shifted)
  }
  sums <- sort(unique(as.vector(outer(d, d, "+"))))
  if (p(2 * min(sums) - 1) > alpha) return(list(low = NA, high = NA, ends = "none"))
  at <- sapply(2 * sums, p) > alpha
  gap <- if (length(sums) > 1) sapply(head(sums, -1) + tail(sums, -1), p) > alpha else logical(0)
  low <- c(sums[at], head(sums, -1)[gap])
  high <- c(sums[at], tail(sums, -1)[gap])
  if (length(low) == 0) return(list(low = NA, high = NA, ends = "none"))
  closed_low <- any(sums[at] == min(low))
  closed_high <- any(sums[at] == max(high))
  # In half points: a sum is four times the score's change.
  list(low = min(low) / 4, high = max(high) / 4,
       ends = paste0(ifelse(closed_low, "[", "("), ifelse(closed_high, "]", ")")),
       accepted_averages = sum(at), accepted_gaps = sum(gap))
}

walsh <- function(d) {
  w <- outer(d, d, "+")
  sort(w[upper.tri(w, diag = TRUE)]) / 2
}

located <- function(d) {
  w <- walsh(d)
  n <- length(d)
  place <- max(1, qsignrank(0.025, n))
  list(
    change = d, estimate = median(w) / 2, hull = acceptance(d, 0.05), wide = acceptance(d, 0.2),
    walsh = list(low = w[place] / 2, high = w[length(w) - place + 1] / 2,
                 level = 1 - 2 * psignrank(place - 1, n))
  )
}

# The noncentral t by its definition, a normal over a chi, integrated: pt() stops at 37.6.
below <- function(t, df, ncp) {
  f <- function(s) pnorm(t * s - ncp) * 2 * df * s * dchisq(df * s^2, df)
  sd <- 1 / sqrt(2 * df)
  cuts <- c(0, pmax(0, 1 + sd * seq(-12, 12, by = 0.5)), Inf)
  cuts <- sort(unique(c(cuts, ncp / t + seq(-8, 8, by = 0.5) / abs(t))))
  cuts <- cuts[cuts >= 0]
  sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-12, abs.tol = 1e-14)$value,
             head(cuts, -1), tail(cuts, -1)))
}
dz <- function(d) {
  t <- mean(d) / (sd(d) / sqrt(length(d)))
  df <- length(d) - 1
  reach <- 12 * (1 + abs(t) / sqrt(2 * df))
  root <- function(p) {
    uniroot(function(ncp) below(t, df, ncp) - p, c(t - reach, t + reach), tol = 1e-13)$root
  }
  list(dz = mean(d) / sd(d), dz_limits = c(root(0.975), root(0.025)) / sqrt(length(d)))
}

described <- function(d) {
  test <- t.test(d)
  c(list(change = d, mean = unname(test$estimate), std_error = test$stderr,
         limits = as.numeric(test$conf.int), t = unname(test$statistic),
         df = unname(test$parameter), p = test$p.value,
         limits_90 = as.numeric(t.test(d, conf.level = 0.9)$conf.int)), dz(d))
}

even <- c(9.5, 10.5, 10, 9, 11, 10.5, 9.5, 10)

before <- c(11.2, 9.84, 13.05, 8.7, 10.1, 7.93, 12.4, 9.12, 6.88, 14.02)
after <- c(10.1, 8.2, 12.9, 8.7, 7.05, 8.11, 9.6, 8.47, 5.2, 12.33)
ratio <- t.test(log(after), log(before), paired = TRUE)

# Fay, Proschan and Brittain's melding of P(changed) and P(better | changed), each with the lower and
# upper confidence distributions of Clopper and Pearson, integrated over P(better | changed).
melded <- function(better, worse, n, tail = 0.025) {
  lower <- function(b, w) {
    m <- b + w
    if (m == 0) return(-qbeta(1 - tail, 1, n))
    if (b == 0) return(if (m == n) -1 else -qbeta(1 - tail, m + 1, n - m))
    if (m == n) return(2 * qbeta(tail, b, w + 1) - 1)
    below <- function(t) {
      f <- function(psi) dbeta(psi, b, w + 1) * if (t < 0) {
        pbeta(pmin(1, t / (2 * psi - 1)), m + 1, n - m, lower.tail = FALSE)
      } else pbeta(pmin(1, t / (2 * psi - 1)), m, n - m + 1)
      area <- function(from, to) integrate(f, from, to, rel.tol = 1e-12, subdivisions = 2000)$value
      if (t < 0) area(0, (1 + t) / 2)
      else pbeta(0.5, b, w + 1) + area(0.5, 0.5 + t / 2) + area(0.5 + t / 2, 1)
    }
    uniroot(function(t) below(t) - tail, if (pbeta(0.5, b, w + 1) > tail) c(-1, 0) + c(1e-9, -1e-12)
            else c(1e-12, 1 - 1e-9), tol = 1e-13)$root
  }
  c(lower(better, worse), -lower(worse, better))
}
benefit <- lapply(list(c(21, 11, 42), c(13, 20, 43), c(9, 2, 14), c(5, 0, 5), c(0, 4, 10), c(1, 1, 2),
                       c(4, 0, 14), c(14, 21, 42)),
                  function(x) {
  sign <- binom.test(x[1], x[1] + x[2])
  list(better = x[1], worse = x[2], n = x[3], limits = melded(x[1], x[2], x[3]),
       p = sign$p.value, share = unname(sign$estimate), share_limits = as.numeric(sign$conf.int))
})

rank_biserial <- function(d) {
  kept <- d[d != 0]
  r <- rank(abs(kept))
  pratt <- rank(abs(d))
  list(change = d,
       wilcoxon = (sum(r[kept > 0]) - sum(r[kept < 0])) / sum(r),
       pratt = (sum(pratt[d > 0]) - sum(pratt[d < 0])) / sum(pratt[d != 0]))
}

write_json(
  list(
    r_version = R.version.string,
    packages = list(exactRankTests = as.character(packageVersion("exactRankTests"))),
    located = lapply(half_points, located),
    walsh_untied = {
      test <- wilcox.test(half_points$untied / 2, conf.int = TRUE, exact = TRUE)
      list(limits = as.numeric(test$conf.int), estimate = unname(test$estimate))
    },
    described = lapply(c(lapply(half_points[c("nmosd", "rrms", "spms", "four_patients")],
                                function(d) d / 2),
                         list(even = even, two = c(19.5, 21))), described),
    ratio = list(before = before, after = after, mean = exp(unname(ratio$estimate)),
                 std_error = ratio$stderr, limits = exp(as.numeric(ratio$conf.int)),
                 t = unname(ratio$statistic), p = ratio$p.value),
    benefit = benefit,
    rank_biserial = lapply(half_points[c("four_unchanged", "rrms", "untied", "all_alike")],
                           rank_biserial)
  ),
  "tests/reference/paired.json", auto_unbox = TRUE, digits = NA, pretty = TRUE, na = "null"
)

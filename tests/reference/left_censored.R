# Ratios of geometric means with values below the limit of quantification, on made-up data.
# Tobit regression by survival::survreg; the bivariate normal likelihood in base R, with the
# correlation as a parameter and the probability of both values below the limit by integrate().
# Run from the repository root: Rscript tests/reference/left_censored.R
suppressPackageStartupMessages({
  library(survival)
  library(jsonlite)
})

after_below <- list(
  eight = list(before = 9:16, after = c(0.2, 0.2, 0.2, 4, 4.5, 5, 5.5, 6), limit = 0.3),
  ten = list(
    before = c(8.1, 9.4, 6.2, 7.7, 10.3, 5.5, 8.8, 7.0, 6.6, 9.9),
    after = c(6.0, 8.8, 1.9, 5.1, 9.2, 0.5, 7.1, 2.4, 1.0, 9.0), limit = 2
  ),
  one_below = list(
    before = c(7.2, 8.8, 6.1, 9.5, 10.2), after = c(5.0, 7.9, 1.5, 8.8, 7.1), limit = 2
  )
)
tobit <- lapply(after_below, function(p) {
  n <- length(p$before)
  y <- log(pmax(p$after, p$limit))
  x <- log(p$before) - mean(log(p$before))
  fit <- survreg(Surv(y, p$after >= p$limit, type = "left") ~ x, dist = "gaussian",
                 control = survreg.control(rel.tolerance = 1e-14, maxiter = 500))
  b <- unname(coef(fit))
  v <- vcov(fit)[1:2, 1:2]
  estimate <- b[1] - mean(log(p$before))
  error <- sqrt((v[1, 1] + (b[2] - 1)^2 * var(log(p$before)) / n) * n / (n - 2))
  c(p, list(
    coefficients = b, covariance = unname(v), sd = fit$scale, ratio = exp(estimate),
    conf = exp(estimate + c(-1, 1) * qt(0.975, n - 2) * error),
    p = 2 * pt(-abs(estimate / error), n - 2)
  ))
})

both_below <- list(
  before_only = list(
    before = c(3.1, 1.0, 2.8, 4.4, 2.5, 6.2, 3.6, 5.0, 4.1, 2.9),
    after = c(2.6, 2.2, 3.9, 5.2, 3.3, 4.4, 4.6, 7.7, 3.0, 3.5), limit = 2
  ),
  all_four = list(
    before = c(3.1, 1.0, 2.8, 4.4, 1.5, 6.2, 1.2, 5.0, 4.1, 2.9, 3.7, 5.5, 6.4, 2.4),
    after = c(2.6, 2.2, 1.9, 5.2, 1.1, 4.4, 1.6, 7.7, 3.0, 3.5, 1.4, 2.9, 5.1, 2.1), limit = 2
  )
)
bivariate <- lapply(both_below, function(p) {
  n <- length(p$before)
  l <- log(p$limit)
  x <- log(p$before); y <- log(p$after)
  early <- x < l; late <- y < l
  # theta: mean before, log SDs of both, atanh of the correlation; d the mean change.
  loglik <- function(d, theta) {
    m <- c(theta[1], theta[1] + d); s <- exp(theta[2:3]); r <- tanh(theta[4])
    zx <- (x - m[1]) / s[1]; zy <- (y - m[2]) / s[2]
    lx <- (l - m[1]) / s[1]; ly <- (l - m[2]) / s[2]
    root <- sqrt(1 - r^2)
    known <- -log(2 * pi * s[1] * s[2] * root) - (zx^2 - 2 * r * zx * zy + zy^2) / (2 * root^2)
    only_late <- dnorm(x, m[1], s[1], log = TRUE) + pnorm((ly - r * zx) / root, log.p = TRUE)
    only_early <- dnorm(y, m[2], s[2], log = TRUE) + pnorm((lx - r * zy) / root, log.p = TRUE)
    both <- log(integrate(function(u) dnorm(u) * pnorm((ly - r * u) / root), -Inf, lx,
                          rel.tol = 1e-12)$value)
    sum(ifelse(early & late, both, ifelse(early, only_early, ifelse(late, only_late, known))))
  }
  best <- function(d, start) {
    for (k in 1:4) {
      o <- optim(start, function(t) -loglik(d, t), method = "BFGS",
                 control = list(reltol = 1e-15, maxit = 1000))
      start <- o$par
    }
    list(value = -o$value, par = o$par)
  }
  start <- c(mean(x), log(sd(x)), log(sd(y)), 0.5)
  at <- function(d) best(d, start)$value
  top <- optimize(at, c(-2, 2), maximum = TRUE, tol = 1e-9)
  fall <- n * log(1 + qt(0.975, n - 1)^2 / (n - 1)) / 2
  limit <- function(a, b) uniroot(function(d) at(d) - top$objective + fall, c(a, b), tol = 1e-9)$root
  lost <- 2 * (top$objective - at(0))
  t <- sqrt((n - 1) * expm1(lost / n))
  d <- top$maximum
  c(p, list(
    loglik = top$objective, ratio = exp(d),
    conf = exp(c(limit(d - 2, d), limit(d, d + 2))), p = 2 * pt(-t, n - 1)
  ))
})

write_json(
  list(
    r = R.version.string, survival = as.character(packageVersion("survival")), tobit = tobit,
    bivariate = bivariate
  ),
  "tests/reference/left_censored.json",
  digits = NA, auto_unbox = TRUE, pretty = TRUE
)

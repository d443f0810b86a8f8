# Firth's logistic regression on made-up patients, by base R alone: the penalised likelihood is
# written out and maximised by optim, which knows no derivative of the penalty, and profiled by uniroot.
# Run from the repository root: Rscript tests/reference/logistic.R

suppressPackageStartupMessages(library(jsonlite))

counts <- function(events, n) unlist(Map(function(e, k) rep(c(1, 0), c(e, k - e)), events, n))
groups <- function(n) {
  g <- rep(seq_along(n), n)
  cbind("(Intercept)" = 1, SPMS = as.numeric(g == 2), NMOSD = as.numeric(g == 3))
}
sets <- list(
  published = list(y = counts(c(8, 10, 1), c(42, 43, 14)), x = groups(c(42, 43, 14))),
  none = list(y = counts(c(8, 10, 0), c(42, 43, 14)), x = groups(c(42, 43, 14))),
  # Every relapse below, every other above an exposure of 30.
  separated = list(
    y = c(1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
    x = cbind("(Intercept)" = 1, exposure = c(3, 12, 20, 29, 31, 33, 40, 52, 60, 75))
  ),
  mixed = list(
    y = c(1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
    x = cbind(
      "(Intercept)" = 1,
      female = c(1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1),
      years = c(1, 4, 2, 9, 7, 0, 3, 8, 5, 1, 6, 2, 8, 4, 9, 0, 6, 3)
    )
  )
)

information <- function(x, eta) crossprod(x, x * (plogis(eta) * plogis(-eta)))
penalised <- function(s, beta) {
  eta <- drop(s$x %*% beta)
  fall <- sum(plogis(ifelse(s$y == 1, eta, -eta), log.p = TRUE))
  fall + determinant(information(s$x, eta))$modulus[1] / 2
}

# BFGS again and again from where it ended, in standard errors of the coefficients at the start.
maximise <- function(s, held = 0, value = 0) {
  free <- setdiff(seq_len(ncol(s$x)), held)
  beta <- rep(0, ncol(s$x))
  if (held > 0) beta[held] <- value
  scale <- sqrt(diag(solve(information(s$x, 0 * s$y))))[free]
  fall <- function(b) {
    beta[free] <- b
    value <- -penalised(s, beta)
    if (is.finite(value)) value else 1e6
  }
  for (round in 1:6) {
    beta[free] <- optim(
      beta[free], fall, method = "BFGS",
      control = list(parscale = scale, ndeps = rep(1e-5, length(free)), reltol = 1e-16, maxit = 500)
    )$par
  }
  beta
}

limit <- function(s, best, k, up) {
  top <- penalised(s, best)
  drop <- qchisq(0.95, 1) / 2
  at <- function(b) penalised(s, maximise(s, k, b)) - top + drop
  error <- sqrt(diag(solve(information(s$x, drop(s$x %*% best)))))[k]
  side <- if (up) 1 else -1
  reach <- error
  while (at(best[k] + side * reach) > 0) reach <- reach * 1.5
  uniroot(at, sort(c(best[k], best[k] + side * reach)), tol = 1e-12)$root
}

describe <- function(s) {
  best <- maximise(s)
  names <- colnames(s$x)
  ratio <- sapply(seq_along(names), function(k) {
    2 * (penalised(s, best) - penalised(s, maximise(s, k, 0)))
  })
  x <- lapply(seq_along(names), function(k) unname(s$x[, k]))
  list(
    y = s$y, terms = names, columns = x,
    estimate = best,
    se = unname(sqrt(diag(solve(information(s$x, drop(s$x %*% best)))))),
    low = sapply(seq_along(names), function(k) limit(s, best, k, FALSE)),
    high = sapply(seq_along(names), function(k) limit(s, best, k, TRUE)),
    statistic = ratio, p = pchisq(ratio, 1, lower.tail = FALSE),
    penalised = penalised(s, best)
  )
}

# Without a penalty: glm, its likelihood-ratio tests and profile limits by refits with an offset, and
# White's errors written out. Converged as far as doubles go.
control <- glm.control(epsilon = 1e-15, maxit = 100)
plain <- function(s) {
  m <- glm(s$y ~ s$x - 1, family = binomial, control = control)
  b <- unname(coef(m))
  at <- function(k, value) {
    glm(s$y ~ s$x[, -k] - 1, family = binomial, offset = s$x[, k] * value, control = control)$deviance
  }
  limit <- function(k, way) {
    f <- function(v) at(k, v) - m$deviance - qchisq(0.95, 1)
    uniroot(f, sort(c(b[k], b[k] + way * 12 * sqrt(vcov(m)[k, k]))), tol = 1e-12)$root
  }
  k <- seq_along(b)
  lr <- sapply(k, function(j) at(j, 0)) - m$deviance
  scores <- s$x * (s$y - fitted(m))
  list(
    beta = b, se = unname(sqrt(diag(vcov(m)))), p = unname(summary(m)$coefficients[, 4]),
    low = sapply(k, limit, -1), high = sapply(k, limit, 1), lr = lr,
    p_lr = pchisq(lr, 1, lower.tail = FALSE), log_likelihood = as.numeric(logLik(m)),
    hc0 = unname(sqrt(diag(vcov(m) %*% crossprod(scores) %*% vcov(m))))
  )
}
# Risks with Firth's slopes, and the intercept fitted anew with them as an offset.
flic <- function(s) {
  slopes <- drop(s$x %*% replace(maximise(s), 1, 0))
  unname(fitted(glm(s$y ~ 1, family = binomial, offset = slopes, control = control)))
}

write_json(
  list(
    r = R.version.string, sets = lapply(sets, describe),
    plain = lapply(sets[c("published", "mixed")], plain),
    flic = lapply(sets[c("published", "none", "mixed")], flic)
  ),
  "tests/reference/logistic.json",
  digits = NA, auto_unbox = TRUE, pretty = TRUE
)

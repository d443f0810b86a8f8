# Reference results for missing data and repeated events, on made-up values.
# Run from the repository root: Rscript tests/reference/missing.R

library(jsonlite)
library(mice)
library(survival)

# Several completed data sets, pooled by mice from linear fits.
set.seed(20240302)
whole <- data.frame(before = round(rnorm(30, 4, 1), 1), group = rep(0:1, 15))
whole$after <- whole$before - 0.4 + 0.3 * whole$group + rnorm(30, 0, 0.6)
completed <- lapply(1:6, function(k) {
  d <- whole
  gone <- c(3, 8, 12, 21, 27)
  d$after[gone] <- d$before[gone] - 0.3 + rnorm(5, 0, 0.7)
  transform(d, change = after - before)
})
fits <- lapply(completed, function(d) lm(change ~ before + group, d))
pooled <- summary(pool(as.mira(fits)), conf.int = TRUE)
parts <- pool(as.mira(fits))$pooled
scalar <- pool.scalar(
  sapply(fits, function(f) coef(f)[["group"]]), sapply(fits, function(f) vcov(f)["group", "group"]),
  n = Inf
)
pool_case <- list(
  estimates = lapply(fits, function(f) as.numeric(coef(f))),
  errors = lapply(fits, function(f) as.numeric(sqrt(diag(vcov(f))))),
  complete_df = df.residual(fits[[1]]), n = 30,
  estimate = pooled$estimate, std_error = pooled$std.error, df = pooled$df, p = pooled$p.value,
  low = pooled[["2.5 %"]], high = pooled[["97.5 %"]], within = parts$ubar, between = parts$b,
  relative_increase = parts$riv, missing_share = parts$lambda, missing_information = parts$fmi,
  df_rubin = scalar$df
)

# The shift of the missing changes that moves the paired t across its level, searched for.
tipping <- function(change, missing, level = 0.95) {
  n <- length(change)
  share <- missing / (n + missing)
  p <- function(shift) {
    2 * pt(-abs((mean(change) + share * shift) / (sd(change) / sqrt(n))), n - 1)
  }
  # Where P is the level on either side of the shift that would make the mean of all 0.
  middle <- -mean(change) / share
  far <- 60 * sd(change) / share
  both <- c(
    uniroot(function(d) p(d) - (1 - level), c(middle - far, middle), tol = 1e-13)$root,
    uniroot(function(d) p(d) - (1 - level), c(middle, middle + far), tol = 1e-13)$root
  )
  list(
    change = change, missing = missing, level = level, p = t.test(change)$p.value,
    shift = both[which.min(abs(both))]
  )
}

# Everybody censored before the horizon: what they go through from then on is written out.
months <- c(2, 3, 3, 5, 6, 6, 7, 8, 9, 9, 11, 12, 12, 12, 14)
event <- c(1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0)
km <- survfit(Surv(months, event) ~ 1, conf.type = "log-log")
at <- function(t) summary(km, times = t)$surv
censored <- which(event == 0 & months < 12)
risk <- function(multiple) {
  stay <- sum(months >= 12 & !(event == 1 & months <= 12))
  1 - (stay + sum((at(12) / sapply(months[censored], at))^multiple)) / length(months)
}
first <- summary(km, times = 12)
censoring <- list(
  months = months, event = event, month = 12, multiples = c(1, 2, 3, 5),
  risk = sapply(c(1, 2, 3, 5), risk), std_error = first$std.err,
  low = 1 - first$upper, high = 1 - first$lower
)

# Repeated events: two patients with several, one never seen after month 3.
follow <- c(3, 8, 10, 10, 12, 14, 15)
who <- c(2, 2, 4, 4, 4, 6, 7, 7)
when <- c(1, 5, 2, 5, 9, 9, 2.5, 15)
rows <- do.call(rbind, lapply(seq_along(follow), function(i) {
  mine <- sort(when[who == i])
  stops <- unique(c(mine, follow[i]))
  data.frame(id = i, start = c(0, head(stops, -1)), stop = stops, event = stops %in% mine + 0)
}))
curve <- survfit(Surv(start, stop, event) ~ 1, data = rows, id = id, robust = TRUE)
times <- sort(unique(when))
place <- match(times, curve$time)
y <- curve$n.risk[place]
d <- curve$n.event[place]
watched <- outer(follow, times, ">=")
had <- t(sapply(seq_along(follow), function(i) sapply(times, function(t) sum(when[who == i] == t))))
part <- watched * (had - rep(d / y, each = length(follow))) / rep(y, each = length(follow))
robust <- sqrt(colSums(t(apply(part, 1, cumsum))^2))
mean_cumulative <- list(
  follow_up = follow, patient = who - 1, months = when, times = times, at_risk = y, events = d,
  mean = cumsum(d / y), survfit = curve$cumhaz[place], std_error = robust
)

write_json(
  list(
    r = R.version.string, mice = as.character(packageVersion("mice")),
    survival = as.character(packageVersion("survival")),
    jsonlite = as.character(packageVersion("jsonlite")), pool = pool_case,
    tipping = list(
      tipping(c(-1, -0.5, -1.5, 0, -1, -0.5, 0.5, -1), 3),
      tipping(c(0.5, 0, -0.5, 1, 0, 0.5), 2), tipping(c(2, 1.5, 1, 2.5, 0.5), 4, 0.9)
    ),
    censoring = censoring, mean_cumulative = mean_cumulative
  ),
  "tests/reference/missing.json",
  digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE
)

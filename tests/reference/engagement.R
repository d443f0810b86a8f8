# Engagement against relapse on a made-up cohort: landmark, time-varying and count models, each with
# its rows built here from the tables, by survSplit and by hand. Firth's likelihood is written out
# on top of coxph's own log-likelihood and information, as in cox.R.
# Run from the repository root: Rscript tests/reference/engagement.R
suppressPackageStartupMessages({library(survival); library(sandwich); library(jsonlite)})
set.seed(20240215)
n <- 90
patients <- data.frame(
  patient_id = sprintf("SYN-%04d", 1:n),
  diagnosis = rep(c("A", "B"), c(50, 40)),
  follow_up_months = round(runif(n, 6, 30), 1),
  age_years = round(rnorm(n, 40, 9)),
  engagement_start_month = sample(c(0, 0.4, 1, 2), n, TRUE)
)
rate <- rgamma(n, 1, 1 / 6)
start <- ceiling(patients$engagement_start_month)
monthly <- do.call(rbind, lapply(1:n, function(i) {
  m <- 0:(ceiling(patients$follow_up_months[i]) - 1)
  k <- rpois(length(m), rate[i] * exp(-m / 12))
  data.frame(patient_id = patients$patient_id[i], month = m, count = k)[k > 0, ]
}))
relapses <- do.call(rbind, lapply(1:n, function(i) {
  k <- rpois(1, 0.03 * patients$follow_up_months[i])
  t <- sort(round(runif(k, 0.2, patients$follow_up_months[i]), 1))
  t <- t[c(TRUE, diff(t) >= 1)[seq_along(t)]]
  if (length(t) == 0) return(NULL)
  data.frame(patient_id = patients$patient_id[i], month = t,
             confirmed_by_examination = ifelse(runif(length(t)) < 0.7, "yes", "no"))
}))

done <- function(i, from, to) {  # counted in whole months of [from, to)
  own <- monthly[monthly$patient_id == patients$patient_id[i], ]
  sum(own$count[own$month >= from & own$month < to])
}
first <- function(rows) {
  t <- tapply(rows$month, factor(rows$patient_id, patients$patient_id), min)
  data.frame(event = as.integer(!is.na(t)),
             time = ifelse(is.na(t), patients$follow_up_months, t))
}
all_attacks <- first(relapses)
confirmed <- first(relapses[relapses$confirmed_by_examination == "yes", ])

firth <- function(data, formula) {
  at <- function(b) {
    m <- coxph(formula, data, ties = "efron", init = b, control = coxph.control(iter.max = 0))
    m$loglik[1] - log(det(vcov(m))) / 2
  }
  best <- optimize(at, c(-4, 4), maximum = TRUE, tol = 1e-12)
  top <- best$objective
  drop <- qchisq(0.95, 1) / 2
  limit <- function(a, b) uniroot(function(x) at(x) - top + drop, c(a, b), tol = 1e-12)$root
  plain <- coxph(formula, data, ties = "efron", control = coxph.control(eps = 1e-14, iter.max = 50))
  list(rows = nrow(data), events = sum(data$event), beta = best$maximum,
       low = limit(best$maximum - 6, best$maximum), high = limit(best$maximum, best$maximum + 6),
       p = pchisq(2 * (top - at(0)), 1, lower.tail = FALSE), plain = unname(coef(plain)))
}
firth_two <- function(data, formula) {  # the first of two covariates
  at <- function(b) {
    m <- coxph(formula, data, ties = "efron", init = b, control = coxph.control(iter.max = 0))
    m$loglik[1] - log(det(vcov(m))) / 2
  }
  best <- optim(c(0, 0), function(b) -at(b), method = "BFGS", control = list(reltol = 1e-15))
  null <- optimize(function(z) at(c(0, z)), c(-2, 2), maximum = TRUE, tol = 1e-12)$objective
  list(beta = best$par[1], p = pchisq(2 * (-best$value - null), 1, lower.tail = FALSE))
}

landmark <- function(course, months) {
  limit <- start + months
  x <- log2(1 + sapply(1:n, function(i) done(i, start[i], floor(limit[i]))))
  d <- data.frame(entry = limit, time = course$time, event = course$event, x = x,
                  age = patients$age_years, diagnosis = patients$diagnosis)
  d[d$time > d$entry, ]
}
varying <- function(course, lag, window) {
  d <- data.frame(i = 1:n, entry = 0, time = course$time, event = course$event,
                  diagnosis = patients$diagnosis)
  d <- survSplit(Surv(entry, time, event) ~ ., d, cut = lag + 1:40, start = "entry", end = "time")
  whole <- ifelse(d$entry == 0, 0, round(d$entry - lag))
  d$x <- log2(1 + mapply(function(i, k) done(i, max(start[i], k - window), k), d$i, whole))
  d
}
strata_x <- Surv(entry, time, event) ~ x + strata(diagnosis)
l3 <- landmark(all_attacks, 3)
attacks <- as.vector(table(factor(relapses$patient_id, patients$patient_id)))
counts <- data.frame(y = attacks, years = (patients$follow_up_months - start - 3) / 12,
                     x = log2(1 + sapply(1:n, function(i) done(i, start[i], start[i] + 3))),
                     diagnosis = patients$diagnosis)[all_attacks$time > start + 3, ]
model <- glm(y ~ diagnosis + x + offset(log(years)), poisson, counts,
             control = glm.control(epsilon = 1e-14, maxit = 100))
error <- sqrt(diag(vcovHC(model, "HC3")))
told <- list(
  r_version = R.version.string,
  packages = list(survival = as.character(packageVersion("survival")),
                  sandwich = as.character(packageVersion("sandwich"))),
  patients = patients, relapses = relapses, monthly = monthly,
  landmark_3 = firth(l3, strata_x),
  landmark_6 = firth(landmark(all_attacks, 6), strata_x),
  confirmed = firth(landmark(confirmed, 3), strata_x),
  subset = firth(l3[l3$diagnosis == "A", ], Surv(entry, time, event) ~ x),
  adjusted = firth_two(l3, Surv(entry, time, event) ~ x + age + strata(diagnosis)),
  covariate = firth_two(l3, Surv(entry, time, event) ~ x + diagnosis),
  cumulative_lag_3 = firth(varying(all_attacks, 3, 1000), strata_x),
  cumulative_lag_1 = firth(varying(all_attacks, 1, 1000), strata_x),
  recent_lag_3 = firth(varying(all_attacks, 3, 3), strata_x),
  recent_lag_0 = firth(varying(all_attacks, 0, 3), strata_x),
  cumulative_lag_3_confirmed = firth(varying(confirmed, 3, 1000), strata_x),
  attacks = list(beta = unname(coef(model)["x"]), se = unname(error["x"]), n = nrow(counts))
)
write_json(told, "tests/reference/engagement.json", auto_unbox = TRUE, digits = NA, dataframe = "columns")

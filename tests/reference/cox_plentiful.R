# Cox regression where events are plentiful: rows by a fixed rule, so that no data need be kept.
# Run from the repository root: Rscript tests/reference/cox_plentiful.R
suppressPackageStartupMessages({library(survival); library(jsonlite)})
k <- 0:5999
d <- data.frame(x = (k * 37) %% 11 / 10, z = (k * 53) %% 17 / 16, stratum = k %% 3, entry = (k * 7) %% 4)
u <- ((k * 7919) %% 10007 + 0.5) / 10007
d$months <- d$entry + ceiling(-log(u) / (0.05 * exp(0.7 * d$x - 0.4 * d$z)) * 4) / 4
d$event <- as.integer(k %% 5 > 0)
m <- coxph(Surv(entry, months, event) ~ x + z + strata(stratum), d, ties = "efron",
           control = coxph.control(eps = 1e-12, iter.max = 50))
write_json(list(r_version = R.version.string, packages = list(survival = as.character(packageVersion("survival"))),
                events = sum(d$event), beta = unname(coef(m)), se = unname(sqrt(diag(vcov(m))))),
           "tests/reference/cox_plentiful.json", auto_unbox = TRUE, digits = NA)

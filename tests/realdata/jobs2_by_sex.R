# Change of depression, to one decimal, by sex: paired t tests, the difference given baseline with and without
# covariates, and the interaction of sex with the offer of a workshop.
# Rscript tests/realdata/jobs2_by_sex.R FOLDER_WITH_jobs2.csv tests/realdata/jobs2_by_sex.json
suppressPackageStartupMessages({library(sandwich); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(file.path(args[1], "jobs2.csv"))
d$before <- round(d$depress1, 1)
d$after <- round(d$depress2, 1)
d$change <- d$after - d$before
d$years <- round(d$age, 4)
d$male <- 1 - d$sex
term <- function(formula, name) {
  m <- lm(formula, d)
  se <- sqrt(vcovHC(m, "HC3")[name, name])
  b <- unname(coef(m)[name])
  q <- qt(0.975, m$df.residual) * se
  list(n = nobs(m), estimate = b, std_error = se, low = b - q, high = b + q)
}
change <- function(one) {
  t <- t.test(one$after, one$before, paired = TRUE)
  list(n = nrow(one), estimate = unname(t$estimate), low = t$conf.int[1], high = t$conf.int[2],
       p = t$p.value, offered = mean(one$treat))
}
results <- list(
  r_version = R.version.string,
  packages = list(sandwich = as.character(packageVersion("sandwich"))),
  female = change(d[d$sex == 1, ]),
  male = change(d[d$sex == 0, ]),
  male_minus_female = term(change ~ male + before, "male"),
  with_covariates = term(change ~ male + before + treat + years, "male"),
  interaction = term(change ~ male + treat + male:treat + before, "male:treat")
)
write_json(results, args[2], auto_unbox = TRUE, digits = NA, pretty = TRUE)

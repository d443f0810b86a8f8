# R's numbers for three public data sets, each derived here from the raw table, independently of
# the package. Usage: Rscript tests/realdata/realdata.R DATA_FOLDER OUT.json
suppressPackageStartupMessages({library(survival); library(coin); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
month <- 30.4375
exact <- function(d) {
  d <- round(d[d != 0], 6)
  as.numeric(pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact",
                                    zero.method = "Wilcoxon")))
}

w <- read.csv(file.path(args[1], "anorexia.csv"))
anorexia <- lapply(split(w, w$Treat), function(g) {
  t <- t.test(g$Postwt, g$Prewt, paired = TRUE)
  list(n = nrow(g), mean = unname(t$estimate), low = t$conf.int[1], high = t$conf.int[2],
       p_t = t$p.value, p_signed_rank = exact(g$Postwt - g$Prewt))
})
holm <- p.adjust(sapply(anorexia, function(x) x$p_t), "holm")

m <- read.csv(file.path(args[1], "msoutcomes_sampledata.csv"))
m$date <- as.Date(m$dateEDSS)
pair <- do.call(rbind, lapply(split(m, m$ID), function(g) {
  first <- min(g$date)
  g$month <- as.numeric(g$date - first) / month
  if (max(g$month) == 0) return(NULL)
  g <- g[!is.na(g$EDSS), ]
  g <- g[order(g$month), ]
  at0 <- g[g$month <= 0, ]
  soon <- g[g$month > 0 & g$month <= 0.5, ]
  base <- if (nrow(at0)) tail(at0, 1) else head(soon, 1)
  late <- g[g$month >= 6, ]
  near <- g[g$month >= 9 & g$month <= 15, ]
  near <- near[order(abs(near$month - 12), near$month), ]
  one <- function(x, k) if (nrow(x)) x$EDSS[k] else NA
  data.frame(before = one(base, 1), after = if (nrow(late)) tail(late$EDSS, 1) else NA,
             fixed = one(near, 1))
}))
change <- function(before, after) {
  ok <- !is.na(before) & !is.na(after)
  d <- after[ok] - before[ok]
  t <- t.test(d)
  list(n = sum(ok), dropped = sum(!ok), mean = unname(t$estimate), low = t$conf.int[1],
       high = t$conf.int[2], p_t = t$p.value, p_signed_rank = exact(d))
}
msoutcomes <- list(last = change(pair$before, pair$after), fixed = change(pair$before, pair$fixed))

r <- read.csv(file.path(args[1], "rhdnase.csv"))
r$end <- as.numeric(as.Date(r$end.dt) - as.Date(r$entry.dt))
ok <- !is.na(r$ivstart) & r$ivstart > 0 & r$ivstart <= r$end
first <- sapply(split(seq_len(nrow(r)), r$id), function(k) {
  s <- r$ivstart[k][ok[k]]
  c(time = if (length(s)) min(s) else r$end[k][1], event = length(s) > 0,
    trt = r$trt[k][1], end = r$end[k][1], attacks = length(unique(s)))
})
s <- as.data.frame(t(first))
s$months <- s$time / month
fit <- survfit(Surv(months, event) ~ trt, s, conf.type = "log-log")
told <- summary(fit, times = c(3, 5))
rank <- survdiff(Surv(months, event) ~ trt, s)
rmst <- summary(fit, rmean = 5)$table
rates <- lapply(split(s, s$trt), function(g) {
  p <- poisson.test(sum(g$attacks), sum(g$end) / month / 12)
  list(n = nrow(g), relapsed = sum(g$event), attacks = sum(g$attacks),
       rate = unname(p$estimate), low = p$conf.int[1], high = p$conf.int[2])
})
rhdnase <- list(
  survival = told$surv, low = told$lower, high = told$upper, at_risk = told$n.risk,
  median = unname(summary(fit)$table[, "median"]), chisq = rank$chisq,
  p_log_rank = pchisq(rank$chisq, 1, lower.tail = FALSE),
  rmst = unname(rmst[, "rmean"]), rmst_se = unname(rmst[, "se(rmean)"]), rates = rates)

write_json(
  list(r_version = R.version.string,
       packages = list(survival = as.character(packageVersion("survival")),
                       coin = as.character(packageVersion("coin"))),
       anorexia = anorexia, holm = as.list(holm), msoutcomes = msoutcomes, rhdnase = rhdnase),
  args[2], auto_unbox = TRUE, digits = NA, pretty = TRUE)

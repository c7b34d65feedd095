//! Tests the mixing laws: random gamma rates and random beta hazards. Also tests the counts that result if a Poisson
//! mean is multiplied by a gamma rate, or if a binomial probability is a beta hazard.
//!
//! 10⁶ seeded draws of each law are compared with its distribution function. The test statistic is Kolmogorov's
//! distance, with the bound of Dvoretzky, Kiefer, Wolfowitz and Massart at the level 10⁻¹⁰. The distribution function
//! is integrated here from the logarithm of the density, and shares no code with the engine. The mixed counts are
//! compared with their exact law by the tests and levels of `holdfast_test_support::oracle`. There are about 50 laws
//! with one to four tests each at 10⁻¹⁰, so a correct engine with another seed fails once in 10⁸ times.
//!
//! The last tests check two properties: a higher mean hazard never gives a lower drawn hazard, and a higher normal
//! quantile never gives a lower rate or hazard. The comparison of scenarios in the same run needs these properties, so
//! they must hold in spite of rounding.

use holdfast_engine::law::{BetaHazardTable, GammaRateTable, beta_hazard, binomial, gamma_rate, poisson};
use holdfast_engine::{CommonRandomNumbers, LANES, Lanes};
use holdfast_test_support::TestRng;
use holdfast_test_support::numeric_cdf::NumericCdf;
use holdfast_test_support::oracle::{Oracle, random_blocks};

fn poisson_counts(mean: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    poisson(mean, numbers)
}

fn binomial_counts(trials: f64, chance: &Lanes, numbers: &CommonRandomNumbers) -> Lanes {
    binomial(&[trials; LANES], chance, numbers)
}

/// The distribution function of the logarithm of a gamma rate with this coefficient of variation.
fn gamma_cdf(variation: f64) -> NumericCdf {
    let shape = 1.0 / (variation * variation);
    let fine = variation.min(1.0);
    NumericCdf::new(|t| -shape * (t.exp_m1() - t), fine, variation.max(variation * variation), fine)
}

/// The distribution function of logit(hazard) − logit(mean), where the hazard has a beta law with this mean.
fn beta_cdf(mean: f64, precision: f64) -> NumericCdf {
    let (a, b) = (mean * precision, (1.0 - mean) * precision);
    let deviation = (1.0 / (a * (1.0 - mean))).sqrt();
    let ln_density = |t: f64| {
        let rise = if t < 30.0 { (mean * t.exp_m1()).ln_1p() } else { t + (mean + (1.0 - mean) * (-t).exp()).ln() };
        a * t - precision * rise
    };
    let reach = deviation.max(1.0 / b + (1.0 / mean).ln() / 20.0);
    NumericCdf::new(ln_density, deviation.min(1.0), deviation.max(1.0 / a), reach)
}

fn shift(hazard: f64, mean: f64) -> f64 {
    (hazard / (1.0 - hazard)).ln() - (mean / (1.0 - mean)).ln()
}

#[test]
fn gamma_rates_follow_the_law() {
    for (at, variation) in [1e-6, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0].into_iter().enumerate() {
        let cdf = gamma_cdf(variation);
        let name = format!("gamma {variation}");
        // If the variation is tiny, the rate is close to 1 and ln(rate) loses digits. The loss is too small to change
        // Kolmogorov's distance noticeably.
        let alone = GammaRateTable::new(variation, variation);
        let draws =
            random_blocks(100 + at as u64).flat_map(|numbers| alone.at(&[variation; LANES], numbers.z()).map(f64::ln));
        cdf.fit(&name, draws);
        let among = GammaRateTable::new(0.5 * variation, (1.5 * variation).min(3.0));
        let draws =
            random_blocks(200 + at as u64).flat_map(|numbers| among.at(&[variation; LANES], numbers.z()).map(f64::ln));
        cdf.fit(&name, draws);
        if at % 4 == 3 {
            let draws =
                random_blocks(300 + at as u64).flat_map(|numbers| numbers.z().map(|z| gamma_rate(variation, z).ln()));
            cdf.fit(&name, draws);
        }
    }
}

#[test]
fn beta_hazards_follow_the_law() {
    for (row, correlation) in [1e-9, 1e-5, 1e-3, 0.02, 0.2, 0.5].into_iter().enumerate() {
        for (column, mean) in [0.002, 0.04, 0.3, 0.9].into_iter().enumerate() {
            let cdf = beta_cdf(mean, 1.0 / correlation - 1.0);
            let (name, seed) = (format!("beta {correlation} {mean}"), (1000 + row * 10 + column) as u64);
            let law = if column % 2 == 0 {
                BetaHazardTable::new(correlation, mean, mean)
            } else {
                BetaHazardTable::new(correlation, 0.5 * mean, 0.5 * (1.0 + mean))
            };
            let draws =
                random_blocks(seed).flat_map(|numbers| law.at(&[mean; LANES], numbers.z()).map(|x| shift(x, mean)));
            cdf.fit(&name, draws);
            if (row, column) == (3, 1) || (row, column) == (5, 2) {
                let draws = random_blocks(seed + 100)
                    .flat_map(|numbers| numbers.z().map(|z| shift(beta_hazard(mean, correlation, z), mean)));
                cdf.fit(&name, draws);
            }
        }
    }
}

#[test]
fn mixed_poisson_counts_are_negative_binomial() {
    for (at, (mean, variation)) in
        [(0.3, 0.5), (4.0, 1.0), (30.0, 0.1), (200.0, 0.25), (50.0, 2.0), (5.0, 3.0), (1000.0, 0.02)]
            .into_iter()
            .enumerate()
    {
        let oracle = Oracle::negative_binomial(mean, variation);
        let (m, v) = oracle.moments();
        assert!((m / mean - 1.0).abs() < 1e-9, "{mean} {m}");
        assert!((v / (mean + variation * variation * mean * mean) - 1.0).abs() < 1e-9, "{mean} {variation} {v}");
        let law = GammaRateTable::new(variation, variation);
        let rates = random_blocks(2000 + at as u64).map(|numbers| law.at(&[variation; LANES], numbers.z()));
        let counts = rates
            .zip(random_blocks(2100 + at as u64))
            .flat_map(|(rate, numbers)| poisson_counts(&rate.map(|rate| rate * mean), &numbers));
        oracle.fit_values(counts).unwrap_or_else(|fault| panic!("negative binomial {mean} {variation}: {fault}"));
    }
}

#[test]
fn mixed_binomial_counts_are_beta_binomial() {
    for (at, (trials, mean, correlation)) in [
        (1.0, 0.04, 0.3),
        (20.0, 0.04, 0.05),
        (500.0, 0.04, 0.01),
        (300.0, 0.3, 0.5),
        (2000.0, 0.06, 1e-4),
        (40.0, 0.9, 0.2),
    ]
    .into_iter()
    .enumerate()
    {
        let precision: f64 = 1.0 / correlation - 1.0;
        let oracle = Oracle::beta_binomial(trials, mean * precision, (1.0 - mean) * precision);
        let (m, v) = oracle.moments();
        assert!((m / (trials * mean) - 1.0).abs() < 1e-9, "{trials} {mean} {m}");
        let variance = trials * mean * (1.0 - mean) * (1.0 + (trials - 1.0) * correlation);
        assert!((v / variance - 1.0).abs() < 1e-9, "{trials} {mean} {correlation} {v}");
        let law = BetaHazardTable::new(correlation, mean, mean);
        let chances = random_blocks(3000 + at as u64).map(|numbers| law.at(&[mean; LANES], numbers.z()));
        let counts = chances
            .zip(random_blocks(3100 + at as u64))
            .flat_map(|(chance, numbers)| binomial_counts(trials, &chance, &numbers));
        oracle.fit_values(counts).unwrap_or_else(|fault| panic!("beta-binomial {trials} {mean}: {fault}"));
    }
}

/// Two random hazards from `low` to `high`. The second is higher than the first by a relative amount from `least` to 1,
/// but not above `high`.
fn rising(rng: &mut TestRng, low: f64, high: f64, least: f64) -> (f64, f64) {
    let less = if rng.chance(0.8) { rng.log_uniform(low, high) } else { rng.between(low, high) };
    (less, (less * (1.0 + rng.log_uniform(least, 1.0))).min(high))
}

#[test]
fn more_hazard_never_draws_less() {
    let mut rng = TestRng(11);
    for _ in 0..60_000 {
        let correlation = rng.log_uniform(1e-9, 0.5);
        let (less, more) = rising(&mut rng, 1e-5, 0.999, 1e-9);
        let z = rng.between(-8.3, 8.3);
        let (low, high) = (beta_hazard(less, correlation, z), beta_hazard(more, correlation, z));
        assert!(low <= high && low >= 0.0 && high <= 1.0, "{correlation} {less} {more} {z}: {low} {high}");
    }
    for round in 0..60 {
        let correlation = if round == 0 { 0.5 } else { rng.log_uniform(1e-9, 0.5) };
        let low = rng.log_uniform(1e-4, 0.3);
        let high = (low * rng.log_uniform(1.01, 200.0)).min(0.999);
        let law = BetaHazardTable::new(correlation, low, high);
        for _ in 0..300 {
            let z: Lanes = std::array::from_fn(|_| rng.between(-8.3, 8.3));
            // The smallest relative difference, 10⁻¹⁶, is about the distance between neighbouring floating-point
            // numbers.
            let pairs: [(f64, f64); LANES] = std::array::from_fn(|_| rising(&mut rng, low, high, 1e-16));
            let (less, more) = (law.at(&pairs.map(|pair| pair.0), &z), law.at(&pairs.map(|pair| pair.1), &z));
            for i in 0..LANES {
                assert!(less[i] <= more[i], "{correlation} {:?} {}: {} {}", pairs[i], z[i], less[i], more[i]);
                assert!(less[i] >= 0.0 && more[i] <= 1.0);
            }
        }
    }
}

#[test]
fn higher_normal_quantiles_never_draw_less() {
    let mut rng = TestRng(12);
    for round in 0..300 {
        let variation = rng.log_uniform(1e-6, 3.0);
        let (correlation, hazard) = (rng.log_uniform(1e-9, 0.5), rng.log_uniform(1e-4, 0.999));
        let rates = GammaRateTable::new(variation, if round % 2 == 0 { variation } else { (1.3 * variation).min(3.0) });
        let hazards =
            BetaHazardTable::new(correlation, hazard, if round % 2 == 0 { hazard } else { (1.3 * hazard).min(0.999) });
        let less: Lanes = std::array::from_fn(|_| rng.between(-8.3, 8.3));
        let more = less.map(|z| (z + rng.log_uniform(1e-8, 1.0)).min(8.3));
        let rising = |law: &dyn Fn(&Lanes) -> Lanes| {
            let (low, high) = (law(&less), law(&more));
            for i in 0..LANES {
                assert!(low[i] <= high[i], "{variation} {correlation} {hazard} {}: {} {}", less[i], low[i], high[i]);
            }
        };
        rising(&|z| rates.at(&[variation; LANES], z));
        rising(&|z| hazards.at(&[hazard; LANES], z));
        rising(&|z| z.map(|z| gamma_rate(variation, z)));
        rising(&|z| z.map(|z| beta_hazard(hazard, correlation, z)));
    }
}

//! Distribution functions of continuous laws, computed by numerical integration of the density, and Kolmogorov's test
//! of fit.

use super::oracle::{DRAWS, LEVEL};

/// A distribution function, tabulated at increasing values of its argument.
pub struct NumericCdf {
    places: Vec<f64>,
    below: Vec<f64>,
}

impl NumericCdf {
    /// Integrates a density by Simpson's rule. `ln_density` is the logarithm of the density, up to a constant; its mode
    /// must be near 0. `fine` is the distance over which the density varies near 0. `left` and `right` state how fast
    /// the tails fall: towards −∞, the density must fall by a factor of at least e in every interval of length `left`,
    /// and towards +∞ in every interval of length `right`. The nodes are farther apart in the tails.
    pub fn new(ln_density: impl Fn(f64) -> f64, fine: f64, left: f64, right: f64) -> Self {
        let side = |reach: f64| {
            let (mut places, mut at, mut step) = (Vec::new(), 0.0, fine / 200.0);
            while at < reach {
                at += step;
                step = (step * 1.003).min(reach / 500.0).max(step);
                places.push(at);
            }
            places
        };
        let mut places: Vec<f64> = side(45.0 * left).into_iter().rev().map(|at| -at).collect();
        places.push(0.0);
        places.extend(side(45.0 * right));
        let density = |t: f64| ln_density(t).exp();
        let (mut sum, mut below) = (0.0, vec![0.0]);
        for pair in places.windows(2) {
            let middle = density(0.5 * (pair[0] + pair[1]));
            sum += (pair[1] - pair[0]) / 6.0 * (density(pair[0]) + 4.0 * middle + density(pair[1]));
            below.push(sum);
        }
        below.iter_mut().for_each(|below| *below /= sum);
        Self { places, below }
    }

    fn at(&self, place: f64) -> f64 {
        let after = self.places.partition_point(|&p| p < place).clamp(1, self.places.len() - 1);
        let (from, to) = (self.places[after - 1], self.places[after]);
        let share = ((place - from) / (to - from)).clamp(0.0, 1.0);
        self.below[after - 1] + share * (self.below[after] - self.below[after - 1])
    }

    /// Tests the fit of the draws by Kolmogorov's distance. There must be at least [`DRAWS`] draws. The distance is
    /// measured only at draws from −600 to 30. If the draws are logits of hazards, a lower draw is a hazard too small
    /// for an `f64`, and a higher draw is a hazard that rounds to 1.
    pub fn fit(&self, name: &str, draws: impl Iterator<Item = f64>) {
        let mut draws: Vec<f64> = draws.collect();
        assert!(draws.len() >= DRAWS as usize && draws.iter().all(|draw| !draw.is_nan()), "{name}");
        draws.sort_unstable_by(f64::total_cmp);
        let count = draws.len() as f64;
        let in_range = draws.iter().enumerate().filter(|(_, draw)| (-600.0..30.0).contains(*draw));
        let distance = in_range.fold(0.0_f64, |distance, (at, &draw)| {
            let below = self.at(draw);
            distance.max((below - at as f64 / count).abs()).max((below - (at as f64 + 1.0) / count).abs())
        });
        let far = ((2.0 / LEVEL).ln() / (2.0 * count)).sqrt();
        assert!(distance < far, "{name}: Kolmogorov's distance {distance} > {far}");
    }
}

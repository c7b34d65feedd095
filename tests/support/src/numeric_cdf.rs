//! Continuous laws, by integrating the density's logarithm, and Kolmogorov's test of fit against them.

use super::oracle::{DRAWS, LEVEL};

/// A distribution function, tabulated at rising places of a coordinate.
pub struct NumericCdf {
    places: Vec<f64>,
    below: Vec<f64>,
}

impl NumericCdf {
    /// From the logarithm of a density with its mode near 0, up to a constant. It falls no slower than by e in `left`
    /// and `right` on the two sides, and varies on the scale `fine` near 0. Simpson's rule between places that lie the
    /// farther apart the farther out.
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

    /// Kolmogorov's distance of [`DRAWS`] draws, at every place within −600 … 30: below, a hazard is too small for a
    /// double, and above, it is too close to 1.
    pub fn fit(&self, name: &str, draws: impl Iterator<Item = f64>) {
        let mut draws: Vec<f64> = draws.collect();
        assert!(draws.len() >= DRAWS as usize && draws.iter().all(|draw| !draw.is_nan()), "{name}");
        draws.sort_unstable_by(f64::total_cmp);
        let count = draws.len() as f64;
        let told = draws.iter().enumerate().filter(|(_, draw)| (-600.0..30.0).contains(*draw));
        let distance = told.fold(0.0_f64, |distance, (at, &draw)| {
            let below = self.at(draw);
            distance.max((below - at as f64 / count).abs()).max((below - (at as f64 + 1.0) / count).abs())
        });
        let far = ((2.0 / LEVEL).ln() / (2.0 * count)).sqrt();
        assert!(distance < far, "{name}: Kolmogorov's distance {distance} > {far}");
    }
}

//! A small picture of an estimate that is a range: the probability density of its values. The part between the two ends
//! of the range is highlighted.

use holdfast_scenario::{Prior, Z_95};

/// The width and the height of the picture.
const BOX: (f64, f64) = (100.0, 24.0);
/// The number of steps of the curve between the two ends of the range.
const CELLS: i32 = 32;
/// The number of steps of the curve beyond each end of the range.
const BEYOND: i32 = CELLS / 4;

/// The density curve of a range. Its points are evenly spaced in z, the standard normal variable from which a value is
/// computed. The ends of the range are at z = ±[`Z_95`], and the curve goes from z = -1.5 [`Z_95`] to z = 1.5 [`Z_95`].
#[derive(Clone, Debug, PartialEq)]
pub struct DensityCurve {
    /// The points of the curve within [`BOX`], from left to right. As in SVG, the vertical coordinate grows downwards.
    points: Vec<(f64, f64)>,
}

impl DensityCurve {
    /// The curve of a prior. Returns `None` for an exact value, which has no density, and if a coordinate is not
    /// finite.
    pub fn of(prior: &Prior) -> Option<Self> {
        const NEAR: f64 = 1e-4;
        if prior.is_exact() {
            return None;
        }
        let place = |cell: i32| {
            let z = Z_95 * (2.0 * f64::from(cell) / f64::from(CELLS) - 1.0);
            let slope = (prior.at(z + NEAR) - prior.at(z - NEAR)) / (2.0 * NEAR);
            // The density of the value is the density of z divided by the slope of the value as a function of z. Where
            // values are clipped to a bound, the slope is 0, and the curve shows a density of 0.
            (prior.at(z), if slope > 0.0 { libm::exp(-0.5 * z * z) / slope } else { 0.0 })
        };
        let places: Vec<(f64, f64)> = (-BEYOND..=CELLS + BEYOND).map(place).collect();
        let (from, to) = (places[0].0, places[places.len() - 1].0);
        let top = places.iter().fold(0.0, |top: f64, place| top.max(place.1));
        let (width, height) = BOX;
        let point = |(value, density)| (width * (value - from) / (to - from), height * (1.0 - density / top));
        let points: Vec<(f64, f64)> = places.into_iter().map(point).collect();
        points.iter().all(|(x, y)| x.is_finite() && y.is_finite()).then_some(Self { points })
    }

    /// The curve as SVG: the area under the whole curve, and on top of it the area between the 5th and the 95th
    /// percentile.
    pub fn svg(&self) -> String {
        let (whole, middle) = (&self.points[..], &self.points[BEYOND as usize..=(CELLS + BEYOND) as usize]);
        let (width, height) = BOX;
        format!(
            "<svg viewBox='0 0 {width} {height}' preserveAspectRatio='none' aria-hidden='true'><path d='{}'/><path \
             class='middle' d='{}'/></svg>",
            area(whole),
            area(middle)
        )
    }
}

fn area(points: &[(f64, f64)]) -> String {
    let tenth = |length: f64| (libm::round(10.0 * length) / 10.0).to_string();
    let Some(((first, _), (last, _))) = points.first().zip(points.last()) else { return String::new() };
    let ground = tenth(BOX.1);
    let mut path = ["M", &tenth(*first), ",", &ground].concat();
    for &(x, y) in points {
        path = path + "L" + &tenth(x) + "," + &tenth(y);
    }
    path + "L" + &tenth(*last) + "," + &ground + "Z"
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Estimate, Key};

    fn hill(key: Key, low: f64, high: f64) -> DensityCurve {
        DensityCurve::of(&Estimate::Range { low, high }.prior(key.input()).unwrap()).unwrap()
    }

    #[test]
    fn a_normal_density_is_symmetric_and_a_log_normal_one_is_skewed() {
        let top = |hill: &DensityCurve| hill.points.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0;
        let bell = hill(Key::TrialsStep, -10.0, 30.0);
        assert!((top(&bell) - 50.0).abs() < 1e-6);
        assert!(bell.points.iter().all(|(x, y)| (0.0..=BOX.0).contains(x) && (-1e-9..=BOX.1).contains(y)));
        assert!(top(&hill(Key::Price, 10.0, 90.0)) < 30.0);
        assert!(bell.svg().contains("'M16.7,24L") && bell.svg().contains("'M0,24L"), "{}", bell.svg());
    }

    #[test]
    fn a_clipped_density_ends_at_the_bound() {
        let clipped = hill(Key::Churn, 0.0, 0.5);
        assert_eq!(clipped.points[0], (0.0, BOX.1));
        assert!(DensityCurve::of(&Estimate::Exact(0.5).prior(Key::Churn.input()).unwrap()).is_none());
        for (low, high) in [(1e-300, 1e6), (1e-9, 2e-9), (0.0, 1e6)] {
            let _ = DensityCurve::of(&Estimate::Range { low, high }.prior(Key::Price.input()).unwrap());
        }
    }
}

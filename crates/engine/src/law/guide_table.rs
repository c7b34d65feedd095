//! A guide table: one Poisson law that is the same for all runs, drawn by one look-up and one or two steps.

use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;

/// The quantile function of one Poisson law as a guide table (Chen and Asau, 1974; also called indexed search). It is
/// exact to about 10⁻¹³ of probability in the far tails.
#[derive(Clone, Debug)]
pub struct GuideTable {
    /// The smallest value in the table.
    first: f64,
    /// P(X ≤ first + i) at index i; the last entry is 1.
    cumulative: Vec<f64>,
    /// The index in `cumulative` at which the search starts, for each of a number of equal slices of [0, 1). The number
    /// of slices is a power of two.
    guide: Vec<u16>,
}

/// The number of slices per table entry. With this many, most slices contain no step of the distribution function, and
/// the processor predicts the length of the search well.
const SLICES_PER_ENTRY: usize = 4;

impl GuideTable {
    /// The largest mean for which a table is useful. Above it, a table is large and the quantile expansion is as fast.
    pub const MEAN_MAX: f64 = 2000.0;

    /// The table of the Poisson law with this mean, 0 ≤ mean ≤ [`Self::MEAN_MAX`].
    pub fn poisson(mean: f64) -> Self {
        let law = CountLaw::Poisson { mean };
        let mode = libm::floor(mean);
        let top = law.mass(mode);
        // Values outside the table have masses below 2⁻⁵⁴, the smallest difference that a uniform can show.
        const NEGLIGIBLE: f64 = 1e-19;
        let mut masses = Vec::new();
        let (mut at, mut mass) = (mode, top);
        while at > 0.0 && mass > NEGLIGIBLE {
            at -= 1.0;
            mass /= law.mass_ratio(at);
            masses.push(mass);
        }
        masses.reverse();
        let first = at;
        (at, mass) = (mode, top);
        while mass > NEGLIGIBLE {
            masses.push(mass);
            mass *= law.mass_ratio(at);
            at += 1.0;
        }
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = masses
            .iter()
            .map(|mass| {
                sum += mass;
                sum
            })
            .collect();
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        let slices = (SLICES_PER_ENTRY * cumulative.len()).next_power_of_two();
        let mut start = 0;
        let guide = (0..slices)
            .map(|slice| {
                while cumulative[usize::from(start)] < slice as f64 / slices as f64 {
                    start += 1;
                }
                start
            })
            .collect();
        Self { first, cumulative, guide }
    }

    /// The quantile at each of [`LANES`] uniforms.
    pub fn quantiles(&self, uniforms: &Lanes) -> Lanes {
        let mut out = [0.0; LANES];
        for i in 0..LANES {
            out[i] = self.quantile(uniforms[i]);
        }
        out
    }

    /// The quantile at u, 0 < u < 1.
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        // Multiplication by a power of two is exact, so this is the slice in which u lies.
        let slice = (u * self.guide.len() as f64) as usize;
        let mut at = usize::from(self.guide[slice]);
        while self.cumulative[at] < u {
            at += 1;
        }
        self.first + at as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantile_expansion;
    use super::*;

    #[test]
    fn agrees_with_the_other_algorithms() {
        for mean in [0.0, 1e-12, 0.7, 4.2, 33.0, 200.0, GuideTable::MEAN_MAX] {
            let table = GuideTable::poisson(mean);
            for step in 0..20_000 {
                let u = (f64::from(step) + 0.37) / 20_000.0;
                assert_eq!(table.quantile(u), quantile_expansion::poisson_quantile(mean, u), "{mean} {u}");
            }
            assert!(table.quantile(f64::EPSILON / 2.0) <= table.quantile(1.0 - f64::EPSILON / 2.0));
        }
    }
}

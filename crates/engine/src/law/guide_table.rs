//! A guide table: a fast method to draw from a Poisson law that is the same in all runs. A draw takes one look-up and,
//! in most cases, one or two steps of a search.

use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;

/// The quantile function of one Poisson law, stored as a guide table (Chen and Asau, 1974; also called indexed search).
/// The stored probabilities have rounding errors of about 10⁻¹³. These errors matter only in the far tails, where the
/// probabilities of single values are as small as the errors.
#[derive(Clone, Debug)]
pub struct GuideTable {
    /// The smallest value in the table.
    first: f64,
    /// The value at index i is P(X ≤ first + i). The last value is 1.
    cumulative: Vec<f64>,
    /// The interval [0, 1) is divided into equal slices, whose number is a power of two. For each slice, `guide` has
    /// the index in `cumulative` at which the search starts.
    guide: Vec<u16>,
}

/// The smallest number of slices per entry of `cumulative`. With so many slices, most slices contain no step of the
/// distribution function. So most searches have the same length, which the processor predicts well.
const SLICES_PER_ENTRY: usize = 4;

impl GuideTable {
    /// The largest mean for which a table is useful. For larger means the table is large, and the quantile expansion is
    /// as fast as the table.
    pub const MEAN_MAX: f64 = 2000.0;

    /// Builds the table of the Poisson law with this mean, 0 ≤ mean ≤ [`Self::MEAN_MAX`].
    pub fn poisson(mean: f64) -> Self {
        let law = CountLaw::Poisson { mean };
        let mode = libm::floor(mean);
        let top = law.mass(mode);
        // Values with a probability below this are not in the table. They lie in the far tails, whose total probability
        // is less than 2⁻⁵³. The smallest uniform number is 2⁻⁵³ and the largest is 1 − 2⁻⁵³, so no draw gives such a
        // value.
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

    /// The quantile at each of [`LANES`] uniform numbers.
    pub fn quantiles(&self, uniforms: &Lanes) -> Lanes {
        let mut out = [0.0; LANES];
        for i in 0..LANES {
            out[i] = self.quantile(uniforms[i]);
        }
        out
    }

    /// The quantile at the uniform number u, 0 < u < 1.
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        // The index of the slice that contains u. It is always right, because multiplication by a power of two has no
        // rounding error.
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

//! A guide table: one Poisson law for all runs, drawn by one look-up and a step or two.

use super::super::stream::{LANES, Lanes};
use super::count_law::CountLaw;

/// The quantile function of one Poisson law, exact to about 10⁻¹³ of probability in the far tails (Chen and Asau's guide table, 1974: the indexed search).
#[derive(Clone, Debug)]
pub struct GuideTable {
    /// The value of the first entry.
    first: f64,
    /// P(X ≤ first + i); the last entry is 1.
    cumulative: Vec<f64>,
    /// For each of a power of two of equal slices of [0, 1), where the search starts.
    guide: Vec<u16>,
}

/// With so many slices most hold no step at all, and the processor guesses the search's length well.
const SLICES_PER_ENTRY: usize = 4;

impl GuideTable {
    /// Above this mean a table is larger than it is quick; the expansion is as good there.
    pub const MEAN_MAX: f64 = 2000.0;

    /// The table of the Poisson law with this mean, 0 ≤ mean ≤ [`Self::MEAN_MAX`].
    pub fn poisson(mean: f64) -> Self {
        let law = CountLaw::Poisson { mean };
        let mode = libm::floor(mean);
        let top = law.mass(mode);
        // Outside of these no mass reaches 2⁻⁵⁴, the least that a uniform could tell.
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

    /// The quantiles at a lane of uniforms.
    pub fn quantiles(&self, uniforms: &Lanes) -> Lanes {
        let mut out = [0.0; LANES];
        for i in 0..LANES {
            out[i] = self.quantile(uniforms[i]);
        }
        out
    }

    /// The quantile at 0 < u < 1.
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        // A power of two times u is exact, so the slice is the one that u lies in.
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
    fn agrees_with_the_other_ways_to_the_same_quantile() {
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

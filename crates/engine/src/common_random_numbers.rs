//! Common random numbers. All scenarios use the same random numbers for the same random decision, for example for the
//! number of customers who leave in month 3.

use super::normal;
use super::stream::{DrawKey, Lanes, uniforms};
use std::cell::OnceCell;

/// The uniform random numbers for one decision in one block of runs, and the normal quantiles of these numbers. All
/// scenarios use the same numbers, so that scenarios differ by their inputs and not by chance.
///
/// The quantiles are computed only when they are first used, because this saves time. A count with a small variance is
/// drawn without a normal quantile, and computing a quantile takes as long as drawing such a count.
pub struct CommonRandomNumbers {
    uniforms: Lanes,
    z: OnceCell<Lanes>,
}

impl CommonRandomNumbers {
    /// Wraps the given uniform numbers. Each number must lie strictly between 0 and 1.
    #[inline]
    pub fn new(uniforms: Lanes) -> Self {
        Self { uniforms, z: OnceCell::new() }
    }

    /// Generates the numbers for one decision. The arguments are the same as those of [`uniforms`].
    #[inline]
    pub fn draw(seed: u64, key: DrawKey, month: u32, bucket: u32, block: u32) -> Self {
        Self::new(uniforms(seed, key, month, bucket, block))
    }

    /// The uniform numbers, one for each run.
    #[inline]
    pub fn uniforms(&self) -> &Lanes {
        &self.uniforms
    }

    /// The standard normal quantiles z = Φ⁻¹(u) of the uniform numbers u, one for each run.
    #[inline]
    pub fn z(&self) -> &Lanes {
        self.z.get_or_init(|| normal::quantiles(&self.uniforms))
    }
}

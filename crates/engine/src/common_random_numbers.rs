//! Common random numbers: the uniform numbers that all scenarios share for one random decision, and their normal
//! quantiles.

use super::normal;
use super::stream::{DrawKey, Lanes, uniforms};
use std::cell::OnceCell;

/// The uniform numbers of one decision for one block of runs, and their normal quantiles. The quantiles are computed
/// only when first used, because laws with a small variance do not need them, and one normal quantile costs as much
/// time as a draw from such a law. All scenarios share both, so that they are compared under the same chance.
pub struct CommonRandomNumbers {
    uniforms: Lanes,
    z: OnceCell<Lanes>,
}

impl CommonRandomNumbers {
    /// Wraps given uniforms, each strictly between 0 and 1.
    #[inline]
    pub fn new(uniforms: Lanes) -> Self {
        Self { uniforms, z: OnceCell::new() }
    }

    /// Generates the numbers of a decision; the arguments are those of [`uniforms`].
    #[inline]
    pub fn draw(seed: u64, key: DrawKey, month: u32, bucket: u32, block: u32) -> Self {
        Self::new(uniforms(seed, key, month, bucket, block))
    }

    /// The uniforms, one for each run.
    #[inline]
    pub fn uniforms(&self) -> &Lanes {
        &self.uniforms
    }

    /// The standard normal quantiles z = Φ⁻¹(u) of the uniforms, one for each run.
    #[inline]
    pub fn z(&self) -> &Lanes {
        self.z.get_or_init(|| normal::quantiles(&self.uniforms))
    }
}

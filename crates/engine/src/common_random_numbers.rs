//! The luck of an event, as the laws use it.

use super::normal;
use super::stream::{DrawKey, Lanes, uniforms};
use std::cell::OnceCell;

/// The uniforms of an event for one block of runs, and their normal quantiles once somebody asks for them. All
/// scenarios share both. Laws of a small variance never ask, and a normal quantile costs as much as such a draw.
pub struct CommonRandomNumbers {
    uniforms: Lanes,
    z: OnceCell<Lanes>,
}

impl CommonRandomNumbers {
    /// The luck of these uniforms, each strictly between 0 and 1.
    #[inline]
    pub fn new(uniforms: Lanes) -> Self {
        Self { uniforms, z: OnceCell::new() }
    }

    /// The luck of an event; see [`uniforms`].
    #[inline]
    pub fn draw(seed: u64, key: DrawKey, month: u32, bucket: u32, block: u32) -> Self {
        Self::new(uniforms(seed, key, month, bucket, block))
    }

    /// One uniform a run.
    #[inline]
    pub fn uniforms(&self) -> &Lanes {
        &self.uniforms
    }

    /// The normal quantiles of the uniforms.
    #[inline]
    pub fn z(&self) -> &Lanes {
        self.z.get_or_init(|| normal::quantiles(&self.uniforms))
    }
}

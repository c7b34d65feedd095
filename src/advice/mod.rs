//! What to do: which inputs matter most, and what moving a lever is worth.
//!
//! Built on the expected path, which is exact and quick, and on simulated runs where luck has a say. It knows nothing
//! of pictures, of pages or of workers.

mod outcome;
pub mod shapley;
mod shares;
mod tornado;
mod worth;

pub use outcome::Outcome;
pub use shares::{Sampled, Sampling, Share, Shares, shares};
pub use tornado::{Swing, Tornado, tornado};
pub use worth::{Lever, Worth, exchange, worth};

/// Differences up to this share of what they are differences of are dust of arithmetic: a mechanism that is on and does
/// nothing adds numbers up in another order.
const DUST: f64 = 1e-9;

/// The greatest first; of those that differ by dust of `scale` alone, in the order that they have.
fn sort_down<T>(list: &mut [T], scale: f64, by: impl Fn(&T) -> f64) {
    let dust = f64::max(DUST * scale.abs(), f64::MIN_POSITIVE);
    let level = |item: &T| libm::round(by(item) / dust);
    list.sort_by(|a, b| level(b).total_cmp(&level(a)));
}

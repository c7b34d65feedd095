//! The Monte Carlo engine: random streams, laws of counts, one month, one block of runs, and the expected path.
//!
//! It takes checked inputs only and so returns no errors. It knows nothing of quantiles, of threads or workers, of
//! words or pictures. A run is a function of (inputs, seed, run index) alone.

mod expected;
pub mod law;
mod luck;
mod month;
pub mod normal;
mod plan;
pub mod stream;

pub use expected::{Expected, expected};
pub use luck::Luck;
pub use month::Month;
pub use plan::Plan;
pub use stream::{LANES, Lane};

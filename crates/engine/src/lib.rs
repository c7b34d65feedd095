//! The Monte Carlo engine: random streams, laws of counts, one month, one block of runs, and the expected path.
//!
//! It takes checked inputs only and so returns no errors. It knows nothing of quantiles, of threads or workers, of
//! words or pictures. A run is a function of (inputs, seed, run index) alone.
//!
//! One month is written once: `business` is a scenario through time, `line` the customers of a plan, `prospects`
//! their chances, `trials` who is to join. `fate` decides whether counts are drawn (`drawn`) or replaced by their
//! means (`expected`; `given` for many inputs side by side).

mod apportion;
mod business;
mod cohort;
mod drawn;
mod expected;
mod fate;
mod given;
pub mod law;
mod line;
mod luck;
pub mod normal;
mod plan;
mod prospects;
mod quantity;
mod rates;
pub mod stream;
mod trials;

pub use cohort::{Cohort, Left, remaining, survival, triangle};
pub use expected::{Expected, expected};
pub use given::given;
pub use luck::Luck;
pub use plan::Plan;
pub use quantity::{Month, Quantity};
pub use rates::Drawable;
pub use stream::{LANES, Lane};

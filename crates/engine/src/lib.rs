//! The Monte Carlo engine: random streams, laws of counts, one month, one block of runs, and the expected path.
//!
//! It takes checked inputs only and so returns no errors. It knows nothing of quantiles of results, of threads or
//! workers, of words or pictures. A run is a function of (inputs, seed, run index) alone.
//!
//! The code of one month exists once: `scenario_state` is a scenario over time, `customer_base` the customers of one
//! plan, `transition_rates` their probabilities of leaving, `trials` the people who may become customers.
//! A `count_model` decides how counts come about: `monte_carlo` draws them, `Expectation` replaces them by their means
//! (`expected` for one set of inputs; `conditional_mean` for many sets side by side).
//!
//! A *lane* is one place in an array of [`LANES`] numbers: one run of a block of [`LANES`] runs that are simulated side
//! by side, so that the compiler can vectorise the loops (SIMD).

mod apportion;
mod cohort;
mod common_random_numbers;
mod conditional_mean;
mod count_model;
mod customer_base;
mod elementary;
mod expected;
pub mod law;
mod monte_carlo;
mod month_inputs;
pub mod normal;
mod prepared_study;
mod quantity;
mod scenario_state;
pub mod stream;
mod transition_rates;
mod trials;

pub use cohort::{Cohort, Retained, cohort_retention, cohort_triangle, survival};
pub use common_random_numbers::CommonRandomNumbers;
pub use conditional_mean::conditional_mean;
pub use expected::{Expected, expected};
pub use month_inputs::RandomInput;
pub use prepared_study::PreparedStudy;
pub use quantity::{Month, Quantity};
pub use stream::{LANES, Lanes};

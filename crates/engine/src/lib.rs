//! The Monte Carlo engine. It generates random numbers, draws counts from their laws (probability distributions),
//! simulates blocks of runs month by month, and computes the expected path.
//!
//! The engine accepts only checked studies, so its functions return no errors. Summaries, threads, texts and charts are
//! the work of other crates. A run depends only on the inputs, the seed and the index of the run.
//!
//! The code of one month exists only once. `scenario_state` advances a scenario by one month, and `customer_base`
//! advances the customers of one plan. `transition_rates` computes their probabilities of leaving. `trials` holds the
//! trials of people who may become customers.
//!
//! A `count_model` decides where the counts of a month come from. `monte_carlo` draws them at random. `Expectation`
//! replaces each count by its mean: `expected` uses it for one set of inputs, and `conditional_mean` for [`LANES`] sets
//! of inputs at the same time.
//!
//! A *lane* is one place in an array of [`LANES`] numbers. It belongs to one run of a block. The [`LANES`] runs of a
//! block are simulated side by side, so that the compiler can vectorise the loops (SIMD).

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

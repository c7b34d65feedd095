//! The Monte Carlo engine. It generates random numbers, draws counts from their laws (probability distributions),
//! simulates blocks of runs month by month, and computes the expected path.
//!
//! The engine accepts only checked studies, so its functions return no errors. Other crates compute summaries, start
//! threads, and make texts and charts. A run depends only on the inputs, the seed and the index of the run.
//!
//! The simulation and the expected path use the same code for a month. The module `scenario_state` advances a scenario
//! by one month. It calls `customer_base`, which advances the customers of one plan. `transition_rates` computes the
//! probabilities that customers leave. `trials` holds the trials of people who may become customers.
//!
//! The count model (`count_model`) decides how the counts of a month are found. The model in `monte_carlo` draws the
//! counts at random. The model `Expectation` replaces each count by its mean. The module `expected` uses `Expectation`
//! for one set of inputs. `conditional_mean` uses it for [`LANES`] sets of inputs at the same time.
//!
//! A *block* is a group of [`LANES`] runs. They are simulated side by side, so that the compiler can vectorise the
//! loops (SIMD). A *lane* is one place in an array of [`LANES`] numbers, and each lane belongs to one run of the block.

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

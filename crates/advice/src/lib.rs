//! Advice about a study: which inputs matter most, the value of moving a lever, goal seek, and the effects of the cards
//! of the playbook.
//!
//! Some of the advice is computed from the expected path, which is exact and quick. Where chance matters, the advice is
//! computed from simulated runs. The function [`answer`] answers a [`Question`] about the first scenario of a study.
//! Questions and answers can be serialized, so that a worker can compute the answer. The crate depends neither on
//! charts nor on the page nor on workers.

mod acquire_or_retain;
mod best_schedule;
mod card_effects;
mod goal_seek;
mod grid;
mod lever;
mod lever_values;
mod outcome;
mod question;
mod schedule;
pub mod shapley;
mod statistic;
mod tolerance;
mod tornado;
mod variance_decomposition;
mod what_if;

pub use acquire_or_retain::{AcquireOrRetain, Comparison, RetentionSpending};
pub use best_schedule::best_schedule;
pub use card_effects::{CombinedEffect, combined_effect};
pub use goal_seek::{Bound, Goal, GoalSeek, GoalSeekResult};
pub use grid::Grid;
pub use lever::Lever;
pub use lever_values::{LeverValue, exchange_rates, lever_values};
pub use outcome::Outcome;
pub use question::{Answer, Question, answer};
pub use schedule::{ScheduledCard, with_schedule};
pub use statistic::Statistic;
pub use tornado::{Swing, Tornado, tornado};
pub use variance_decomposition::{BlockSums, VarianceDecomposition, VarianceShare, VarianceShares, variance_shares};
pub use what_if::with_input;

//! What to do: which inputs matter most, what moving a lever is worth, how to reach a goal, and what the cards of the
//! playbook bring.
//!
//! Built on the expected path, which is exact and quick, and on simulated runs where luck has a say. A [`Question`] about
//! the one scenario of a study has an [`answer`] in plain numbers, so that it can be asked of a worker; what the numbers
//! mean, the module of the question knows. The room knows nothing of pictures, of pages or of workers.

mod best;
mod cards;
mod grid;
mod outcome;
mod question;
mod sample;
mod seek;
mod variant;
mod versus;

pub use best::{Start, best};
pub use cards::{Bundle, bundle};
pub use grid::Grid;
pub use outcome::Outcome;
pub use question::{Question, answer};
pub use sample::Figure;
pub use seek::{Found, Goal, Seek, Side};
pub use versus::{Contest, VERSUS_RUNS_MAX};

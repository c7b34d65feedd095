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
pub mod shapley;
mod shares;
mod tornado;
mod variant;
mod versus;
mod worth;

pub use best::{Start, best, played};
pub use cards::{Bundle, bundle};
pub use grid::Grid;
pub use outcome::Outcome;
pub use question::{Question, answer};
pub use sample::Figure;
pub use seek::{Found, Goal, Seek, Side};
pub use shares::{Sampled, Sampling, Share, Shares, shares};
pub use tornado::{Swing, Tornado, tornado};
pub use variant::with_input;
pub use versus::{Contest, Means};
pub use worth::{Lever, Worth, exchange, worth};

/// Differences up to this share of what they are differences of are dust of arithmetic: a mechanism that is on and does
/// nothing adds numbers up in another order.
const DUST: f64 = 1e-9;

/// The greatest first; of those that differ by dust of `scale` alone, in the order that they have.
fn sort_down<T>(list: &mut [T], scale: f64, by: impl Fn(&T) -> f64) {
    let dust = f64::max(DUST * scale.abs(), f64::MIN_POSITIVE);
    let level = |item: &T| libm::round(by(item) / dust);
    sort(list, |a, b| level(a) > level(b));
}

/// Sorts a short list by insertion; what neither comes before the other stays in order. The library's sorting is a hundred
/// times the code, anew for every type.
fn sort<T>(list: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && is_before(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

//! What a business is: the inputs declared once, checked values, study files, links and presets.
//!
//! This room imports no other. It names what is wrong with a study by place and fault; `text` finds the words. It knows
//! nothing of random numbers, of time, of pictures or of pages.

mod check;
mod estimate;
pub mod file;
pub mod input;
mod joint;
pub mod link;
pub mod presets;
mod problem;
mod study;
mod values;

pub use check::{CheckedScenario, CheckedStudy};
pub use estimate::{End, Estimate, Prior, Z_95};
pub use input::{Input, Key, Stage, Unit};
pub use problem::{Expected, Fault, Place, Problem};
pub use study::{Inputs, Scenario, Study};
pub use values::{Values, trials};

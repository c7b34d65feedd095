//! What a business is: the inputs declared once, plans, survival curves, events and correlations, checked values, study
//! files, links, presets, and the cards of the playbook.
//!
//! This room imports no other. It names what is wrong with a study by place and fault; `text` finds the words. It knows
//! nothing of random numbers, of time, of pictures or of pages.

mod check;
mod checked;
mod correlation;
mod curve;
mod decimal;
mod estimate;
mod event;
pub mod file;
pub mod input;
mod joint;
mod line_style;
pub mod link;
mod part;
mod plans;
pub mod playbook;
pub mod presets;
mod problem;
mod slider;
mod spoken;
mod study;
mod survival;
mod unit;

pub use checked::{CheckedPlan, CheckedScenario, CheckedStudy};
pub use correlation::{Copula, cholesky};
pub use decimal::read_decimal;
pub use estimate::{End, Estimate, Prior, Z_95, rounded};
pub use event::{Action, CheckedEvent, Event};
pub use input::{Input, Key, Stage};
pub use line_style::LineStyle;
pub use part::Part;
pub use problem::{Expected, Fault, Place, Problem};
pub use slider::SliderScale;
pub use spoken::Spoken;
pub use study::{Correlation, FirstMonth, Inputs, Measure, Plan, Scenario, Study, Survival, Target};
pub use survival::sbg_hazard;
pub use unit::Unit;

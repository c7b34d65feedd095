//! The description of a business: the table of inputs, plans, survival curves, events, correlations, checked studies,
//! study files, links, presets, and the cards of the playbook.
//!
//! This crate depends on no other crate of the project. It reports an error in a study as a field path and an error
//! kind, and the crate `text` makes a sentence from the two. This crate draws no random numbers, reads no clock, and
//! contains neither charts nor parts of the page.

mod action;
mod cards;
mod check;
mod checked;
mod correlation;
mod curve;
mod decimal;
mod estimate;
mod event;
pub mod file;
mod hazard;
pub mod input;
mod joint_constraints;
mod line_style;
pub mod link;
mod plans;
pub mod playbook;
pub mod presets;
mod rate_period;
mod rounding;
mod section;
mod slider;
mod slider_scale;
mod study;
mod survival;
mod unit;
mod validation_error;

pub use action::Action;
pub use checked::{CheckedPlan, CheckedScenario, CheckedStudy};
pub use correlation::{Copula, cholesky};
pub use decimal::parse_decimal;
pub use estimate::{End, Estimate, Prior, Z_95};
pub use event::{CheckedEvent, Event};
pub use input::{Input, Key, Stage};
pub use line_style::LineStyle;
pub use rate_period::RatePeriod;
pub use rounding::round_to_digits;
pub use section::Section;
pub use slider_scale::SliderScale;
pub use study::{Correlation, FirstMonth, Inputs, Measure, Plan, Scenario, Study, Target};
pub use survival::{Survival, sbg_hazard};
pub use unit::Unit;
pub use validation_error::{ErrorKind, ExpectedType, FieldPath, ValidationError};

//! What a business is: the inputs declared once, plans, survival curves, events and correlations, checked values, study
//! files, links, presets, and the cards of the playbook.
//!
//! This room imports no other. It names what is wrong with a study by place and fault; `text` finds the words. It knows
//! nothing of random numbers, of time, of pictures or of pages.

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
pub use validation_error::{ErrorKind, Expected, FieldPath, ValidationError};

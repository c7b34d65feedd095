//! From a summary to a picture, on any plotters backend: a canvas in the browser, SVG in the tests.
//!
//! A chart is handed its words, its number formats and its colours, and gives back the geometry that a crosshair needs.
//! Pure geometry is kept apart in [`scale`]. The room knows nothing of the page, of languages or of how a summary came
//! about.

pub mod fan;
pub mod scale;
mod theme;

pub use fan::{Curve, Fan, draw_fan};
pub use scale::Frame;
pub use theme::Theme;

//! From a summary to a picture, on any plotters backend: a canvas in the browser, SVG in files and tests.
//!
//! A chart is plain data with its words; it is handed number formats, colours and a way to measure text. It draws shapes
//! on a [`Sheet`], which [`paint`] gives to plotters, and returns the geometry that a crosshair needs. What can be read
//! off at a place, and all of its numbers as a table, come from the same data: see [`Chart`]. Pure geometry is kept apart
//! in [`scale`]. The room knows nothing of the page, of languages or of how a summary came about.

mod axes;
mod fan;
mod figures;
pub mod hill;
pub mod scale;
mod sheet;
mod theme;

pub use fan::{Columns, Curve, Fan};
pub use figures::{Chart, Look, Reading, ReadingRow, Spot, Table};
pub use scale::Frame;
pub use sheet::{Align, Formats, Point, Shape, Sheet, paint};
pub use theme::Theme;

//! From a summary to a picture, on any plotters backend: a canvas in the browser, SVG in files and tests.
//!
//! A chart is plain data with its words; it is handed number formats, colours and a way to measure text. It draws shapes
//! on a [`Sheet`], which [`paint`] gives to plotters, and returns the geometry that a crosshair needs. What can be read
//! off at a place, and all of its numbers as a table, come from the same data: see [`Chart`]. Pure geometry is kept apart
//! in [`scale`] and [`Bins`]. The room knows nothing of the page, of languages or of how a summary came about.

mod axes;
mod bars;
mod bins;
mod cohorts;
mod contours;
mod dashes;
mod distribution;
mod dots;
mod fan;
mod figures;
mod gap;
mod heat;
mod hill;
mod histogram;
mod labels;
mod movements;
pub mod scale;
mod shades;
mod sheet;
mod survival;
mod theme;
mod tornado;

pub use bins::Bins;
pub use cohorts::{Cohort, Cohorts};
pub use distribution::{Distribution, Spread, SpreadWords};
pub use fan::{Columns, Curve, Fan};
pub use figures::{Chart, Look, Reading, ReadingRow, Spot, Table};
pub use gap::Gap;
pub use heat::Heat;
pub use hill::Hill;
pub use movements::{Movement, Movements};
pub use scale::Frame;
pub use sheet::{Align, Formats, Point, Shape, Sheet, paint};
pub use survival::{Lasting, Survival, half_life};
pub use theme::Theme;
pub use tornado::{Tornado, TornadoBar};

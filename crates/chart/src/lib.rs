//! Charts: they turn the numbers of a summary into a picture, on any backend of plotters. The browser uses a canvas and
//! SVG; the tests use SVG.
//!
//! A [`Chart`] is plain data with its labels. Number formats, colours and a function that measures text are passed in.
//! A chart draws shapes into a [`Drawing`], which [`paint`] gives to plotters. It returns the [`PlotArea`], with which
//! a crosshair finds the column and the row under the pointer. The texts at a position and the table of all numbers
//! come from the same data. This crate does not depend on the page, on a language or on the way in which a summary was
//! computed.

mod axes;
mod bins;
mod chart;
mod cohorts;
mod color_scale;
mod contours;
mod dashes;
mod density;
mod distribution;
mod dots;
mod drawing;
mod extent;
mod fan;
mod formats;
mod gap;
mod heat_map;
mod histogram;
mod labels;
mod movements;
mod paint;
mod paths;
mod plot_area;
mod scenario_distribution;
mod shape;
mod survival;
mod theme;
mod ticks;
mod tornado;
mod tornado_bars;
mod tornado_chart;

pub use bins::Bins;
pub use chart::{Chart, PlotPosition, Reading, ReadingRow, SeriesStyle, Table};
pub use cohorts::{CohortChart, CohortRow};
pub use density::DensityCurve;
pub use distribution::{DistributionChart, DistributionLabels};
pub use drawing::Drawing;
pub use fan::{Curve, FanChart};
pub use formats::Formats;
pub use gap::GapChart;
pub use heat_map::HeatMap;
pub use movements::{Movement, MovementsChart};
pub use paint::paint;
pub use paths::PathLabels;
pub use plot_area::{HorizontalScale, PlotArea, VerticalScale};
pub use scenario_distribution::ScenarioDistribution;
pub use shape::{Align, Point, Shape};
pub use survival::{SurvivalChart, SurvivalCurve, half_life};
pub use theme::Theme;
pub use tornado::{TornadoBar, TornadoChart};

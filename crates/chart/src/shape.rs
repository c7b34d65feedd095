//! The shapes of which a picture consists.

use plotters::style::{RGBAColor, RGBColor};

/// A point of a drawing, in the backend's units: to the right, and downwards.
pub type Point = (f64, f64);

/// The part of a text that stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A shape, with lengths in the backend's units.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Path { points: Vec<Point>, color: RGBAColor, width: f64 },
    Area { points: Vec<Point>, color: RGBAColor },
    Dot { at: Point, radius: f64, color: RGBAColor },
    Text { text: String, at: Point, anchor: Align, color: RGBColor },
}

//! The shapes that a picture consists of.

use plotters::style::{RGBAColor, RGBColor};

/// A point of a drawing, in the backend's units. The first coordinate grows to the right, and the second grows
/// downwards.
pub type Point = (f64, f64);

/// The horizontal alignment of a text: whether its left end, its centre or its right end is at the point of the text.
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

//! A drawing: the list of shapes of a chart. Plotters then paints these shapes on any of its backends.
//!
//! Charts write to this list and not to a backend, so their code is compiled once and not once for each backend. The
//! backends are a canvas and SVG in the browser, and SVG in the tests.

use super::dashes::{dashes, interrupted};
use super::formats::Formats;
use super::plot_area::PlotArea;
use super::shape::{Align, Point, Shape};
use super::theme::Theme;
use holdfast_scenario::LineStyle;
use plotters::style::{Color, RGBAColor, RGBColor};

/// A drawing, with the theme, the number formats and the measure of texts that a chart uses to draw.
pub struct Drawing<'a> {
    /// The width in the backend's units.
    pub width: f64,
    /// The height in the backend's units.
    pub height: f64,
    pub theme: &'a Theme,
    pub formats: &'a Formats<'a>,
    /// Returns the width of a text in the theme's font, in the backend's units.
    pub measure: &'a dyn Fn(&str) -> f64,
    /// The shapes in the order of painting. A later shape covers earlier shapes.
    pub shapes: Vec<Shape>,
}

impl<'a> Drawing<'a> {
    /// An empty drawing with a width and a height in the backend's units.
    pub fn new(
        (width, height): (f64, f64),
        theme: &'a Theme,
        formats: &'a Formats<'a>,
        measure: &'a dyn Fn(&str) -> f64,
    ) -> Self {
        Self { width, height, theme, formats, measure, shapes: Vec::new() }
    }

    /// The distance between two lines of text, in the backend's units.
    pub fn line_height(&self) -> f64 {
        self.theme.px(self.theme.font_px * 1.35)
    }

    /// The usual space between two elements of a picture, in the backend's units.
    pub fn margin(&self) -> f64 {
        self.theme.px(8.0)
    }

    /// The width of the widest of these texts, in the backend's units.
    pub fn widest(&self, texts: &[String]) -> f64 {
        texts.iter().fold(0.0, |widest, text| f64::max(widest, (self.measure)(text)))
    }

    /// Adds a text. Its vertical centre is at `at`. `anchor` says whether its left end, its middle or its right end is
    /// at `at`.
    pub fn text(&mut self, text: &str, at: Point, anchor: Align, color: RGBColor) {
        self.shapes.push(Shape::Text { text: text.into(), at, anchor, color });
    }

    /// Adds a text, which is shortened if it is wider than `room`.
    pub fn text_within(&mut self, text: &str, at: Point, anchor: Align, color: RGBColor, room: f64) {
        let text = self.shortened(text, room);
        self.text(&text, at, anchor, color);
    }

    /// Moves all shapes down, makes the drawing higher, and adds a title above the shapes. Does nothing if the title is
    /// empty.
    pub fn head(&mut self, title: &str) {
        if title.is_empty() {
            return;
        }
        let (down, margin) = (1.5 * self.line_height(), self.margin());
        for shape in &mut self.shapes {
            match shape {
                Shape::Path { points, .. } | Shape::Area { points, .. } => {
                    points.iter_mut().for_each(|at| at.1 += down)
                }
                Shape::Dot { at, .. } | Shape::Text { at, .. } => at.1 += down,
            }
        }
        self.height += down;
        self.text_within(
            title,
            (margin, 0.8 * self.line_height()),
            Align::Left,
            self.theme.text,
            self.width - 2.0 * margin,
        );
    }

    /// Adds a text in the middle of an empty plot. The text is broken into as many lines as it needs.
    pub fn note(&mut self, text: &str, plot: &PlotArea) {
        let room = plot.right - plot.left;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if (self.measure)(&[&*line, " ", word].concat()) <= room => *line += &[" ", word].concat(),
                _ => lines.push(word.into()),
            }
        }
        let (x, muted) = (0.5 * (plot.left + plot.right), self.theme.muted);
        let mut y = 0.5 * (plot.top + plot.bottom) - 0.5 * (lines.len() as f64 - 1.0) * self.line_height();
        for line in lines {
            self.text_within(&line, (x, y), Align::Center, muted, room);
            y += self.line_height();
        }
    }

    /// The text, shortened with an ellipsis if it is wider than `room`. Empty if not even the ellipsis fits.
    pub fn shortened(&self, text: &str, room: f64) -> String {
        if (self.measure)(text) <= room {
            return text.into();
        }
        let mut short: String = text.into();
        while short.pop().is_some() {
            let cut = short.trim_end().to_string() + "…";
            if (self.measure)(&cut) <= room {
                return cut;
            }
        }
        String::new()
    }

    /// Adds a line of width `css_px` through points. The line has gaps at points that are not finite. A single point
    /// between two gaps becomes a dot.
    pub fn path(&mut self, points: &[Point], color: RGBAColor, css_px: f64, style: LineStyle) {
        let width = self.theme.px(css_px).round().max(1.0);
        let lengths: Vec<f64> = dashes(style).iter().map(|length| length * width).collect();
        for part in points.split(|(x, y)| !x.is_finite() || !y.is_finite()) {
            if part.len() == 1 {
                self.dot(part[0], css_px, color);
            } else if lengths.is_empty() && part.len() > 1 {
                self.shapes.push(Shape::Path { points: part.to_vec(), color, width });
            } else {
                let cut = interrupted(part, &lengths);
                self.shapes.extend(cut.into_iter().map(|points| Shape::Path { points, color, width }));
            }
        }
    }

    /// Adds a straight, solid line.
    pub fn line(&mut self, from: Point, to: Point, color: RGBColor, css_px: f64) {
        self.path(&[from, to], color.to_rgba(), css_px, LineStyle::Solid);
    }

    /// Adds the area between an upper and a lower edge. Both edges must have points at the same horizontal coordinates.
    /// The area has gaps where a vertical coordinate is not finite.
    pub fn band(&mut self, upper: &[Point], lower: &[Point], color: RGBAColor) {
        let is_drawn = |at: &usize| upper[*at].1.is_finite() && lower[*at].1.is_finite();
        let all: Vec<usize> = (0..upper.len().min(lower.len())).collect();
        for part in all.split(|at| !is_drawn(at)).filter(|part| !part.is_empty()) {
            let points = part.iter().map(|&at| upper[at]).chain(part.iter().rev().map(|&at| lower[at])).collect();
            self.shapes.push(Shape::Area { points, color });
        }
    }

    /// Adds a filled rectangle, given by two opposite corners.
    pub fn rectangle(&mut self, (left, top): Point, (right, bottom): Point, color: RGBAColor) {
        let points = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
        self.shapes.push(Shape::Area { points, color });
    }

    /// Adds a filled circle with the centre `at`.
    pub fn dot(&mut self, at: Point, radius_css_px: f64, color: RGBAColor) {
        self.shapes.push(Shape::Dot { at, radius: self.theme.px(radius_css_px), color });
    }
}

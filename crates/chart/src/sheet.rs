//! What a chart draws on: a list of shapes, which plotters then paints on any of its backends.
//!
//! Between the two lies a list, so that a chart is compiled once however many backends there are: a canvas and SVG in the
//! browser, SVG in the tests.

use super::dashes::{dashes, interrupted};
use super::scale::Frame;
use super::theme::Theme;
use holdfast_scenario::{LineStyle, Unit};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A place on the sheet, in the backend's units: to the right, and down.
pub type Point = (f64, f64);

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Path { points: Vec<Point>, color: RGBAColor, width: f64 },
    Area { points: Vec<Point>, color: RGBAColor },
    Dot { at: Point, radius: f64, color: RGBAColor },
    Text { text: String, at: Point, anchor: Align, color: RGBColor },
}

/// How numbers are written.
pub struct Formats<'a> {
    /// At a tick of an axis.
    pub tick: &'a dyn Fn(f64, Unit) -> String,
    /// As a figure to read off.
    pub value: &'a dyn Fn(f64, Unit) -> String,
    /// From one figure to another.
    pub range: &'a dyn Fn(f64, f64, Unit) -> String,
    /// The name of a month.
    pub month: &'a dyn Fn(usize) -> String,
}

/// The sheet.
pub struct Sheet<'a> {
    /// In the backend's units.
    pub width: f64,
    /// In the backend's units.
    pub height: f64,
    pub theme: &'a Theme,
    pub formats: &'a Formats<'a>,
    /// The width of a text in the theme's type, in the backend's units.
    pub measure: &'a dyn Fn(&str) -> f64,
    /// What has been drawn, the lowest first.
    pub shapes: Vec<Shape>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet.
    pub fn new(
        (width, height): (f64, f64),
        theme: &'a Theme,
        formats: &'a Formats<'a>,
        measure: &'a dyn Fn(&str) -> f64,
    ) -> Self {
        Self { width, height, theme, formats, measure, shapes: Vec::new() }
    }

    /// From one line of text to the next.
    pub fn line_height(&self) -> f64 {
        self.theme.px(self.theme.font_px * 1.35)
    }

    /// The space between things that stand apart.
    pub fn margin(&self) -> f64 {
        self.theme.px(8.0)
    }

    /// The width of the widest of some texts.
    pub fn widest(&self, texts: &[String]) -> f64 {
        texts.iter().fold(0.0, |widest, text| f64::max(widest, (self.measure)(text)))
    }

    /// A text, centred on a height.
    pub fn text(&mut self, text: &str, at: Point, anchor: Align, color: RGBColor) {
        self.shapes.push(Shape::Text { text: text.into(), at, anchor, color });
    }

    /// A text that is cut off where it would be wider than `room`.
    pub fn text_within(&mut self, text: &str, at: Point, anchor: Align, color: RGBColor, room: f64) {
        let text = self.shortened(text, room);
        self.text(&text, at, anchor, color);
    }

    /// Moves all that is drawn down, and puts a title above it; nothing where it is empty.
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

    /// Words in the middle of a plot that has nothing to show, in as many lines as they take.
    pub fn note(&mut self, text: &str, frame: &Frame) {
        let room = frame.right - frame.left;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if (self.measure)(&[&*line, " ", word].concat()) <= room => *line += &[" ", word].concat(),
                _ => lines.push(word.into()),
            }
        }
        let (x, muted) = (0.5 * (frame.left + frame.right), self.theme.muted);
        let mut y = 0.5 * (frame.top + frame.bottom) - 0.5 * (lines.len() as f64 - 1.0) * self.line_height();
        for line in lines {
            self.text_within(&line, (x, y), Align::Center, muted, room);
            y += self.line_height();
        }
    }

    /// As much of a text as there is room for.
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

    /// A line through points; it is interrupted where one of them is not finite.
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

    /// A straight, solid line.
    pub fn line(&mut self, from: Point, to: Point, color: RGBColor, css_px: f64) {
        self.path(&[from, to], color.to_rgba(), css_px, LineStyle::Solid);
    }

    /// The area between an upper and a lower edge, which have a point each at the same places; gaps as in a path.
    pub fn band(&mut self, upper: &[Point], lower: &[Point], color: RGBAColor) {
        let is_drawn = |at: &usize| upper[*at].1.is_finite() && lower[*at].1.is_finite();
        let all: Vec<usize> = (0..upper.len().min(lower.len())).collect();
        for part in all.split(|at| !is_drawn(at)).filter(|part| !part.is_empty()) {
            let points = part.iter().map(|&at| upper[at]).chain(part.iter().rev().map(|&at| lower[at])).collect();
            self.shapes.push(Shape::Area { points, color });
        }
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&mut self, (left, top): Point, (right, bottom): Point, color: RGBAColor) {
        let points = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
        self.shapes.push(Shape::Area { points, color });
    }

    /// A filled circle.
    pub fn dot(&mut self, at: Point, radius_css_px: f64, color: RGBAColor) {
        self.shapes.push(Shape::Dot { at, radius: self.theme.px(radius_css_px), color });
    }
}

/// Paints shapes with plotters.
///
/// # Errors
/// Whatever the backend cannot draw.
pub fn paint<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    shapes: &[Shape],
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let pixel = |(x, y): Point| (x.round() as i32, y.round() as i32);
    let pixels = |points: &[Point]| points.iter().copied().map(pixel).collect::<Vec<_>>();
    area.fill(&theme.background)?;
    for shape in shapes {
        match shape {
            Shape::Path { points, color, width } => {
                area.draw(&PathElement::new(pixels(points), color.stroke_width(*width as u32)))?;
            }
            Shape::Area { points, color } => area.draw(&Polygon::new(pixels(points), color))?,
            Shape::Dot { at, radius, color } => {
                area.draw(&Circle::new(pixel(*at), radius.round() as u32, color.filled()))?;
            }
            Shape::Text { text, at, anchor, color } => {
                // By its name as it is: plotters would look for generic names in it, in whatever case.
                let family = FontFamily::Name(&theme.font);
                let font = FontDesc::new(family, theme.px(theme.font_px), FontStyle::Normal);
                let side = match anchor {
                    Align::Left => HPos::Left,
                    Align::Center => HPos::Center,
                    Align::Right => HPos::Right,
                };
                let style = font.color(color).pos(Pos::new(side, VPos::Center));
                area.draw(&Text::new(text.as_str(), pixel(*at), style))?;
            }
        }
    }
    area.present()
}

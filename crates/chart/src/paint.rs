//! Painting of shapes with plotters, on any of its backends.

use super::shape::{Align, Point, Shape};
use super::theme::Theme;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Fills the area with the theme's background and paints the shapes on it.
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
                // `theme.font` is a list of CSS families, which is passed on unchanged. `FontFamily::from` would
                // compare the list with generic names such as "serif".
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

//! Puts a chart onto a canvas, into an SVG text or into a PNG file.

use super::super::model::App;
use super::super::theme;
use super::super::words::words;
use super::canvas::{Canvas, FINE, text_width};
use holdfast_chart::{Chart, Drawing, Formats, PlotArea, Theme, paint};
use holdfast_scenario::{FirstMonth, Study, Unit};
use holdfast_text::args;
use leptos::prelude::*;
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The size of a picture in CSS pixels, and device pixels to each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
    pub scale: f64,
}

impl Size {
    /// The chart's units to a CSS pixel.
    pub fn units(self) -> f64 {
        self.scale.max(0.1) * FINE
    }
}

/// What the figures of a study are written with.
#[derive(Clone, Debug, PartialEq)]
pub struct Figuring {
    currency: String,
    first_month: FirstMonth,
}

impl Figuring {
    /// As the study says, or the last one that had no problem.
    pub fn of(app: App) -> Self {
        app.checked.with(|study| {
            let Study { currency, first_month, .. } = study.source();
            Self { currency: currency.clone(), first_month: *first_month }
        })
    }

    /// "Month 24 · Dec 2027". Month 0 is the one before the first.
    pub fn month(&self, month: usize) -> String {
        let count = 12 * self.first_month.year + self.first_month.month + month as u64 - 2;
        let date = words().locale().month(count / 12, count % 12 + 1);
        words().chart_month(args::ChartMonth { month: &month.to_string(), date: &date })
    }

    /// Calls `with` with the number formats of the language in use.
    pub fn with<T>(&self, with: impl FnOnce(&Formats<'_>) -> T) -> T {
        let (locale, currency) = (words().locale(), &self.currency);
        let value = |value: f64, unit: Unit| locale.short(value, unit, currency);
        with(&Formats {
            tick: &|value, unit| locale.tick(value, unit, currency),
            value: &value,
            range: &|low, high, unit| {
                words().headline_range(args::HeadlineRange { low: &value(low, unit), high: &value(high, unit) })
            },
            month: &|month| self.month(month),
        })
    }
}

/// Draws on a canvas, which takes this size, and a line's height more where there is a title above the chart.
pub fn on_canvas(
    canvas: &HtmlCanvasElement,
    size: Size,
    theme: &Theme,
    chart: &dyn Chart,
    figuring: &Figuring,
    title: &str,
) -> Option<PlotArea> {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let measure = |text: &str| text_width(&context, theme, text);
    figuring.with(|formats| {
        let mut drawing =
            Drawing::new((size.width * size.units(), size.height * size.units()), theme, formats, &measure);
        let frame = chart.draw(&mut drawing);
        drawing.head(title);
        canvas.set_width((size.width * size.scale).round() as u32);
        canvas.set_height((drawing.height / size.units() * size.scale).round() as u32);
        let area = Canvas::new(canvas.clone())?.into_drawing_area();
        paint(&area, &drawing.shapes, theme).ok()?;
        Some(frame)
    })
}

/// The chart as an SVG file of this size in CSS pixels, in the colours on the screen; its title as on a canvas.
pub fn as_svg(chart: &dyn Chart, (width, height): (f64, f64), figuring: &Figuring, title: &str) -> Option<String> {
    // Plotters' coordinates are whole numbers: a picture four times as large, shown in its size, keeps curves smooth.
    const FINER: f64 = 4.0;
    let theme = theme::read(FINER)?;
    let context: CanvasRenderingContext2d = new_canvas()?.get_context("2d").ok()??.dyn_into().ok()?;
    let measure = |text: &str| text_width(&context, &theme, text);
    let wide = (width * FINER).round();
    let mut svg = String::new();
    let high = figuring.with(|formats| {
        let mut drawing = Drawing::new((wide, (height * FINER).round()), &theme, formats, &measure);
        chart.draw(&mut drawing);
        drawing.head(title);
        let high = drawing.height.round();
        let area = SVGBackend::with_string(&mut svg, (wide as u32, high as u32)).into_drawing_area();
        paint(&area, &drawing.shapes, &theme).ok()?;
        Some(high)
    })?;
    let own = format!("width=\"{wide}\" height=\"{high}\"");
    Some(svg.replacen(&own, &format!("width=\"{width}\" height=\"{}\"", high / FINER), 1))
}

/// The chart as a canvas of this size in CSS pixels, with two pixels to each, to be saved as a picture.
pub fn as_picture(
    chart: &dyn Chart,
    (width, height): (f64, f64),
    figuring: &Figuring,
    title: &str,
) -> Option<HtmlCanvasElement> {
    let (canvas, size) = (new_canvas()?, Size { width, height, scale: 2.0 });
    on_canvas(&canvas, size, &theme::read(size.units())?, chart, figuring, title)?;
    Some(canvas)
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    document().create_element("canvas").ok()?.dyn_into().ok()
}

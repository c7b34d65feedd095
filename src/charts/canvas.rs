//! A plotters backend on a canvas: plotters-canvas on a finer grid.
//!
//! Plotters' coordinates are whole numbers, in which a flat curve becomes a staircase: here they are eighths of a device
//! pixel, and the context is scaled to match. Text is measured by the canvas itself: plotters would add an element to the
//! page for each label, which is slow and which a strict content security policy breaks.

use holdfast_chart::Theme;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Plotters' units to a device pixel.
pub const FINE: f64 = 8.0;

/// Draws on a canvas, in units of 1/[`FINE`] of its pixels.
pub struct Canvas {
    inner: CanvasBackend,
}

/// The width of a text in the theme's type, in its units.
pub fn text_width(context: &CanvasRenderingContext2d, theme: &Theme, text: &str) -> f64 {
    // In CSS pixels: a font thousands of pixels tall is slow to measure.
    context.set_font(&format!("{}px {}", theme.font_px, theme.font));
    theme.px(context.measure_text(text).map_or(0.0, |measured| measured.width()))
}

type Outcome<T = ()> = Result<T, DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl Canvas {
    /// `None` where the browser gives no 2D context.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_transform(1.0 / FINE, 0.0, 0.0, 1.0 / FINE, 0.0, 0.0).ok()?;
        Some(Self { inner: CanvasBackend::with_canvas_object(canvas)? })
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.inner.get_size();
        (width * FINE as u32, height * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Outcome {
        self.inner.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        let mut points: Vec<BackendCoord> = path.into_iter().collect();
        snap(&mut points, style.stroke_width());
        self.inner.draw_path(points, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        self.inner.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Outcome {
        self.inner.draw_text(text, style, pos)
    }
}

/// Moves a horizontal or vertical line onto whole device pixels, so that it is crisp.
fn snap(points: &mut [BackendCoord], width: u32) {
    let Some(&(x, y)) = points.first() else { return };
    let fine = FINE as i32;
    let half = if (width as i32 / fine) % 2 == 1 { fine / 2 } else { 0 };
    let to_pixel = |at: i32| at.div_euclid(fine) * fine + half;
    if points.iter().all(|point| point.1 == y) {
        points.iter_mut().for_each(|point| point.1 = to_pixel(y));
    } else if points.iter().all(|point| point.0 == x) {
        points.iter_mut().for_each(|point| point.0 = to_pixel(x));
    }
}

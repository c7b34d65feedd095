//! A chart on a canvas, with a crosshair that mouse, touch and arrow keys move.

use super::super::context::context;
use super::super::el::el;
use super::super::html::Html;
use super::super::html::Part::{Own, Text};
use super::super::listen::whenever;
use super::super::live::{Derived, Live, memo};
use super::super::model::App;
use super::super::scenarios::swatch;
use super::super::theme;
use super::super::view::{Tab, View};
use super::super::words::{window, words};
use super::markers::markers;
use super::paper::{Figuring, Size, on_canvas};
use holdfast_chart::{Chart, PlotArea, PlotPosition, Reading, ReadingRow};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// What lies where on a chart that has been drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drawn {
    pub size: Size,
    pub frame: PlotArea,
}

impl Drawn {
    /// A length of the chart in CSS pixels.
    pub fn css(&self, length: f64) -> f64 {
        length / self.size.units()
    }
}

/// Follows the size of an element for as long as the page lives.
fn watch_size(element: &web_sys::Element, size: Live<Size>) {
    let watched = element.clone();
    let measure = move || {
        let rect = watched.get_bounding_client_rect();
        size.set(Size { width: rect.width(), height: rect.height(), scale: window().device_pixel_ratio() });
    };
    measure();
    let callback = Closure::<dyn FnMut()>::new(measure);
    if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
    }
    callback.forget();
}

/// The chart, where `drawn` says afterwards what lies where. `cursor` is what the crosshair points at.
pub fn plot(
    app: App,
    view: View,
    chart: Derived<Arc<dyn Chart>>,
    drawn: Live<Drawn>,
    label: Derived<String>,
) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = Live::new(Size::default());
    let cursor = Live::new(None::<PlotPosition>);
    let figuring = memo(move |_| Figuring::of(app));

    whenever(move || {
        if let Some(canvas) = canvas.get() {
            watch_size(&canvas, size);
        }
    });
    // Read when the theme or the window changes, not whenever a slider moves.
    let scheme = context().scheme;
    let theme = memo(move |_| {
        scheme.changes();
        view.is_presenting.get();
        theme::read(size.get().units())
    });
    whenever(move || {
        let (Some(canvas), Some(theme), size) = (canvas.get(), theme.get(), size.get()) else { return };
        if size.width < 1.0 {
            return;
        }
        let frame = on_canvas(&canvas, size, &theme, &*chart.get(), &figuring.get(), "");
        if let Some(frame) = frame {
            drawn.set(Drawn { size, frame });
        }
    });

    let last = move || {
        let frame = drawn.with(|drawn| drawn.frame);
        PlotPosition { column: frame.columns().saturating_sub(1), row: 0 }
    };
    let shown = move || {
        let (at, last) = (cursor.get().unwrap_or(last()), last());
        PlotPosition {
            column: at.column.min(last.column),
            row: at.row.min(drawn.with(|drawn| drawn.frame.rows.max(1) - 1)),
        }
    };
    let reading = move || {
        let chart = chart.get();
        figuring.with(|figuring| figuring.with(|formats| chart.reading(shown(), formats)))
    };
    let on_pointer = move |event: web_sys::PointerEvent| {
        let Drawn { size, frame } = drawn.get_untracked();
        let (x, y) = (f64::from(event.offset_x()) * size.units(), f64::from(event.offset_y()) * size.units());
        cursor.set(Some(PlotPosition { column: frame.column_at(x), row: frame.row_at(y) }));
    };
    // A finger leaves when it is lifted: what it pointed at stays, until another place is tapped.
    let on_leave = move |event: web_sys::PointerEvent| {
        if event.pointer_type() == "mouse" {
            cursor.set(None);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let PlotPosition { column, row } = untrack(shown);
        let has_rows = drawn.with_untracked(|drawn| drawn.frame.rows > 1);
        let to = match event.key().as_str() {
            "ArrowDown" if has_rows => Some(PlotPosition { column, row: row + 1 }),
            "ArrowUp" if has_rows => Some(PlotPosition { column, row: row.saturating_sub(1) }),
            "ArrowLeft" | "ArrowDown" => Some(PlotPosition { column: column.saturating_sub(1), row }),
            "ArrowRight" | "ArrowUp" => Some(PlotPosition { column: column + 1, row }),
            "PageDown" => Some(PlotPosition { column: column.saturating_sub(12), row }),
            "PageUp" => Some(PlotPosition { column: column + 12, row }),
            "Home" => Some(PlotPosition { column: 0, row }),
            "End" => Some(PlotPosition { column: usize::MAX, row }),
            // Where there is no crosshair to take away, it ends a presentation.
            "Escape" if cursor.get_untracked().is_some() => None,
            _ => return,
        };
        event.prevent_default();
        cursor.set(to);
        // Kept within the chart, so that the way back begins where it ends.
        cursor.set(to.map(|_| untrack(shown)));
    };
    let on_focus = move |_: web_sys::Event| cursor.update(|at| *at = at.or(Some(untrack(last))));
    let readout = move || {
        cursor.get()?;
        let (at, drawn, reading) = (shown(), drawn.get(), reading());
        if reading.rows.is_empty() {
            return None;
        }
        let frame = drawn.frame;
        let x = drawn.css(frame.x(at.column));
        let side = if x > 0.5 * drawn.size.width { "div.readout-place.before" } else { "div.readout-place" };
        let pixels = |length: f64| format!("{length}px");
        let (left, top) = (pixels(x), pixels(drawn.css(frame.y_of_row(at.row))));
        // Over the plot alone: not through the labels of its axes.
        let (edge, wide) = (pixels(drawn.css(frame.left)), pixels(drawn.css(frame.right - frame.left)));
        let row_line = el("div.crosshair.across").style("top", move || top.clone());
        let row_line = row_line.style("left", move || edge.clone()).style("width", move || wide.clone());
        let row_line = (frame.rows > 1).then(|| row_line.view());
        let (above, height) = (pixels(drawn.css(frame.top)), pixels(drawn.css(frame.bottom - frame.top)));
        let (markup, at) = (read_off(&reading), left.clone());
        let column_line = el("div.crosshair").style("left", move || left.clone());
        let column_line = column_line.style("top", move || above.clone()).style("height", move || height.clone());
        let column_line = (frame.columns() > 1).then(|| column_line.view());
        let table = el(side).style("--at", move || at.clone()).el(el("div.readout").markup(move || markup.clone()));
        Some(el("div").children(column_line).children(row_line).el(table).view())
    };
    let spoken = move || {
        let reading = reading();
        let values: Vec<String> =
            reading.rows.iter().map(|row| format!("{}: {} {}", row.name, row.value, row.range)).collect();
        format!("{}. {}", reading.title, values.join("; "))
    };
    // One number for the whole of a chart with rows, so that every place has its own.
    let now = move || {
        let at = shown();
        (at.row * (last().column + 1) + at.column).to_string()
    };
    let most = move || {
        let rows = drawn.with(|drawn| drawn.frame.rows.max(1));
        (rows * (last().column + 1) - 1).to_string()
    };
    let area = el("div.pointer-area").attr("role", "slider").attr("tabindex", "0");
    let area = area
        .attr("aria-label", words().chart_crosshair())
        .attr("aria-valuemin", "0")
        .live("aria-valuemax", move || Some(most()))
        .live("aria-valuenow", move || Some(now()))
        .live("aria-valuetext", move || Some(spoken()))
        .on("pointermove", on_pointer)
        .on("pointerdown", on_pointer)
        .on("pointerleave", on_leave)
        .on("keydown", on_key)
        .on("focus", on_focus)
        .on("blur", move |_: web_sys::Event| cursor.set(None));
    let picture = view! { <canvas node_ref=canvas role="img" aria-label=move || label.get()></canvas> }.into_any();
    let is_fan = memo(move |_| view.tab.get() == Tab::Fan);
    el("div.plot")
        .attr("dir", "ltr")
        .child(picture)
        .shows(readout)
        .el(area)
        .shows(move || is_fan.get().then(|| markers(app, drawn)))
        .view()
}

/// What there is to read off, as a table.
fn read_off(reading: &Reading) -> Html {
    let mut out = Html::fill("<p class=readout-title>{}</p><table><tbody>", &[Text(&reading.title)]);
    for ReadingRow { style, name, value, range } in &reading.rows {
        let swatch = style.map(swatch).unwrap_or_default();
        let row = "<tr><th scope=row>{}{}</th><td><strong>{}</strong></td><td class=range>{}</td></tr>";
        out.add(row, &[Own(swatch), Text(name), Text(value), Text(range)]);
    }
    out.add("</tbody></table>", &[]);
    out
}

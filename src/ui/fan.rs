//! The fan chart on a canvas, with a crosshair that mouse, touch and arrow keys move.

use super::canvas::{Canvas, FINE};
use super::model::App;
use super::scenarios::Swatch;
use super::theme::{theme, watch_scheme};
use super::words::{money_range, window, words};
use crate::chart::{Curve, Fan, Frame, Theme, draw_fan};
use crate::engine::{Quantity, expected};
use crate::summary::{Stats, Track};
use leptos::html;
use leptos::prelude::*;
use plotters::prelude::IntoDrawingArea;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The size of the chart in CSS pixels, and device pixels to each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Size {
    width: f64,
    height: f64,
    scale: f64,
}

impl Size {
    /// The chart's units to a CSS pixel.
    fn units(self) -> f64 {
        self.scale.max(0.1) * FINE
    }
}

/// What is drawn: the expected path of the study as it is now, and the bands of the last simulation.
fn curves(app: App) -> Vec<Curve> {
    let study = app.checked.get();
    let futures = app.futures.get();
    // Of another set of scenarios the bands would be somebody else's.
    let futures = futures.filter(|futures| futures.study.scenarios().len() == study.scenarios().len());
    let source = study.source();
    (0..)
        .zip(study.scenarios().iter().zip(&source.scenarios))
        .map(|(at, (checked, typed))| Curve {
            label: typed.name.clone(),
            color: typed.color,
            expected: expected(checked, study.horizon_months())[Quantity::Mrr].clone(),
            stats: futures
                .as_ref()
                .and_then(|futures| futures.summary.months(Track::own(at, Quantity::Mrr)))
                .unwrap_or_default()
                .to_vec(),
        })
        .collect()
}

fn draw(
    canvas: web_sys::HtmlCanvasElement,
    size: Size,
    theme: &Theme,
    curves: &[Curve],
    currency: &str,
) -> Option<Frame> {
    canvas.set_width((size.width * size.scale).round() as u32);
    canvas.set_height((size.height * size.scale).round() as u32);
    let area = Canvas::new(canvas)?.into_drawing_area();
    let fan = Fan {
        curves,
        month_axis: &words().chart_months(),
        value_axis: &words().chart_mrr(),
        value_label: &|value| words().locale().tick_money(value, currency),
    };
    let frame = draw_fan(&area, &fan, theme).ok()?;
    area.present().ok()?;
    Some(frame)
}

/// Follows the size of an element for as long as the page lives.
fn watch_size(element: &web_sys::Element, size: RwSignal<Size>) {
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

/// The chart.
#[component]
pub fn FanChart() -> impl IntoView {
    let app = expect_context::<App>();
    let canvas = NodeRef::<html::Canvas>::new();
    let (size, scheme) = (RwSignal::new(Size::default()), watch_scheme());
    let frame = RwSignal::new(Frame::default());
    let cursor = RwSignal::new(None::<usize>);
    let curves = Memo::new(move |_| curves(app));
    let currency = Memo::new(move |_| app.checked.get().source().currency.clone());

    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            watch_size(&canvas, size);
        }
    });
    // Read when the system or the window changes, not whenever a slider moves.
    let theme = Memo::new(move |_| {
        scheme.get();
        theme(size.get().units())
    });
    Effect::new(move |_| {
        let (Some(canvas), Some(theme), size) = (canvas.get(), theme.get(), size.get()) else { return };
        if size.width < 1.0 {
            return;
        }
        let drawn = curves.with(|curves| currency.with(|currency| draw(canvas, size, &theme, curves, currency)));
        if let Some(drawn) = drawn {
            frame.set(drawn);
        }
    });

    let last_month = move || app.checked.get().horizon_months();
    let on_pointer = move |event: web_sys::PointerEvent| {
        let x = f64::from(event.offset_x()) * size.get_untracked().units();
        cursor.set(Some(frame.with_untracked(|frame| frame.month_at(x))));
    };
    // A finger leaves when it is lifted: what it pointed at stays, until another place is tapped.
    let on_leave = move |event: web_sys::PointerEvent| {
        if event.pointer_type() == "mouse" {
            cursor.set(None);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let (last, at) = (last_month(), cursor.get_untracked().unwrap_or(last_month()));
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => Some(at.saturating_sub(1)),
            "ArrowRight" | "ArrowUp" => Some((at + 1).min(last)),
            "PageDown" => Some(at.saturating_sub(12)),
            "PageUp" => Some((at + 12).min(last)),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        cursor.set(to);
    };
    let x_css = move |month: usize| frame.with(|frame| frame.x(month)) / size.get().units();
    let on_focus = move |_| cursor.update(|at| *at = at.or(Some(last_month())));
    let readout = move || {
        let month = cursor.get()?.min(last_month());
        let at = x_css(month);
        let to_the_left = at > 0.5 * size.get().width;
        let side = if to_the_left { "readout before" } else { "readout" };
        let left = format!("{at}px");
        Some(view! {
            <div class="crosshair" style:left=left.clone()></div>
            <div class=side style:left=left>
                <p class="readout-title">{words().chart_month(&month.to_string())}</p>
                <table>{move || rows(&curves.get(), month, &currency.get())}</table>
            </div>
        })
    };
    let spoken = move || {
        let month = cursor.get().unwrap_or(last_month());
        let values = curves.with(|curves| values_at(curves, month, &currency.get()));
        let values: Vec<String> =
            values.into_iter().map(|(name, _, median, range)| format!("{name}: {median}, {range}")).collect();
        format!("{}. {}", words().chart_month(&month.to_string()), values.join("; "))
    };
    view! {
        <figure class="chart" dir="ltr">
            <div class="plot">
                <canvas node_ref=canvas role="img" aria-label=words().chart_label()></canvas>
                {readout}
                <div
                    class="pointer-area" role="slider" tabindex="0" aria-label=words().chart_crosshair()
                    aria-valuemin="0" aria-valuemax=move || last_month().to_string()
                    aria-valuenow=move || cursor.get().unwrap_or(last_month()).to_string() aria-valuetext=spoken
                    on:pointermove=on_pointer on:pointerdown=on_pointer on:pointerleave=on_leave
                    on:keydown=on_key on:focus=on_focus on:blur=move |_| cursor.set(None)
                ></div>
            </div>
            <ul class="legend" aria-hidden="true">{move || legend(&curves.get())}</ul>
            <figcaption>{move || caption(app)}</figcaption>
        </figure>
    }
}

/// Name, colour, median and 90% range of each scenario in a month; the expected value while there is no simulation.
fn values_at(curves: &[Curve], month: usize, currency: &str) -> Vec<(String, u64, String, String)> {
    let money = |value: f64| words().locale().short_money(value, currency);
    let value = |curve: &Curve| {
        let expected = curve.expected.get(month).copied().unwrap_or_default();
        let stats = curve.stats.get(month);
        let median = money(stats.map_or(expected, Stats::median));
        let range = |stats: &Stats| money_range(stats, 1.0, currency);
        (curve.label.clone(), curve.color, median, stats.map(range).unwrap_or_default())
    };
    curves.iter().map(value).collect()
}

fn rows(curves: &[Curve], month: usize, currency: &str) -> impl IntoView + use<> {
    let row = |(name, color, median, range): (String, u64, String, String)| {
        view! {
            <tr>
                <th scope="row"><Swatch color/>{name}</th>
                <td><strong>{median}</strong></td>
                <td class="range">{range}</td>
            </tr>
        }
    };
    view! { <tbody>{values_at(curves, month, currency).into_iter().map(row).collect_view()}</tbody> }
}

/// Names and colours, for charts too narrow for labels at the lines.
fn legend(curves: &[Curve]) -> impl IntoView + use<> {
    let entry = |curve: &Curve| view! { <li><Swatch color=curve.color/>{curve.label.clone()}</li> };
    curves.iter().map(entry).collect_view()
}

/// What line and bands are.
fn caption(app: App) -> String {
    if app.checked.get().has_ranges() { words().chart_caption_ranges() } else { words().chart_caption() }
}

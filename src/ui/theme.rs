//! The charts' colours and type, read from the style sheet, which is the one theme.

use super::scenarios::PALETTE;
use super::words::window;
use crate::chart::Theme;
use leptos::prelude::*;
use plotters::style::RGBColor;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The colours and the type, from the style sheet.
pub fn theme(scale: f64) -> Option<Theme> {
    let style = window().get_computed_style(&document().document_element()?).ok()??;
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let color = |name: &str| Theme::color(&value(name)).unwrap_or(RGBColor(128, 128, 128));
    Some(Theme {
        background: color("--surface"),
        text: color("--text"),
        muted: color("--muted"),
        grid: color("--grid"),
        palette: (0..PALETTE).map(|at| color(&format!("--series-{at}"))).collect(),
        font: value("--font"),
        font_px: value("--chart-font-px").trim().parse().unwrap_or(13.0),
        scale,
    })
}

/// A signal that changes when the system turns dark or light.
pub fn watch_scheme() -> RwSignal<u32> {
    let changes = RwSignal::new(0);
    if let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") {
        let callback = Closure::<dyn FnMut()>::new(move || changes.update(|count| *count += 1));
        query.set_onchange(Some(callback.as_ref().unchecked_ref()));
        callback.forget();
    }
    changes
}

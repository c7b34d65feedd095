//! The theme: light, dark or as the system has it, and high contrast. The style sheet holds the colours; the charts read
//! theirs from it.

use super::listen::whenever;
use super::live::Live;
use super::scenarios::PALETTE;
use super::store;
use super::words::window;
use holdfast_chart::Theme;
use holdfast_scenario::parse_decimal;
use leptos::prelude::*;
use plotters::style::RGBColor;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// The system's way, or one of two.
pub const SCHEMES: [&str; 3] = ["system", "light", "dark"];

/// What the reader has chosen, in the context of every view.
#[derive(Clone, Copy)]
pub struct Scheme {
    /// One of [`SCHEMES`].
    pub scheme: Live<&'static str>,
    pub has_contrast: Live<bool>,
    /// Counts the system's changes.
    system: Live<u32>,
}

const SCHEME: &str = "scheme";
const CONTRAST: &str = "contrast";

impl Scheme {
    /// As chosen on an earlier visit, and kept from now on.
    pub fn start() -> Self {
        let chosen = store::preference(SCHEME);
        let scheme = SCHEMES.into_iter().find(|known| Some(*known) == chosen.as_deref()).unwrap_or(SCHEMES[0]);
        let wants_contrast = || {
            let query = window().match_media("(prefers-contrast: more)").ok().flatten();
            query.is_some_and(|query| query.matches())
        };
        let has_contrast = store::preference(CONTRAST).map_or_else(wants_contrast, |chosen| chosen == "more");
        let own = Self { scheme: Live::new(scheme), has_contrast: Live::new(has_contrast), system: Live::new(0) };
        // Before any view, so that none is drawn in another theme first.
        own.apply();
        let mut is_chosen = false;
        whenever(move || {
            let (scheme, contrast) = (own.scheme.get(), own.has_contrast.get());
            if std::mem::replace(&mut is_chosen, true) {
                own.apply();
                store::prefer(SCHEME, scheme);
                store::prefer(CONTRAST, if contrast { "more" } else { "normal" });
            }
        });
        own.follow_system();
        own
    }

    /// Sets what was chosen on the page.
    pub fn apply(&self) {
        Self::show(self.scheme.get_untracked(), self.has_contrast.get_untracked());
    }

    /// Sets the colours of paper, until [`Self::apply`].
    pub fn show_paper(&self) {
        Self::show("light", false);
    }

    fn show(scheme: &str, has_contrast: bool) {
        let Some(root) = document().document_element() else { return };
        let _ = root.set_attribute("data-scheme", scheme);
        let _ = root.set_attribute("data-contrast", if has_contrast { "more" } else { "normal" });
    }

    fn follow_system(self) {
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
            if let Ok(Some(query)) = window().match_media(query) {
                let callback = Closure::<dyn FnMut()>::new(move || self.system.update(|count| *count += 1));
                query.set_onchange(Some(callback.as_ref().unchecked_ref()));
                callback.forget();
            }
        }
    }

    /// To be called where colours are read: whoever calls it is called again when they change.
    pub fn changes(&self) {
        self.scheme.track();
        self.has_contrast.track();
        self.system.track();
        // The attributes may be one effect behind.
        self.apply();
    }
}

/// The colours and the type, from the style sheet, for so many units to a CSS pixel.
pub fn read(scale: f64) -> Option<Theme> {
    // A colour may depend on the scheme: only an element that has it knows what it comes to.
    let probe: HtmlElement = document().create_element("i").ok()?.unchecked_into();
    probe.set_hidden(true);
    // Where the system forces its colours, every colour of an element comes to the same one unless it opts out.
    let _ = probe.style().set_property("forced-color-adjust", "none");
    document().body()?.append_child(&probe).ok()?;
    let style = window().get_computed_style(&probe).ok()??;
    let color = |name: &str| {
        let _ = probe.style().set_property("color", &["var(", name, ")"].concat());
        let value = style.get_property_value("color").unwrap_or_default();
        Theme::color(&value).unwrap_or(RGBColor(128, 128, 128))
    };
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let theme = Theme {
        background: color("--surface"),
        text: color("--text"),
        muted: color("--muted"),
        grid: color("--grid"),
        palette: (0..PALETTE).map(|at| color(&format!("--series-{at}"))).collect(),
        font: value("--font"),
        font_px: parse_decimal(value("--chart-font-px").trim()).unwrap_or(13.0),
        scale,
    };
    probe.remove();
    Some(theme)
}

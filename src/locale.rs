//! Numbers as the browser's `Intl` writes them in the language in use.

use holdfast_scenario::Unit;
use holdfast_text::{Locale, format_number};
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// The browser's way of writing one language.
pub struct Browser {
    language: String,
    plurals: Intl::PluralRules,
    /// Formatters are slow to make and quick to use: one for each set of options, by its name. They are a dozen.
    formatters: RefCell<Vec<(String, Function)>>,
}

impl Browser {
    pub fn new(language: &str) -> Self {
        let languages = Array::of1(&language.into());
        Self {
            plurals: Intl::PluralRules::new(&languages, &Object::new()),
            language: language.into(),
            formatters: RefCell::default(),
        }
    }

    fn format(&self, value: f64, key: &str, options: &[(&str, JsValue)]) -> String {
        let mut formatters = self.formatters.borrow_mut();
        let at = formatters.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            let object = Object::new();
            for (name, option) in options {
                let _ = Reflect::set(&object, &(*name).into(), option);
            }
            let formatter = Intl::NumberFormat::new(&Array::of1(&self.language.as_str().into()), &object).format();
            formatters.push((key.to_string(), formatter));
            formatters.len() - 1
        });
        let text = formatters[at].1.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|text| text.as_string());
        // A hyphen may stand at the end of a line, and is easily overlooked.
        text.unwrap_or_else(|| value.to_string()).replace('-', "\u{2212}")
    }
}

impl Browser {
    /// "$1.23M", "12.3K" or "97.5%", with as many digits as the two named options say.
    fn figure(&self, value: f64, unit: Unit, currency: &str, names: [&str; 2], digits: [u32; 2]) -> String {
        let style = match unit {
            Unit::Money | Unit::MoneyPerMonth => "currency",
            unit if unit.is_share() => "percent",
            _ => "decimal",
        };
        let mut options = vec![
            ("style", style.into()),
            ("notation", "compact".into()),
            (names[0], digits[0].into()),
            (names[1], digits[1].into()),
        ];
        if unit.is_money() {
            options.push(("currency", currency.into()));
        }
        self.format(value, &[style, currency, names[0]].concat(), &options)
    }
}

impl Locale for Browser {
    fn plural(&self, count: f64) -> String {
        self.plurals.select(count).into()
    }

    fn number(&self, value: f64) -> String {
        self.format(value, "", &[("maximumFractionDigits", 12.into())])
    }

    fn amount(&self, value: f64, unit: Unit) -> String {
        if unit.is_share() {
            return format_number(value, unit).replace('-', "\u{2212}") + "%";
        }
        self.number(value)
    }

    fn short(&self, value: f64, unit: Unit, currency: &str) -> String {
        if value == 0.0 {
            return self.tick(0.0, unit, currency); // no digits to be exact about, and no sign
        }
        if !value.is_finite() {
            return "–".into();
        }
        self.figure(value, unit, currency, ["minimumSignificantDigits", "maximumSignificantDigits"], [3, 3])
    }

    fn tick(&self, value: f64, unit: Unit, currency: &str) -> String {
        self.figure(value, unit, currency, ["minimumFractionDigits", "maximumFractionDigits"], [0, 2])
    }

    fn month(&self, year: u64, month: u64) -> String {
        date(&self.language, (year as f64, month as f64 - 1.0), &[("year", "numeric"), ("month", "short")])
    }

    fn month_name(&self, month: usize) -> String {
        month_name(month.saturating_sub(1), "long")
    }
}

/// The name of a month, 0 to 11, in the language of the page, as long as `style` says: "narrow", "short" or "long".
pub fn month_name(at: usize, style: &str) -> String {
    date(&language(), (2026.0, at as f64), &[("month", style)])
}

/// The language of the page.
fn language() -> String {
    let language = leptos::prelude::document().document_element().and_then(|root| root.get_attribute("lang"));
    language.unwrap_or_else(|| "en".into())
}

/// "22 November 2026", of a time in milliseconds, where the reader is.
pub fn day(milliseconds: f64) -> String {
    let options = Object::new();
    let _ = Reflect::set(&options, &"dateStyle".into(), &"long".into());
    js_sys::Date::new(&milliseconds.into()).to_locale_date_string(&language(), &options).into()
}

/// The first day of a month, in the parts that are asked for.
fn date(language: &str, (year, month): (f64, f64), parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, option) in parts.iter().chain(&[("timeZone", "UTC")]) {
        let _ = Reflect::set(&options, &(*name).into(), &(*option).into());
    }
    let date = js_sys::Date::new(&js_sys::Date::utc(year, month).into());
    date.to_locale_date_string(language, &options).into()
}

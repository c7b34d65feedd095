//! Numbers as the browser's `Intl` writes them in the language in use.

use crate::scenario::Unit;
use crate::text::{Locale, show_number};
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsValue;

/// The browser's way of writing one language.
pub struct Browser {
    language: String,
    plurals: Intl::PluralRules,
    /// Formatters are slow to make and quick to use: one for each set of options.
    formatters: RefCell<HashMap<String, Function>>,
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
        let formatter = formatters.entry(key.to_string()).or_insert_with(|| {
            let object = Object::new();
            for (name, option) in options {
                let _ = Reflect::set(&object, &(*name).into(), option);
            }
            Intl::NumberFormat::new(&Array::of1(&self.language.as_str().into()), &object).format()
        });
        let text = formatter.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|text| text.as_string());
        text.unwrap_or_else(|| value.to_string())
    }
}

impl Browser {
    /// "$1.23M", with as many digits as the two named options say.
    fn money(&self, value: f64, currency: &str, names: [&str; 2], digits: [u32; 2]) -> String {
        let options = [
            ("style", "currency".into()),
            ("currency", currency.into()),
            ("notation", "compact".into()),
            (names[0], digits[0].into()),
            (names[1], digits[1].into()),
        ];
        self.format(value, &format!("{currency} {}", names[0]), &options)
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
            return format!("{}%", show_number(value, unit));
        }
        self.number(value)
    }

    fn short_money(&self, value: f64, currency: &str) -> String {
        if value == 0.0 {
            return self.tick_money(value, currency); // no digits to be exact about
        }
        self.money(value, currency, ["minimumSignificantDigits", "maximumSignificantDigits"], [3, 3])
    }

    fn tick_money(&self, value: f64, currency: &str) -> String {
        self.money(value, currency, ["minimumFractionDigits", "maximumFractionDigits"], [0, 2])
    }
}

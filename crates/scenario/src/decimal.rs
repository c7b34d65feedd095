//! Reading decimals. In the page the browser reads them: the standard library's tables would be a fortieth of what a
//! visitor downloads.

/// The double nearest to a decimal such as `-1.5e3`: infinite where that is beyond all doubles, `None` where the text is
/// no decimal.
pub fn parse_decimal(text: &str) -> Option<f64> {
    // Neither words nor `0x10`, nor nothing, which the browser takes for 0.
    let is_decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_decimal.then(|| nearest(text)).filter(|number| !number.is_nan())
}

#[cfg(not(target_family = "wasm"))]
fn nearest(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

#[cfg(target_family = "wasm")]
use browser::nearest;

#[cfg(target_family = "wasm")]
mod browser {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = Number)]
        pub fn nearest(text: &str) -> f64;
    }
}

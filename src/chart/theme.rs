//! The colours and the type of a picture, handed in: the page reads them from its style sheet.

use plotters::style::RGBColor;

/// How a picture looks. Lengths are in CSS pixels; `scale` makes them the backend's units.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub background: RGBColor,
    pub text: RGBColor,
    pub muted: RGBColor,
    pub grid: RGBColor,
    /// One colour for each scenario of the palette, at least one.
    pub palette: Vec<RGBColor>,
    /// CSS font families.
    pub font: String,
    pub font_px: f64,
    /// The backend's units to a CSS pixel.
    pub scale: f64,
}

impl Theme {
    /// The colour of a scenario.
    pub fn series(&self, color: u64) -> RGBColor {
        self.palette[color as usize % self.palette.len()]
    }

    /// A length in the backend's units.
    pub fn px(&self, css_px: f64) -> f64 {
        css_px * self.scale
    }

    /// A colour written `#rrggbb` or, as browsers compute it, `rgb(r, g, b)`; `None` for any other form.
    pub fn color(css: &str) -> Option<RGBColor> {
        let css = css.trim();
        if let Some(parts) = css.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
            let mut parts = parts.split(',').map(|part| part.trim().parse::<u8>().ok());
            let mut next = || parts.next().flatten();
            return Some(RGBColor(next()?, next()?, next()?));
        }
        let digits = css.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(RGBColor(red, green, blue))
    }
}

//! The colours and the font of a picture. The page reads them from its style sheet and passes them in.

use plotters::style::RGBColor;

/// The colours and the font. Lengths are in CSS pixels. `scale` converts them to the backend's units.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub background: RGBColor,
    pub text: RGBColor,
    pub muted: RGBColor,
    pub grid: RGBColor,
    /// The colours of scenarios. There must be at least one.
    pub palette: Vec<RGBColor>,
    /// A list of font families, as in CSS.
    pub font: String,
    pub font_px: f64,
    /// The number of the backend's units in one CSS pixel.
    pub scale: f64,
}

impl Theme {
    /// The colour of the palette with this index. After its last colour, the palette repeats: first mixed with the
    /// background, then unchanged, then mixed again, and so on.
    pub fn series(&self, color: u64) -> RGBColor {
        let pure = self.pure(color);
        if (color as usize / self.palette.len()).is_multiple_of(2) { pure } else { mixed(self.background, pure, 0.45) }
    }

    /// The colour of the palette with this index, never mixed with the background. It is used for text.
    pub fn pure(&self, color: u64) -> RGBColor {
        self.palette[color as usize % self.palette.len()]
    }

    /// Converts a length from CSS pixels to the backend's units.
    pub fn px(&self, css_px: f64) -> f64 {
        css_px * self.scale
    }

    /// Reads a colour in the form `#rrggbb` or `rgb(r, g, b)`. Browsers return computed colours in the second form.
    /// Returns `None` for any other form.
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

/// A mix of two colours. It is `base` if `share` is 0, and `color` if `share` is 1.
pub fn mixed(base: RGBColor, color: RGBColor, share: f64) -> RGBColor {
    let part = |from: u8, to: u8| (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as u8;
    RGBColor(part(base.0, color.0), part(base.1, color.1), part(base.2, color.2))
}

/// Black or white, whichever has the higher contrast with a colour. The contrast is at least 4.5 to 1.
pub fn legible_on(color: RGBColor) -> RGBColor {
    // The relative luminance of WCAG 2.2, but without the separate formula for very dark components, where the
    // difference is negligible. At a luminance of 0.179, black and white have the same contrast.
    let linear = |part: u8| libm::pow((f64::from(part) / 255.0 + 0.055) / 1.055, 2.4);
    let luminance = 0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2);
    if luminance > 0.179 { RGBColor(0, 0, 0) } else { RGBColor(255, 255, 255) }
}

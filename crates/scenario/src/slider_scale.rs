//! The two scales of sliders.

/// The way in which the values of a slider are spread between its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliderScale {
    /// All steps have the same size, which is the input's `slider_step`.
    Linear,
    /// The first step is approximately the input's `slider_step`. Each further step is longer than the previous step by
    /// about the same factor. This scale is for values that span several orders of magnitude. The values may include 0.
    Log,
}

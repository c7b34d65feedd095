//! The two scales of sliders.

/// How the values of a slider are spread between its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliderScale {
    /// All steps are of the same size, the input's `slider_step`.
    Linear,
    /// The first step is the input's `slider_step`; each further step is longer than the one before by the same factor.
    /// For values that span orders of magnitude and include 0.
    Log,
}

//! What every view may ask for, for the life of the page.

use super::charts::Shown;
use super::form::{Toggled, Yearly};
use super::model::App;
use super::theme::Scheme;
use super::view::View;
use leptos::prelude::*;

/// The page's state, and what of it no study holds.
#[derive(Clone, Copy)]
pub struct Context {
    pub app: App,
    pub view: View,
    pub scheme: Scheme,
    pub shown: Shown,
    pub yearly: Yearly,
    pub toggled: Toggled,
}

/// The context of the view that is being made.
#[inline(never)]
pub fn context() -> Context {
    expect_context()
}

//! The Leptos page: one route, one study, everything derived from it.
//!
//! [`model`] holds the state and what can be done to it; [`pool`] has the workers; [`runs`] keeps the simulated futures up with it; [`keeping`] and
//! [`store`] keep studies in the browser, [`opening`] and [`files`] take them from elsewhere, [`share`]
//! and [`embed`] hand them on; [`bench`] has the commands;
//! the rest are views. No arithmetic stands in a view: it belongs to the rooms below.
//!
//! Views are built in two ways. What changes or is handled is built of [`el`], Leptos' own elements, one call for each
//! attribute and child. What is only read, or stands still, is [`html`], a template that is filled in. Leptos' `view!` makes
//! code of every attribute: the page would be a quarter larger.

#![cfg(target_family = "wasm")]

mod advice;
mod app;
mod arrange;
mod bench;
mod charts;
mod context;
mod download;
mod economics;
mod el;
mod embed;
mod field;
mod files;
mod form;
mod headline;
mod history;
mod html;
mod keeping;
mod listen;
mod live;
mod locale;
mod model;
mod notice;
mod opening;
mod pool;
mod report;
mod runs;
mod scenarios;
mod settings;
mod share;
mod store;
mod theme;
mod typed;
mod view;
mod words;

pub use app::start;

//! The Leptos page: one route, one study, everything derived from it.
//!
//! [`model`] holds the state and what can be done to it; [`runs`] keeps the simulated futures up with it; [`store`] and
//! [`opening`] keep studies in the browser and take them from links; the rest are views. No arithmetic stands in a
//! `view!`: it belongs to the rooms below.

mod app;
mod bench;
mod charts;
mod commands;
mod dialog;
mod download;
mod economics;
mod field;
mod files;
mod form;
mod gallery;
mod header;
mod headline;
mod history;
mod html;
mod inventory;
mod keeping;
mod listen;
mod locale;
mod menu;
mod model;
mod notice;
mod opening;
mod present;
mod recent;
mod report;
mod runs;
mod scenarios;
mod settings;
mod share;
mod shortcuts;
mod store;
#[cfg(feature = "suite")]
mod suite;
mod theme;
mod typed;
mod view;
mod words;

pub use app::start;
#[cfg(feature = "suite")]
pub use suite::{check_pool, time_job};

//! From the state of the page to the data of its charts.

use super::super::model::{App, Futures};
use super::super::view::{Tab, View, series_of};
use super::super::words::words;
use crate::chart::{Chart, Columns, Curve, Fan, Look};
use crate::engine::{Expected, expected};
use crate::scenario::{CheckedStudy, Scenario};
use crate::summary::{Series, Stats, Track};
use leptos::prelude::*;
use std::sync::Arc;

/// The chart of the tab that is open, of the study as it is now and the futures of its last simulation.
pub fn chart(app: App, view: View) -> Arc<dyn Chart> {
    let study = app.checked.get();
    let futures = app.futures.get();
    // Of another set of scenarios the bands would be somebody else's.
    let futures = futures.filter(|futures| futures.study.scenarios().len() == study.scenarios().len());
    let now = Now { study, futures };
    match view.tab.get() {
        Tab::Fan | Tab::Gap | Tab::Distribution | Tab::Movements | Tab::Cohorts | Tab::Survival => {
            Arc::new(now.fan(view))
        }
    }
}

/// What charts are made of.
struct Now {
    study: Arc<CheckedStudy>,
    futures: Option<Arc<Futures>>,
}

/// How a scenario looks in charts.
pub fn look(scenario: &Scenario) -> Look {
    Look { color: scenario.color, line: scenario.line }
}

/// The names of the columns of a chart of months.
fn columns() -> Columns {
    let words = words();
    Columns {
        month: words.chart_months(),
        expected: words.chart_expected(),
        levels: [words.chart_p05(), words.chart_p25(), words.chart_median(), words.chart_p75(), words.chart_p95()],
    }
}

impl Now {
    /// The scenarios that are drawn, with their indices.
    fn shown(&self) -> impl Iterator<Item = (usize, &Scenario)> {
        self.study.source().scenarios.iter().enumerate().filter(|(_, scenario)| !scenario.hidden)
    }

    fn path(&self, index: usize) -> Expected {
        expected(&self.study.scenarios()[index], self.study.horizon_months())
    }

    /// The months of a track, with as many months as the study has; nothing where there are none.
    fn stats(&self, track: Track) -> Vec<Stats> {
        let months = self.futures.as_ref().and_then(|futures| futures.summary.months(track)).unwrap_or_default();
        if months.len() == self.study.horizon_months() + 1 { months.to_vec() } else { Vec::new() }
    }

    fn fan(&self, view: View) -> Fan {
        let (series, is_log) = (view.shown_series(), view.is_log.get());
        let curve = |(index, scenario): (usize, &Scenario)| {
            let mut stats = self.stats(Track::own(index, series));
            let mut line = series.expected(&self.path(index)).unwrap_or_default();
            if series.is_event() {
                // Of what happens or does not, the probability is the mean.
                line = std::mem::take(&mut stats).iter().map(|stats| stats.mean).collect();
            }
            let events = scenario.events.iter().map(|event| event.from_month as usize);
            Curve {
                label: scenario.name.clone(),
                look: look(scenario),
                expected: line,
                stats,
                samples: Vec::new(),
                events: events.filter(|&month| month <= self.study.horizon_months()).collect(),
            }
        };
        let target = self.study.target().filter(|target| series_of(target.measure) == series);
        Fan {
            curves: self.shown().map(curve).collect(),
            last_month: self.study.horizon_months(),
            unit: series.unit(),
            is_log: is_log && can_be_log(series),
            series: words().series(series.name()),
            target: target.map(|target| (words().chart_target(), target.value)),
            words: columns(),
        }
    }
}

/// Whether a logarithmic axis makes sense: for sums and counts that do not fall below 0.
pub fn can_be_log(series: Series) -> bool {
    !series.unit().is_share() && series != Series::Of(crate::engine::Quantity::Cash) && series != Series::QuickRatio
}

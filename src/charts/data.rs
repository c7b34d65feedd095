//! From the state of the page to the data of its charts.

use super::super::advice::{contest, map, matters};
use super::super::model::{App, Futures};
use super::super::view::{Tab, View};
use super::super::words::words;
use super::months;
use super::paper::Figuring;
use holdfast_chart::{
    Chart, Curve, DistributionChart, DistributionLabels, FanChart, GapChart, PathLabels, ScenarioDistribution,
    SeriesStyle,
};
use holdfast_engine::{Expected, Quantity, expected};
use holdfast_scenario::{CheckedStudy, Scenario};
use holdfast_summary::{Series, Stats, Track};
use holdfast_text::args;
use std::sync::Arc;

/// The chart of the tab that is open, of the study as it is now and the futures of its last simulation.
pub fn chart(app: App, view: View) -> Arc<dyn Chart> {
    let study = app.checked.get();
    let futures = app.futures.get();
    // Of another set of scenarios the bands would be somebody else's.
    let futures = futures.filter(|futures| futures.study.scenarios().len() == study.scenarios().len());
    let now = Now { study, futures, series: view.shown_series(), app, view };
    match view.tab.get() {
        Tab::Fan => Arc::new(now.fan()),
        Tab::Gap => Arc::new(now.gap()),
        Tab::Distribution => Arc::new(now.distribution(&Figuring::of(app))),
        Tab::Movements => Arc::new(months::movements(app, view)),
        Tab::Cohorts => Arc::new(months::cohorts(view)),
        Tab::Survival => Arc::new(months::survival(&now.study)),
        Tab::Matters => Arc::new(matters(view, view.advice, |month| Figuring::of(app).month(month))),
        Tab::Map => Arc::new(map(app, view, view.advice, |month| Figuring::of(app).month(month))),
        Tab::Contest => Arc::new(contest(app, view.advice, columns())),
    }
}

/// What charts are made of.
struct Now {
    study: Arc<CheckedStudy>,
    futures: Option<Arc<Futures>>,
    series: Series,
    app: App,
    view: View,
}

/// How a scenario looks in charts.
pub fn look(scenario: &Scenario) -> SeriesStyle {
    SeriesStyle { color: scenario.color, line: scenario.line }
}

/// The scenarios that are drawn, with their indices.
pub fn shown(study: &CheckedStudy) -> impl Iterator<Item = (usize, &Scenario)> {
    study.source().scenarios.iter().enumerate().filter(|(_, scenario)| !scenario.hidden)
}

/// The names of the columns of a chart of months.
fn columns() -> PathLabels {
    let words = words();
    PathLabels {
        month: words.chart_months(),
        expected: words.chart_expected(),
        levels: [words.chart_p05(), words.chart_p25(), words.chart_median(), words.chart_p75(), words.chart_p95()],
    }
}

impl Now {
    fn series_name(&self) -> String {
        words().series(self.series.name())
    }

    /// A scenario's expected path; nothing where it says nothing of the series.
    fn expected(&self, index: usize) -> Vec<f64> {
        let path: Expected = expected(&self.study.scenarios()[index], self.study.horizon_months());
        self.series.expected(&path).unwrap_or_default()
    }

    /// The months of a track, with as many months as the study has; nothing where there are none.
    fn stats(&self, track: Track) -> Vec<Stats> {
        let months = self.futures.as_ref().and_then(|futures| futures.summary.months(track)).unwrap_or_default();
        if months.len() == self.study.horizon_months() + 1 { months.to_vec() } else { Vec::new() }
    }

    fn samples(&self, track: Track) -> Vec<Vec<f64>> {
        let is_on = self.view.has_samples.get();
        let samples = self.futures.as_ref().filter(|_| is_on).and_then(|futures| futures.summary.samples(track));
        samples.map(|samples| samples.map(<[f64]>::to_vec).collect()).unwrap_or_default()
    }

    fn fan(&self) -> FanChart {
        let (series, last_month) = (self.series, self.study.horizon_months());
        let curve = |(index, scenario): (usize, &Scenario)| {
            let track = Track::own(index, series);
            let mut stats = self.stats(track);
            let mut line = self.expected(index);
            if series.is_indicator() {
                // Of what happens or does not, the probability is the mean.
                line = std::mem::take(&mut stats).iter().map(|stats| stats.mean).collect();
            }
            let events = scenario.events.iter();
            let events = events.map(|event| (event.from_month as usize, words().input_label(event.input.input())));
            Curve {
                label: scenario.name.clone(),
                style: look(scenario),
                expected: line,
                stats,
                samples: self.samples(track),
                events: events.filter(|(month, _)| *month <= last_month).collect(),
                is_selected: index == self.app.selected_index(),
            }
        };
        let target = self.study.target();
        let is_unasked = series == Series::TargetReached && target.is_none();
        let target = target.filter(|target| Series::from(target.measure) == series);
        FanChart {
            curves: if is_unasked { Vec::new() } else { shown(&self.study).map(curve).collect() },
            last_month,
            unit: series.unit(),
            is_log: self.view.is_log.get() && can_be_log(series),
            series: self.series_name(),
            target: target.map(|target| (words().chart_target(), target.value)),
            labels: columns(),
            none: if is_unasked { words().chart_no_target() } else { words().chart_all_hidden() },
        }
    }

    fn gap(&self) -> GapChart {
        let scenarios = &self.study.source().scenarios;
        let (of, from) = self.view.shown_gap(self.app);
        let names = (scenarios[of].name.as_str(), scenarios[from].name.as_str());
        let paths = (self.expected(of), self.expected(from));
        let is_alone = scenarios.len() < 2;
        GapChart {
            style: SeriesStyle { color: scenarios[of].color, ..SeriesStyle::default() },
            expected: paths.0.iter().zip(&paths.1).map(difference).collect(),
            stats: self.stats(Track::gap(of, from, self.series)),
            last_month: self.study.horizon_months(),
            unit: self.series.unit(),
            series: words().chart_gap(args::ChartGap { series: &self.series_name(), of: names.0, from: names.1 }),
            ahead: words().chart_ahead(names.0),
            tied: words().chart_tied(),
            labels: columns(),
            none: if is_alone { words().chart_gap_alone() } else { String::new() },
        }
    }

    fn distribution(&self, figuring: &Figuring) -> DistributionChart {
        let summary = self.futures.as_ref().map(|futures| &futures.summary);
        let at = summary.and_then(|summary| summary.spread_month()).map(|month| month as usize);
        let spread = |(index, scenario): (usize, &Scenario)| {
            let track = Track::own(index, self.series);
            let values = summary.and_then(|summary| summary.spread(track));
            let median = at.and_then(|at| self.stats(track).get(at).map(Stats::median));
            ScenarioDistribution {
                label: scenario.name.clone(),
                style: look(scenario),
                values: values.map(<[f64]>::to_vec).unwrap_or_default(),
                median: median.unwrap_or(f64::NAN),
            }
        };
        // While another month is on its way, that of the values that are drawn.
        let month = figuring.month(at.unwrap_or(self.view.shown_month(self.study.horizon_months())));
        let scenarios: Vec<ScenarioDistribution> = shown(&self.study).map(spread).collect();
        DistributionChart {
            unit: self.series.unit(),
            has_dots: self.view.has_dots.get(),
            series: words().chart_at_month(args::ChartAtMonth { series: &self.series_name(), month: &month }),
            labels: DistributionLabels {
                share: words().chart_share_of_futures(),
                rows: words().chart_share_in_rows(),
                dot: words().chart_dot(),
                strip: words().chart_strip(),
                at_most: words().chart_at_most(),
                upper_edge: words().chart_up_to(),
                none: if scenarios.is_empty() { words().chart_all_hidden() } else { words().chart_no_values() },
            },
            scenarios,
        }
    }
}

/// What is left of two numbers that come to the same by different sums is nothing.
fn difference((of, from): (&f64, &f64)) -> f64 {
    if (of - from).abs() <= 1e-12 * of.abs() { 0.0 } else { of - from }
}

/// Whether a logarithmic axis makes sense: for sums and counts that do not fall below 0.
pub fn can_be_log(series: Series) -> bool {
    !series.unit().is_share() && series != Series::Of(Quantity::Cash) && series != Series::QuickRatio
}

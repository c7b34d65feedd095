//! Data of the charts that no futures are simulated for: movements of MRR, cohorts, survival.

use super::super::listen::whenever;
use super::super::live::Live;
use super::super::model::App;
use super::super::view::{Tab, View};
use super::super::words::words;
use super::data::{look, shown};
use holdfast_chart::{
    CohortChart, CohortRow, Movement, MovementsChart, SeriesStyle, SurvivalChart, SurvivalCurve, half_life,
};
use holdfast_engine::{self as engine, Quantity, Retained};
use holdfast_scenario::{CheckedStudy, LineStyle};
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// The ways in which MRR moves, the nearest to zero first, with their colours: side by side a full one and a lighter one.
const MOVEMENTS: [(Quantity, u64); 8] = [
    (Quantity::NewMrr, 1),
    (Quantity::ExpansionMrr, 10),
    (Quantity::ReturnedMrr, 5),
    (Quantity::ResumedMrr, 14),
    (Quantity::VoluntaryChurnedMrr, 0),
    (Quantity::ContractionMrr, 12),
    (Quantity::InvoluntaryChurnedMrr, 3),
    (Quantity::PausedMrr, 15),
];
/// So many of them bring MRR; the others take it.
const GAINS: usize = 4;

/// Every movement that there is of the selected scenario, and the change in MRR that they come to.
pub fn all_movements(app: App) -> (Vec<(&'static str, Movement)>, Vec<f64>) {
    let (study, index) = (app.checked.get(), app.selected_index());
    let Some(scenario) = study.scenarios().get(index) else { return Default::default() };
    let path = engine::expected(scenario, study.horizon_months());
    let movement = |(at, &(quantity, color)): (usize, &(Quantity, u64))| {
        let sign = if at < GAINS { 1.0 } else { -1.0 };
        let movement = Movement {
            label: words().movement(quantity.name()),
            style: SeriesStyle { color, line: LineStyle::Solid },
            values: path[quantity].iter().map(|value| sign * value).collect(),
        };
        (quantity.name(), movement)
    };
    let all = MOVEMENTS.iter().enumerate().map(movement);
    let all = all.filter(|(_, movement)| movement.values.iter().any(|&value| value != 0.0));
    let mrr = &path[Quantity::Mrr];
    (all.collect(), (0..mrr.len()).map(|month| mrr[month] - mrr[month.saturating_sub(1)]).collect())
}

fn name_of(study: &CheckedStudy, index: usize) -> &str {
    study.source().scenarios.get(index).map_or("", |scenario| &scenario.name)
}

pub fn movements(app: App, view: View) -> MovementsChart {
    let (all, net) = all_movements(app);
    let hidden = view.hidden_movements.get();
    let parts = all.into_iter().filter(|(name, _)| !hidden.contains(name)).map(|(_, movement)| movement);
    MovementsChart {
        parts: parts.collect(),
        net,
        net_label: words().chart_net(),
        series: words().chart_movements(name_of(&app.checked.get(), app.selected_index())),
        month: words().chart_months(),
    }
}

pub fn survival(study: &CheckedStudy) -> SurvivalChart {
    let last_age = study.horizon_months();
    let curve = |(index, scenario): (usize, _)| {
        let left = engine::survival(&study.scenarios()[index], last_age as u32);
        let left: Vec<f64> = left.iter().map(|left| left.customers).collect();
        let half_life = match half_life(&left) {
            Some(age) => words().chart_half_life(age as f64),
            None => words().chart_half_life_later(last_age as f64),
        };
        let scenario: &holdfast_scenario::Scenario = scenario;
        SurvivalCurve { label: scenario.name.clone(), style: look(scenario), left, half_life }
    };
    SurvivalChart {
        curves: shown(study).map(curve).collect(),
        last_age,
        share: words().chart_survival(),
        age: words().chart_age(),
    }
}

/// More cohorts than this are not told apart: then every second one is drawn, or fewer.
const COHORTS_MAX: usize = 60;
/// How long cohorts may be followed at a stretch, in milliseconds; a single one may take as long as an expected path.
const STRETCH: f64 = 12.0;

/// What is left of the cohorts of a scenario of a study.
struct Triangle {
    study: Arc<CheckedStudy>,
    index: usize,
    rows: Vec<(usize, Vec<Retained>)>,
}

/// The cohorts that were followed last.
#[derive(Clone, Copy)]
pub struct Rows(Live<Option<Arc<Triangle>>>);

impl Default for Rows {
    fn default() -> Self {
        Self(Live::new(None))
    }
}

impl Rows {
    /// From now on follows the cohorts of the selected scenario while their chart is open. With everything on and many
    /// months that takes a second or so: it is done bit by bit, and what was there stays until all is.
    pub fn follow(self, app: App, view: View) {
        let change = Live::new(0_u32);
        whenever(move || {
            change.update(|change| *change += 1);
            let (study, index) = (app.checked.get(), app.selected_index());
            if view.tab.get() == Tab::Cohorts && index < study.scenarios().len() {
                self.step(Triangle { study, index, rows: Vec::new() }, change, change.get_untracked());
            }
        });
    }

    /// Goes on for a stretch, unless something has changed since.
    fn step(self, mut triangle: Triangle, change: Live<u32>, mine: u32) {
        if change.get_untracked() != mine {
            return;
        }
        let horizon = triangle.study.horizon_months();
        let step = horizon.div_ceil(COHORTS_MAX);
        let scenario = &triangle.study.scenarios()[triangle.index];
        let start = js_sys::Date::now();
        loop {
            let joined = 1 + triangle.rows.len() * step;
            if joined > horizon {
                break self.0.set(Some(Arc::new(triangle)));
            }
            let ages = horizon - joined;
            // Where no event changes anything, all fare as the first one does.
            let first = triangle.rows.first().filter(|_| scenario.events().is_empty());
            let left = match first {
                Some((_, first)) => first[..=ages].to_vec(),
                None => engine::cohort_retention(scenario, joined as u32, ages as u32),
            };
            triangle.rows.push((joined, left));
            if js_sys::Date::now() - start > STRETCH {
                break set_timeout(move || self.step(triangle, change, mine), Duration::ZERO);
            }
        }
    }
}

pub fn cohorts(view: View) -> CohortChart {
    let triangle = view.cohorts.0.get();
    let by_mrr = view.cohorts_mrr.get();
    let share = if by_mrr { words().chart_mrr_left() } else { words().chart_customers_left() };
    let cohort = |(joined, left): &(usize, Vec<Retained>)| {
        let left = left.iter().map(|left| if by_mrr { left.mrr } else { left.customers }).collect();
        CohortRow { joined: *joined, left }
    };
    // Of cohorts that nobody is in nothing is left or gone.
    let is_empty = triangle.as_ref().is_some_and(|triangle| {
        let path = engine::expected(&triangle.study.scenarios()[triangle.index], triangle.study.horizon_months());
        path[Quantity::NewCustomers].iter().all(|&joined| joined == 0.0)
    });
    let rows = triangle.iter().filter(|_| !is_empty).flat_map(|triangle| &triangle.rows);
    let name = triangle.as_ref().map_or("", |triangle| name_of(&triangle.study, triangle.index));
    CohortChart {
        cohorts: rows.map(cohort).collect(),
        last_age: triangle.as_ref().map_or(0, |triangle| triangle.study.horizon_months() - 1),
        color: 1,
        title: words().chart_joined_in(args::ChartJoinedIn { left: &share, scenario: name }),
        share,
        age: words().chart_age(),
        joined: words().chart_joined(),
        none: if is_empty { words().chart_nobody_joins() } else { String::new() },
    }
}

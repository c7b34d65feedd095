//! What the page shows of the study. Not part of it: a link does not carry it, and it is not undone.

use super::advice::{Advice, Wishes};
use super::charts::Rows;
use super::economics::EVENTS;
use super::embed;
use super::form::Item;
use super::live::Live;
use super::model::App;
use holdfast_engine::Quantity;
use holdfast_scenario::CheckedStudy;
use holdfast_summary::{DetailRequest, Series, SummaryRequest, Track};
use std::ops::Deref;

/// The charts, in the order of their tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Fan,
    Gap,
    Distribution,
    Movements,
    Cohorts,
    Survival,
    Matters,
    Map,
    Contest,
}

impl Tab {
    /// Every tab.
    pub const ALL: [Self; 9] = [
        Self::Fan,
        Self::Gap,
        Self::Distribution,
        Self::Movements,
        Self::Cohorts,
        Self::Survival,
        Self::Matters,
        Self::Map,
        Self::Contest,
    ];

    /// The one so many places further on, round and round.
    pub fn turned(self, step: usize) -> Self {
        Self::ALL[(self as usize + step) % Self::ALL.len()]
    }

    /// snake_case, from which text ids are made.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fan => "fan",
            Self::Gap => "gap",
            Self::Distribution => "distribution",
            Self::Movements => "movements",
            Self::Cohorts => "cohorts",
            Self::Survival => "survival",
            Self::Matters => "matters",
            Self::Map => "map",
            Self::Contest => "contest",
        }
    }

    /// The series to choose from; none where it shows something else. What happens or does not has a path, but neither
    /// a gap nor a distribution that says more than its probability.
    pub fn series(self) -> &'static [Series] {
        match self {
            Self::Fan => &SERIES,
            Self::Gap | Self::Distribution => &SERIES[..VALUES],
            _ => &[],
        }
    }
}

/// How many of [`SERIES`] are values; the rest are events.
const VALUES: usize = 9;

/// The series that can be chosen.
const SERIES: [Series; 11] = [
    Series::Of(Quantity::Mrr),
    Series::Arr,
    Series::Of(Quantity::Customers),
    Series::Of(Quantity::CumulativeRevenue),
    Series::Of(Quantity::Cash),
    Series::ChurnedMrr,
    Series::NetRevenueRetention,
    Series::GrossRevenueRetention,
    Series::QuickRatio,
    Series::CashRanOut,
    Series::TargetReached,
];

/// What is shown, in the context of every view, for the life of the page.
#[derive(Clone, Copy)]
pub struct View(&'static Choices);

/// What can be chosen of what is shown.
pub struct Choices {
    pub tab: Live<Tab>,
    /// Index into [`SERIES`].
    pub series: Live<usize>,
    pub is_log: Live<bool>,
    /// Whether single futures are drawn.
    pub has_samples: Live<bool>,
    /// The month of the distribution; `None` is the last one.
    pub month: Live<Option<usize>>,
    /// Which scenario the gap is of, and which one it is taken from; indices. `None` is what the headline compares.
    pub gap: Live<Option<(usize, usize)>>,
    /// Whether the distribution is dots instead of bars.
    pub has_dots: Live<bool>,
    /// Whether cohorts are followed by MRR instead of customers.
    pub cohorts_mrr: Live<bool>,
    /// What is left of the cohorts, where it was asked for.
    pub cohorts: Rows,
    /// Names of the movements of MRR that are not drawn.
    pub hidden_movements: Live<Vec<&'static str>>,
    /// Whether the table of unit economics is open.
    pub has_economics: Live<bool>,
    /// Whether a goal can be sought, and whether the table of what levers are worth is open.
    pub has_goal: Live<bool>,
    pub has_worth: Live<bool>,
    /// The event that is open to be edited.
    pub open_event: Live<Option<Item>>,
    /// Few controls: for a room, or inside another page.
    pub is_presenting: Live<bool>,
    pub wishes: Wishes,
    pub advice: Advice,
}

impl Deref for View {
    type Target = Choices;

    fn deref(&self) -> &Choices {
        self.0
    }
}

impl Default for View {
    fn default() -> Self {
        Self(Box::leak(Box::new(Choices {
            tab: Live::new(embed::chart().unwrap_or(Tab::Fan)),
            series: Live::new(0),
            is_log: Live::new(false),
            has_samples: Live::new(false),
            month: Live::new(None),
            gap: Live::new(None),
            has_dots: Live::new(false),
            cohorts_mrr: Live::new(false),
            cohorts: Rows::default(),
            hidden_movements: Live::new(Vec::new()),
            has_economics: Live::new(false),
            has_goal: Live::new(false),
            has_worth: Live::new(false),
            open_event: Live::new(None),
            is_presenting: Live::new(embed::is_on()),
            wishes: Wishes::default(),
            advice: Advice::new(),
        })))
    }
}

/// How many single futures are drawn of each scenario.
const SAMPLES: u32 = 12;

impl View {
    /// The series that is shown: the chosen one, or MRR where the chart does not have that.
    pub fn shown_series(&self) -> Series {
        self.tab.get().series().get(self.series.get()).copied().unwrap_or(SERIES[0])
    }

    /// The gap's two scenarios.
    pub fn shown_gap(&self, app: App) -> (usize, usize) {
        let (of, from) = self.gap.get().unwrap_or_else(|| (app.compared(), 0));
        let last = app.checked.with(|study| study.scenarios().len()).saturating_sub(1);
        (of.min(last), from.min(last))
    }

    /// The month of the distribution, in a study of so many.
    pub fn shown_month(&self, horizon_months: usize) -> usize {
        self.month.get().map_or(horizon_months, |month| month.min(horizon_months))
    }

    /// The summary that the page needs to show it: each scenario's MRR and its gap to the first for the headline, and what the
    /// chart needs. Scenarios that are hidden are among them: to show them again takes no new simulation.
    pub fn request(&self, app: App, study: &CheckedStudy) -> SummaryRequest {
        let count = study.scenarios().len();
        let own = |series: Series| (0..count).map(move |at| Track::own(at, series));
        let mrr = Series::from(Quantity::Mrr);
        let mut tracks: Vec<Track> = own(mrr).collect();
        tracks.extend((1..count).map(|at| Track::gap(at, 0, mrr)));
        if self.has_economics.get() {
            tracks.extend((0..count).flat_map(|at| EVENTS.map(|series| Track::own(at, series))));
        }
        let (series, months) = (self.shown_series(), study.horizon_months());
        let detail = |tracks: &[Track], month: usize, samples| {
            Some(DetailRequest { tracks: tracks.to_vec(), spread_month: month as u32, samples })
        };
        let wanted: Vec<Track> = match self.tab.get() {
            Tab::Fan | Tab::Distribution => own(series).collect(),
            Tab::Gap => {
                let (of, from) = self.shown_gap(app);
                vec![Track::gap(of, from, series)]
            }
            _ => Vec::new(),
        };
        let detail = match self.tab.get() {
            Tab::Distribution => detail(&wanted, self.shown_month(months), 0),
            Tab::Fan if self.has_samples.get() && !series.is_indicator() => detail(&wanted, months, SAMPLES),
            _ => None,
        };
        tracks.extend(wanted.into_iter().filter(|track| !tracks.contains(track)).collect::<Vec<_>>());
        SummaryRequest { tracks, detail }
    }
}

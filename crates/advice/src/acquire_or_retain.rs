//! Acquire or retain: compares two ways to spend the same monthly budget, either on new customers or on retaining
//! existing customers.
//!
//! The cost of a new customer is an input of the scenario. Retaining a customer costs a fraction of that. The source
//! articles of the cards claim a fifth to a twenty-fifth (article 003), or less than a fifth (article 004). The
//! comparison takes such a range as given and does not test it. Instead of paying for each retained customer, the
//! budget can pay for cards of the playbook that retain customers.

use super::best_schedule::best_retention_schedule;
use super::schedule::{ScheduledCard, with_cards_added};
use super::what_if::study_with;
use holdfast_engine::{Cohort, PreparedStudy, Quantity, expected};
use holdfast_scenario::input::{EVENTS_MAX, REDUCTION_MAX};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{Action, CheckedScenario, CheckedStudy, Estimate, Event, Key, Scenario};
use holdfast_summary::{Accumulator, Stats, Summary, SummaryRequest, Track};

/// The greatest number of runs that are simulated for a comparison.
const RUNS_MAX: u32 = 10_000;
/// The greatest number of intervals into which the months are divided. Within an interval, the trials that are added
/// and the share of customers that is retained are constant.
const INTERVALS_MAX: u32 = 30;
/// The greatest number of corrections of the trials that are added in an interval.
const CORRECTIONS_MAX: usize = 20;
/// The corrections stop if the relative error of the spending is at most this.
const SPENDING_TOLERANCE: f64 = 1e-6;

/// The settings of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AcquireOrRetain {
    /// The budget, in money per month.
    pub budget: f64,
    /// The first month in which the budget is spent.
    pub from_month: u32,
    pub retention: RetentionSpending,
}

/// The way in which the budget retains customers.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum RetentionSpending {
    /// The budget pays for each retained customer. The two numbers say how many times as much a new customer costs as
    /// a retained one. They are the 5th and the 95th percentile of a range.
    CostRatio(f64, f64),
    /// The budget pays for the best schedule of cards that retain customers: see [`best_retention_schedule`]. The
    /// schedule need not use the whole budget.
    Cards,
}

/// The result of a comparison.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// The cards that retain customers; empty with [`RetentionSpending::CostRatio`].
    pub schedule: Vec<ScheduledCard>,
    summary: Summary,
}

impl Comparison {
    /// MRR of the three scenarios in months 0..=H, in money per month: without the budget, acquiring, and retaining. H
    /// is the last month, and is the same for all three. Returns `None` if the summary lacks one of the three.
    pub fn mrr(&self) -> Option<[&[Stats]; AcquireOrRetain::COUNT]> {
        let [as_is, acquiring, retaining] =
            std::array::from_fn(|at| self.summary.months(Track::own(at, Quantity::Mrr)));
        Some([as_is?, acquiring?, retaining?])
    }

    /// The lead of retaining in months 0..=H: MRR of the retaining scenario minus MRR of the acquiring scenario, in the
    /// same run. Returns `None` if the summary lacks the lead.
    pub fn lead(&self) -> Option<&[Stats]> {
        self.summary.months(AcquireOrRetain::lead())
    }

    /// The last month H of the simulation. Returns `None` if the summary lacks MRR of a scenario, or if it has no
    /// months.
    pub fn last_month(&self) -> Option<usize> {
        self.mrr()?[0].len().checked_sub(1)
    }

    /// The number of simulated runs.
    pub fn runs(&self) -> u32 {
        self.summary.runs()
    }
}

impl AcquireOrRetain {
    /// The number of scenarios: without the budget, with the budget spent on acquiring, and with the budget spent on
    /// retaining.
    pub const COUNT: usize = 3;

    /// The tracks that the summary of a comparison must have: MRR of each scenario, and the lead of retaining over
    /// acquiring.
    fn request() -> SummaryRequest {
        let own = (0..Self::COUNT).map(|at| Track::own(at, Quantity::Mrr));
        SummaryRequest::from(own.chain([Self::lead()]).collect::<Vec<_>>())
    }

    /// The track of the lead: MRR of the retaining scenario (index 2) minus MRR of the acquiring scenario (index 1).
    fn lead() -> Track {
        Track::gap(2, 1, Quantity::Mrr)
    }

    /// The three scenarios of the comparison as a study. Returns `None` if a new customer costs nothing, if the budget
    /// is not above 0, if the scenario has no room for more events, or if one of the three scenarios does not pass the
    /// checks.
    pub fn study(&self, study: &CheckedStudy) -> Option<CheckedStudy> {
        self.study_with_schedule(study, &self.schedule(study))
    }

    fn study_with_schedule(&self, study: &CheckedStudy, schedule: &[ScheduledCard]) -> Option<CheckedStudy> {
        let (original, checked) = (study.source().scenarios.first()?, study.scenarios().first()?);
        let horizon = study.horizon_months() as u32;
        if checked[Key::AcquisitionCost].median() <= 0.0 || self.budget <= 0.0 {
            return None;
        }
        let intervals = Intervals::new(original, self.from_month.clamp(1, horizon), horizon)?;
        let acquire = self.acquiring(study, original, &intervals)?;
        let retain = match self.retention {
            RetentionSpending::CostRatio(low, high) => self.retaining(study, original, &intervals, (low, high))?,
            RetentionSpending::Cards => with_cards_added(original.clone(), original, schedule),
        };
        study_with(study, vec![original.clone(), acquire, retain], horizon)
    }

    /// The schedule of cards that retain customers. It is empty with [`RetentionSpending::CostRatio`].
    fn schedule(&self, study: &CheckedStudy) -> Vec<ScheduledCard> {
        let from_month = self.from_month.clamp(1, study.horizon_months() as u32);
        match self.retention {
            RetentionSpending::CostRatio(..) => Vec::new(),
            RetentionSpending::Cards => best_retention_schedule(study, self.budget, from_month),
        }
    }

    /// Simulates the comparison. Returns `None` in the cases in which [`Self::study`] returns `None`.
    pub fn comparison(&self, study: &CheckedStudy) -> Option<Comparison> {
        let schedule = self.schedule(study);
        let summary = simulate(&self.study_with_schedule(study, &schedule)?)?;
        Some(Comparison { schedule, summary })
    }

    /// The acquiring scenario: `original` with more trials. In each interval, the budget pays for the added customers
    /// who join in that interval, at the acquisition cost of their month. If trials have a length, the added trials
    /// begin earlier by that length, because customers join at the end of their trial.
    fn acquiring(&self, study: &CheckedStudy, original: &Scenario, intervals: &Intervals) -> Option<Scenario> {
        let mut scenario = original.clone();
        for (first, last) in intervals.each() {
            let path_of = |scenario: &Scenario| {
                let study = study_with(study, vec![scenario.clone()], last)?;
                Some((expected(&study.scenarios()[0], last as usize), study))
            };
            let (before, checked) = path_of(&scenario)?;
            let checked = &checked.scenarios()[0];
            let input = |key, month| Cohort::joining(checked, 0, month, 0).input(key);
            let (length, cost, conversion) = (
                checked.whole(Key::TrialMonths, first),
                input(Key::AcquisitionCost, first),
                input(Key::Conversion, first),
            );
            let wanted = self.budget * f64::from(last - first + 1);
            let mut trials = self.budget / (cost * conversion);
            let with = |trials: f64| {
                let mut more = scenario.clone();
                more.events.push(Event {
                    value: Estimate::Exact(trials),
                    until_month: Some(u64::from(last.saturating_sub(length).max(1))),
                    ..Event::neutral(
                        Key::TrialsStart,
                        Action::Add,
                        u64::from(first.saturating_sub(length).max(1)),
                        Estimate::Exact(0.0),
                    )
                });
                more
            };
            // The spending is not proportional to the added trials, because the total number of trials is set to 0
            // where the formula gives less than 0. Seasons and growth also multiply the trials. So the added trials are
            // corrected until the spending equals the budget, by the secant method.
            let mut known = (0.0, 0.0);
            for _ in 0..CORRECTIONS_MAX {
                let (after, _) = path_of(&with(trials))?;
                let spent: f64 = (first..=last)
                    .map(|month| {
                        let at = month as usize;
                        let bought = after[Quantity::NewCustomers][at] - before[Quantity::NewCustomers][at];
                        input(Key::AcquisitionCost, month) * bought
                    })
                    .sum();
                let slope = (spent - known.1) / (trials - known.0);
                known = (trials, spent);
                if (spent - wanted).abs() <= SPENDING_TOLERANCE * wanted {
                    break;
                }
                // The slope is 0 if the total number of trials is still 0 in spite of the added ones. Then the added
                // trials are doubled.
                trials = if slope > 0.0 { trials + (wanted - spent) / slope } else { 2.0 * trials };
            }
            scenario = with(trials);
        }
        study_with(study, vec![scenario.clone()], study.horizon_months() as u32).map(|_| scenario)
    }

    /// The retaining scenario: `original` with less churn. The budget pays for retaining some of the customers who
    /// would leave or pause, up to the greatest share that can be retained. A new customer costs `ratio` times as much
    /// as a retained customer. `ratio` holds the 5th and the 95th percentile of this number.
    fn retaining(
        &self,
        study: &CheckedStudy,
        original: &Scenario,
        intervals: &Intervals,
        ratio: (f64, f64),
    ) -> Option<Scenario> {
        let low = self.retained_shares(study, original, intervals, ratio.0)?;
        let high = self.retained_shares(study, original, intervals, ratio.1)?;
        let mut scenario = original.clone();
        scenario.events.push(Event {
            value: Estimate::Exact(self.budget),
            ..Event::neutral(Key::FixedCosts, Action::Add, u64::from(intervals.from), Estimate::Exact(0.0))
        });
        scenario.events.extend(reductions(&study.scenarios()[0], &low, &high, intervals));
        Some(scenario)
    }

    /// For each interval, the share that is retained of the customers who would leave or pause. A new customer costs
    /// `ratio` times as much as a retained customer.
    fn retained_shares(
        &self,
        study: &CheckedStudy,
        original: &Scenario,
        intervals: &Intervals,
        ratio: f64,
    ) -> Option<Vec<f64>> {
        let mut shares: Vec<f64> = Vec::new();
        for (first, _) in intervals.each() {
            let mut scenario = original.clone();
            scenario.events.extend(reductions(&study.scenarios()[0], &shares, &shares, intervals));
            let now = study_with(study, vec![scenario], first)?;
            let checked = &now.scenarios()[0];
            let path = expected(checked, first as usize);
            let at = first as usize;
            let leaving = path[Quantity::VoluntaryChurnedCustomers][at] + path[Quantity::NewlyPausedCustomers][at];
            let retained = self.budget * ratio / Cohort::joining(checked, 0, first, 0).input(Key::AcquisitionCost);
            shares.push(if leaving > 0.0 { f64::min(retained / leaving, 1.0) } else { 1.0 });
        }
        Some(shares)
    }
}

/// Simulates the study of the three scenarios.
fn simulate(study: &CheckedStudy) -> Option<Summary> {
    let study = study.with_runs(study.runs().min(RUNS_MAX));
    let (plan, request) = (PreparedStudy::new(&study), AcquireOrRetain::request());
    let mut accumulator = Accumulator::new(study.runs(), &request, study.horizon_months());
    (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
    accumulator.finish(&request)
}

/// The months from `from` to `horizon`, divided into intervals of `length` months (the last interval may be shorter).
/// The added trials and the retained share are constant within an interval. They may differ between intervals, because
/// the business grows.
struct Intervals {
    from: u32,
    length: u32,
    horizon: u32,
}

impl Intervals {
    /// Makes as many intervals as the list of events has room for, but at most [`INTERVALS_MAX`]. Each interval needs
    /// two more events in the scenario, and the budget needs one more. Returns `None` if there is no room for one
    /// interval.
    fn new(original: &Scenario, from: u32, horizon: u32) -> Option<Self> {
        let room = EVENTS_MAX.saturating_sub(original.events.len() + 1) as u32 / 2;
        let count = (horizon - from + 1).min(INTERVALS_MAX).min(room);
        (count > 0).then(|| Self { from, length: (horizon - from + 1).div_ceil(count), horizon })
    }

    /// The first and the last month of each interval.
    fn each(&self) -> impl Iterator<Item = (u32, u32)> {
        let firsts = (self.from..=self.horizon).step_by(self.length as usize);
        firsts.map(|first| (first, (first + self.length - 1).min(self.horizon)))
    }
}

/// The share by which the events of `scenario` already reduce an input in a month.
fn reduced(scenario: &CheckedScenario, key: Key, month: u32) -> f64 {
    let reduces = scenario.events_of(key).filter(|event| event.action == Action::Reduce);
    let reduced: f64 = reduces.map(|event| event.weight(month) * event.amount.median()).sum();
    reduced.min(REDUCTION_MAX)
}

/// Events that reduce the scenario's hazards at all ages. Each interval has an event for every churn input that affects
/// the survival curve. `low` and `high` hold the ends of the range of the retained share, for each interval. In a
/// simulation, all these events draw their amounts with the same random number.
fn reductions(scenario: &CheckedScenario, low: &[f64], high: &[f64], intervals: &Intervals) -> Vec<Event> {
    let mut events = Vec::new();
    for ((first, last), (&low, &high)) in intervals.each().zip(low.iter().zip(high)) {
        let until_month = Some(u64::from(last));
        // Events of the same card draw their amounts with the same random number. So the new events get the index of a
        // card that does not exist.
        let card = Some(CARDS.len());
        for key in
            [Key::Churn, Key::EarlyChurn].into_iter().filter(|&key| scenario.survival().responds_to_events_on(key))
        {
            // The retained share refers to the hazard that other reductions leave. The amounts of all reductions are
            // added, and their sum may be at most REDUCTION_MAX.
            let others = reduced(scenario, key, first);
            let amount = |share: f64| (share * (1.0 - others)).min(REDUCTION_MAX - others);
            let (low, high) = (amount(low), amount(high));
            let value = if low < high { Estimate::Range { low, high } } else { Estimate::Exact(high) };
            let neutral = Event::neutral(key, Action::Reduce, u64::from(first), Estimate::Exact(0.0));
            events.push(Event { value, until_month, card, ..neutral });
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::{Study, presets};

    #[test]
    fn a_summary_without_a_path_has_no_months() {
        let study = presets::runway();
        let study = Study { scenarios: study.scenarios[..1].to_vec(), ..study }.check().unwrap().with_runs(8);
        let comparison = AcquireOrRetain { budget: 3000.0, from_month: 7, retention: RetentionSpending::Cards };
        let study = comparison.study(&study).unwrap();
        let comparison_of = |tracks: Vec<Track>| {
            let (plan, request) = (PreparedStudy::new(&study), SummaryRequest::from(tracks));
            let mut accumulator = Accumulator::new(study.runs(), &request, study.horizon_months());
            (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
            Comparison { schedule: Vec::new(), summary: accumulator.finish(&request).unwrap() }
        };
        let own = |at: usize| Track::own(at, Quantity::Mrr);
        let partly = comparison_of(vec![own(0), own(1)]);
        assert!(partly.mrr().is_none() && partly.last_month().is_none() && partly.lead().is_none());
        let whole = comparison_of(vec![own(0), own(1), own(2), AcquireOrRetain::lead()]);
        assert_eq!(whole.last_month(), Some(study.horizon_months()));
        assert_eq!(whole.lead().map(<[Stats]>::len), Some(study.horizon_months() + 1));
    }
}

//! To acquire or to retain: the same budget, month by month, spent on new customers or on keeping those there are.
//!
//! A new customer costs what the scenario says. Keeping one costs a part of that: the source articles claim a fifth to a
//! twenty-fifth (`003`; `004`: less than a fifth), which is the range that a comparison begins with, not its conclusion. Or
//! cards of the playbook keep them.

use super::best::{Start, retaining};
use super::variant::study_of;
use crate::engine::{Plan, Quantity, expected};
use crate::scenario::input::{EVENTS_MAX, REDUCTION_MAX};
use crate::scenario::playbook::CARDS;
use crate::scenario::{Action, CheckedStudy, Estimate, Event, Key, Scenario};
use crate::summary::{Ask, Partial, Summary, Track};

/// Runs of the comparison at most.
const RUNS_MAX: u32 = 10_000;
/// How often the retained share may change: the customers whom a sum can keep are more or fewer as the business grows.
const STEPS_MAX: u32 = 48;

/// The comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contest {
    /// Money per month.
    pub budget: f64,
    pub from_month: u32,
    pub by: Means,
}

/// By what customers are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Means {
    /// At a price: so many times what keeping one costs a new customer costs, nine times in ten between these.
    Ratio(f64, f64),
    /// By the best plan of cards that keep customers, see [`retaining`]. What it leaves of the budget is not spent.
    Cards,
}

impl Contest {
    /// The scenarios: as it is, with the budget spent on new customers, and with it spent on keeping customers.
    pub const COUNT: usize = 3;

    /// What is asked of each: its MRR, and how far the one that retains lies above the one that acquires.
    pub fn ask() -> Ask {
        let own = (0..Self::COUNT).map(|at| Track::own(at, Quantity::Mrr));
        Ask::from(own.chain([Self::lead()]).collect::<Vec<_>>())
    }

    /// How much more MRR retaining has brought than acquiring.
    pub fn lead() -> Track {
        Track::gap(2, 1, Quantity::Mrr)
    }

    /// The three scenarios as a study; `None` where a new customer costs nothing, or one of them is not possible.
    pub fn study(&self, study: &CheckedStudy) -> Option<CheckedStudy> {
        self.with(study, &self.starts(study))
    }

    /// The same with the cards that are played.
    fn with(&self, study: &CheckedStudy, starts: &[Start]) -> Option<CheckedStudy> {
        let (typed, checked) = (study.source().scenarios.first()?, study.scenarios().first()?);
        let horizon = study.horizon_months() as u32;
        let from = self.from_month.clamp(1, horizon);
        let cost = checked[Key::AcquisitionCost].median();
        if cost <= 0.0 || self.budget <= 0.0 {
            return None;
        }
        let acquire = self.acquiring(study, typed, cost, from)?;
        let retain = match self.by {
            Means::Ratio(low, high) => self.retaining(study, typed, cost, (low, high))?,
            Means::Cards => {
                let mut scenario = typed.clone();
                scenario.events.extend(starts.iter().flat_map(|start| start.events(typed)));
                scenario
            }
        };
        study_of(study, vec![typed.clone(), acquire, retain], horizon)
    }

    /// The cards that are played.
    fn starts(&self, study: &CheckedStudy) -> Vec<Start> {
        match self.by {
            Means::Ratio(..) => Vec::new(),
            Means::Cards => retaining(study, self.budget, self.from_month.clamp(1, study.horizon_months() as u32)),
        }
    }

    /// The answer as plain numbers: the cards that are played, then the summary; see [`Self::read`].
    pub fn answer(&self, study: &CheckedStudy) -> Vec<f64> {
        let starts = self.starts(study);
        let Some(summary) = self.with(study, &starts).and_then(|study| simulated(&study)) else { return Vec::new() };
        let starts = Start::encode(&starts);
        [&[starts.len() as f64][..], &starts, &summary.encode()].concat()
    }

    /// What [`Self::answer`] wrote; `None` where there is no such comparison.
    pub fn read(words: &[f64]) -> Option<(Vec<Start>, Summary)> {
        let (&count, rest) = words.split_first()?;
        let (starts, summary) = rest.split_at_checked(count as usize)?;
        Some((Start::decode(starts)?, Summary::decode(&Self::ask(), summary)?))
    }

    /// More trials, as many as the budget buys customers. Where trials grow or have seasons, so do these: over all months
    /// they cost the budget.
    fn acquiring(&self, study: &CheckedStudy, typed: &Scenario, cost: f64, from: u32) -> Option<Scenario> {
        let horizon = study.horizon_months() as u32;
        let wanted = self.budget / cost * f64::from(horizon - from + 1);
        let more = |trials: f64| {
            let mut scenario = typed.clone();
            scenario.events.push(Event {
                value: Estimate::Exact(trials),
                ..Event::neutral(Key::TrialsStart, Action::Add, u64::from(from), Estimate::Exact(0.0))
            });
            scenario
        };
        let joining = |scenario: Scenario| -> Option<f64> {
            let study = study_of(study, vec![scenario], horizon)?;
            Some(expected(&study.scenarios()[0], horizon as usize)[Quantity::NewCustomers].iter().sum())
        };
        // New customers are linear in trials, so that one try tells how many it takes.
        let tried = 1.0;
        let bought = joining(more(tried))? - joining(typed.clone())?;
        (bought > 0.0).then(|| more(tried * wanted / bought))
    }

    /// Some of those who would leave are kept, as many as the budget pays for and can be kept.
    fn retaining(&self, study: &CheckedStudy, typed: &Scenario, cost: f64, ratio: (f64, f64)) -> Option<Scenario> {
        let horizon = study.horizon_months() as u32;
        let from = self.from_month.clamp(1, horizon);
        let room = (EVENTS_MAX - typed.events.len().min(EVENTS_MAX)) as u32;
        let steps = (horizon - from + 1).min(STEPS_MAX).min(room.saturating_sub(1));
        if steps == 0 {
            return None;
        }
        let length = (horizon - from + 1).div_ceil(steps);
        let shares = [ratio.0, ratio.1].map(|ratio| self.kept(study, typed, ratio / cost, from, length));
        let [low, high] = shares;
        let mut scenario = typed.clone();
        scenario.events.push(Event {
            value: Estimate::Exact(self.budget),
            ..Event::neutral(Key::FixedCosts, Action::Add, u64::from(from), Estimate::Exact(0.0))
        });
        scenario.events.extend(reductions(&low?, &high?, from, length));
        Some(scenario)
    }

    /// The share of leavers kept in each stretch of months, where a unit of money keeps so many customers.
    fn kept(&self, study: &CheckedStudy, typed: &Scenario, per_money: f64, from: u32, length: u32) -> Option<Vec<f64>> {
        let horizon = study.horizon_months() as u32;
        let kept_in_month = self.budget * per_money;
        let mut shares: Vec<f64> = Vec::new();
        while from + shares.len() as u32 * length <= horizon {
            let mut scenario = typed.clone();
            scenario.events.extend(reductions(&shares, &shares, from, length));
            let at = from + shares.len() as u32 * length;
            let now = study_of(study, vec![scenario], at)?;
            let path = expected(&now.scenarios()[0], at as usize);
            let leaving = path[Quantity::VoluntaryChurnedCustomers][at as usize];
            shares.push(if leaving > 0.0 { (kept_in_month / leaving).min(REDUCTION_MAX) } else { REDUCTION_MAX });
        }
        Some(shares)
    }

    /// As plain numbers: see [`Self::decode`].
    pub fn encode(&self) -> Vec<f64> {
        let (low, high) = if let Means::Ratio(low, high) = self.by { (low, high) } else { (f64::NAN, f64::NAN) };
        vec![self.budget, f64::from(self.from_month), low, high]
    }

    /// What [`Self::encode`] wrote; `None` where the numbers are not such.
    pub fn decode(words: &[f64]) -> Option<Self> {
        let &[budget, from_month, low, high] = words else { return None };
        let by = if low.is_nan() { Means::Cards } else { Means::Ratio(low, high) };
        Some(Self { budget, from_month: from_month as u32, by })
    }
}

/// The comparison simulated.
fn simulated(study: &CheckedStudy) -> Option<Summary> {
    let study = study.with_runs(study.runs().min(RUNS_MAX));
    let (plan, ask) = (Plan::new(&study), Contest::ask());
    let mut partial = Partial::new(study.runs(), &ask, study.horizon_months());
    (0..plan.blocks()).for_each(|block| partial.run_block(&plan, &ask, block));
    partial.finish(&ask)
}

/// Events that take these shares off all hazards, each for so many months; from a low end to a high one, with the same luck.
fn reductions(low: &[f64], high: &[f64], from: u32, length: u32) -> Vec<Event> {
    let event = |(at, (&low, &high)): (usize, (&f64, &f64))| {
        let first = u64::from(from + at as u32 * length);
        let value = if low < high { Estimate::Range { low, high } } else { Estimate::Exact(high) };
        let until_month = Some(first + u64::from(length) - 1);
        // Beyond all cards: what its events draw goes together.
        let card = Some(CARDS.len());
        Event { value, until_month, card, ..Event::neutral(Key::Churn, Action::Reduce, first, Estimate::Exact(0.0)) }
    };
    low.iter().zip(high).enumerate().map(event).collect()
}

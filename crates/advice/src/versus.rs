//! To acquire or to retain: the same budget, month by month, spent on new customers or on keeping those there are.
//!
//! A new customer costs what the scenario says. Keeping one costs a part of that: the source articles claim a fifth to a
//! twenty-fifth (`003`; `004`: less than a fifth), which is the range that a comparison begins with, not its conclusion. Or
//! cards of the playbook keep them.

use super::best::{Start, retaining};
use super::variant::study_of;
use holdfast_engine::{Cohort, PreparedStudy, Quantity, expected};
use holdfast_scenario::input::{EVENTS_MAX, REDUCTION_MAX};
use holdfast_scenario::playbook::CARDS;
use holdfast_scenario::{Action, CheckedScenario, CheckedStudy, Estimate, Event, Key, Scenario};
use holdfast_summary::{Ask, Partial, Summary, Track};

/// Runs of the comparison at most.
const RUNS_MAX: u32 = 10_000;
/// How often what is bought and kept may change.
const STRETCHES_MAX: u32 = 30;
/// How often the trials of a stretch are set right at most, and how near to the budget.
const TRIES: usize = 20;
const CLOSE: f64 = 1e-6;

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
        if checked[Key::AcquisitionCost].median() <= 0.0 || self.budget <= 0.0 {
            return None;
        }
        let stretches = Stretches::new(typed, self.from_month.clamp(1, horizon), horizon)?;
        let acquire = self.acquiring(study, typed, &stretches)?;
        let retain = match self.by {
            Means::Ratio(low, high) => self.retaining(study, typed, &stretches, (low, high))?,
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

    /// More trials, as many as the budget buys customers in each stretch of months, at what one costs then. A trial begins
    /// sooner than its customer is paid for by its length.
    fn acquiring(&self, study: &CheckedStudy, typed: &Scenario, stretches: &Stretches) -> Option<Scenario> {
        let mut scenario = typed.clone();
        for (first, last) in stretches.each() {
            let path_of = |scenario: &Scenario| {
                let study = study_of(study, vec![scenario.clone()], last)?;
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
            // Seasons and growth multiply what is added, and trials below 0 are none: by secants.
            let mut known = (0.0, 0.0);
            for _ in 0..TRIES {
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
                if (spent - wanted).abs() <= CLOSE * wanted {
                    break;
                }
                // Below what would bring the trials to more than none nothing is spent.
                trials = if slope > 0.0 { trials + (wanted - spent) / slope } else { 2.0 * trials };
            }
            scenario = with(trials);
        }
        study_of(study, vec![scenario.clone()], study.horizon_months() as u32).map(|_| scenario)
    }

    /// Some of those who would leave or pause are kept, as many as the budget pays for and can be kept.
    fn retaining(
        &self,
        study: &CheckedStudy,
        typed: &Scenario,
        stretches: &Stretches,
        ratio: (f64, f64),
    ) -> Option<Scenario> {
        let low = self.kept(study, typed, stretches, ratio.0)?;
        let high = self.kept(study, typed, stretches, ratio.1)?;
        let mut scenario = typed.clone();
        scenario.events.push(Event {
            value: Estimate::Exact(self.budget),
            ..Event::neutral(Key::FixedCosts, Action::Add, u64::from(stretches.from), Estimate::Exact(0.0))
        });
        scenario.events.extend(reductions(&study.scenarios()[0], &low, &high, stretches));
        Some(scenario)
    }

    /// The share kept of those who would leave in each stretch of months, where a new customer costs so many times what keeping one
    /// does.
    fn kept(&self, study: &CheckedStudy, typed: &Scenario, stretches: &Stretches, ratio: f64) -> Option<Vec<f64>> {
        let mut shares: Vec<f64> = Vec::new();
        for (first, _) in stretches.each() {
            let mut scenario = typed.clone();
            scenario.events.extend(reductions(&study.scenarios()[0], &shares, &shares, stretches));
            let now = study_of(study, vec![scenario], first)?;
            let checked = &now.scenarios()[0];
            let path = expected(checked, first as usize);
            let at = first as usize;
            let leaving = path[Quantity::VoluntaryChurnedCustomers][at] + path[Quantity::NewlyPausedCustomers][at];
            let kept = self.budget * ratio / Cohort::joining(checked, 0, first, 0).input(Key::AcquisitionCost);
            shares.push(if leaving > 0.0 { f64::min(kept / leaving, 1.0) } else { 1.0 });
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
    let (plan, ask) = (PreparedStudy::new(&study), Contest::ask());
    let mut partial = Partial::new(study.runs(), &ask, study.horizon_months());
    (0..plan.blocks()).for_each(|block| partial.run_block(&plan, &ask, block));
    partial.finish(&ask)
}

/// Months that are treated alike: from each to the next what is bought or kept may change, as the business grows.
struct Stretches {
    from: u32,
    length: u32,
    horizon: u32,
}

impl Stretches {
    /// As many as fit into the scenario's list of events, two for each and one more; `None` where none does.
    fn new(typed: &Scenario, from: u32, horizon: u32) -> Option<Self> {
        let room = EVENTS_MAX.saturating_sub(typed.events.len() + 1) as u32 / 2;
        let count = (horizon - from + 1).min(STRETCHES_MAX).min(room);
        (count > 0).then(|| Self { from, length: (horizon - from + 1).div_ceil(count), horizon })
    }

    /// The first and the last month of each.
    fn each(&self) -> impl Iterator<Item = (u32, u32)> {
        let firsts = (self.from..=self.horizon).step_by(self.length as usize);
        firsts.map(|first| (first, (first + self.length - 1).min(self.horizon)))
    }
}

/// How much of an input other events take away in a month already.
fn reduced(scenario: &CheckedScenario, key: Key, month: u32) -> f64 {
    let reduces = scenario.events_of(key).filter(|event| event.action == Action::Reduce);
    let reduced: f64 = reduces.map(|event| event.weight(month) * event.amount.median()).sum();
    reduced.min(REDUCTION_MAX)
}

/// Events that take these shares off what the scenario has of hazards at all ages, for each stretch; from a low end to a
/// high one, with the same luck.
fn reductions(scenario: &CheckedScenario, low: &[f64], high: &[f64], stretches: &Stretches) -> Vec<Event> {
    let mut events = Vec::new();
    for ((first, last), (&low, &high)) in stretches.each().zip(low.iter().zip(high)) {
        let until_month = Some(u64::from(last));
        // Beyond all cards: what its events draw goes together.
        let card = Some(CARDS.len());
        for key in
            [Key::Churn, Key::EarlyChurn].into_iter().filter(|&key| scenario.survival().responds_to_events_on(key))
        {
            // Reductions add up: what others have taken is not there to be kept, and counts among the most that can be.
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

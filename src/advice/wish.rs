//! What is asked for beside the study: one table. Not part of the study; a link does not carry it.

use super::super::live::Live;
use holdfast_scenario::Unit;

/// A number that somebody can wish.
#[derive(Debug)]
pub struct Wish {
    /// snake_case: the stem of its text id and of its place.
    pub name: &'static str,
    pub unit: Unit,
    /// NaN leaves it to the study.
    pub default: f64,
    /// Both inclusive.
    pub bounds: (f64, f64),
}

/// Declares the wishes, each with its place among all.
macro_rules! wishes {
    ($($key:ident $name:literal $unit:ident $default:expr, $low:literal..=$high:literal;)*) => {
        /// The name of a wish, an index into [`WISHES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Want { $($key),* }

        /// The table.
        pub const WISHES: &[Wish] = &[$(Wish {
            name: $name, unit: Unit::$unit, default: $default, bounds: ($low, $high),
        }),*];
    };
}

wishes! {
    // Of which measure, by its place among all: what matters.
    Measure "measure" Plain 1.0, 0.0..=4.0;
    // The map: its inputs by their places in the table, where each begins and ends, and what it shows, a measure or after
    // these the chance to reach the target.
    Across "map_across" Plain 10.0, 0.0..=100.0;
    Upwards "map_upwards" Plain 4.0, 0.0..=100.0;
    AcrossLow "map_low" Plain f64::NAN, -1e12..=1e12;
    AcrossHigh "map_high" Plain f64::NAN, -1e12..=1e12;
    UpwardsLow "map_low" Plain f64::NAN, -1e12..=1e12;
    UpwardsHigh "map_high" Plain f64::NAN, -1e12..=1e12;
    MapShows "map_shows" Plain 1.0, 0.0..=5.0;
    // To acquire or to retain. That keeping a customer costs a fifth to a twenty-fifth of what a new one costs is what the
    // sources claim: where a comparison begins.
    Budget "budget" MoneyPerMonth 2000.0, 1.0..=1e9;
    BudgetFrom "budget_from" Plain 1.0, 1.0..=240.0;
    RatioLow "ratio_low" Ratio 5.0, 0.1..=1000.0;
    RatioHigh "ratio_high" Ratio 25.0, 0.1..=1000.0;
    // By what: 0 at a price, 1 by cards.
    RetainBy "retain_by" Plain 0.0, 0.0..=1.0;
    // A goal: the lever by its place in the table, the measure, its value, the month, the probability.
    Lever "goal_lever" Plain 10.0, 0.0..=100.0;
    GoalMeasure "goal_measure" Plain f64::NAN, 0.0..=4.0;
    GoalValue "goal_value" Plain f64::NAN, -1e12..=1e12;
    GoalMonth "goal_month" Plain f64::NAN, 1.0..=240.0;
    Probability "goal_probability" Share 0.8, 0.01..=0.99;
    // Which lever others are compared with, by its place among all, and how much of it.
    TradeLever "trade_lever" Plain 5.0, 0.0..=100.0;
    TradeAmount "trade_amount" Plain f64::NAN, -1e12..=1e12;
    // For cards of the playbook.
    PlanBudget "plan_budget" MoneyPerMonth 1000.0, 0.0..=1e9;
}

impl Want {
    /// Its row of the table.
    pub fn row(self) -> &'static Wish {
        &WISHES[self as usize]
    }
}

/// All wishes as they are.
#[derive(Clone, Copy)]
pub struct Wishes(Live<Vec<f64>>);

impl Default for Wishes {
    fn default() -> Self {
        Self(Live::new(WISHES.iter().map(|wish| wish.default).collect()))
    }
}

impl Wishes {
    /// One of them.
    pub fn get(self, want: Want) -> f64 {
        self.0.with(|all| all[want as usize])
    }

    /// The same, unless it is left to the study.
    pub fn get_or(self, want: Want, other: impl FnOnce() -> f64) -> f64 {
        let value = self.get(want);
        if value.is_nan() { other() } else { value }
    }

    /// Changes one of them.
    pub fn set(self, want: Want, value: f64) {
        self.0.update(|all| all[want as usize] = value);
    }
}

//! The table of inputs, with their bounds, defaults and units. The form, the checks, study files, links, the command
//! line and the tests read this table. No other part of the program states a bound, a default or a unit of an input.

use super::slider_scale::SliderScale;
use super::unit::Unit;

/// The group in which the form shows an input. Every group except the last is a stage of a customer's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// People hear of the product and begin trials.
    Reach,
    /// Trials become paying customers.
    Acquire,
    /// Customers begin to pay more or less than before.
    Develop,
    /// Customers stay, pause or leave.
    Retain,
    /// Customers who left come back.
    Return,
    /// Customers refer other people to the product.
    Advocate,
    /// The customers and the cash at the opening, the gross margin, the fixed costs and the discount rate.
    Money,
}

impl Stage {
    /// All stages, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Reach, Self::Acquire, Self::Develop, Self::Retain, Self::Return, Self::Advocate, Self::Money];

    /// The snake_case name. The id of the stage's text is made from it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::Acquire => "acquire",
            Self::Develop => "develop",
            Self::Retain => "retain",
            Self::Return => "return",
            Self::Advocate => "advocate",
            Self::Money => "money",
        }
    }
}

/// The set of possible values of a quantity. If the quantity is a range, its distribution depends on this set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Numbers from 0 to 1. A range has a logit-normal distribution. If an end of the range is 0 or 1, the distribution
    /// is normal, because the logit of this end would be infinite.
    OpenShare,
    /// Numbers from 0 upwards. A range has a log-normal distribution. If its low end is 0, the distribution is normal,
    /// because the logarithm of this end would be infinite.
    Positive,
    /// Any number. A range has a normal distribution.
    Real,
    /// Whole numbers of months. A range is not allowed, because the number must be the same in all runs. The engine
    /// derives from it the ages and the trials that it follows.
    Whole,
}

/// The source of an input's default. The page shows the source beside the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An assumption of ours, chosen to be plausible.
    Assumption,
    /// The article whose claim the preset “Leaky bucket” simulates.
    Article,
    /// The chart published in 2019 from which the article has its figures. With the defaults that have this source, new
    /// MRR grows by $1,225 each month, which fits the chart.
    Chart2019,
}

impl Source {
    /// The snake_case name. The id of the source's text is made from it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Assumption => "assumption",
            Self::Article => "article",
            Self::Chart2019 => "chart_2019",
        }
    }
}

/// One row of the table of inputs.
#[derive(Debug)]
pub struct Input {
    /// The snake_case key in study files. The ids of the input's texts are made from it. The random numbers of a range
    /// also depend on it, so an input with a new name would get other futures. The name must not be `amount`, because
    /// the random numbers for the amounts of events already use this name.
    pub name: &'static str,
    /// The stage under which the form shows the input.
    pub stage: Stage,
    /// The unit of the input's values.
    pub unit: Unit,
    /// The set of the input's possible values.
    pub support: Support,
    /// The value in a new scenario.
    pub default: f64,
    /// The least and the greatest allowed value, both inclusive.
    pub bounds: (f64, f64),
    /// The scale of the input's slider.
    pub slider_scale: SliderScale,
    /// The values at the two ends of the slider. A typed value may be outside these ends, but not outside `bounds`.
    pub slider: (f64, f64),
    /// The step of a linear slider, or approximately the first step of a slider with a log scale.
    pub slider_step: f64,
    /// The source of the default.
    pub source: Source,
}

/// Declares [`Key`] and [`INPUTS`] from one list, so that both have the same inputs in the same order.
macro_rules! inputs {
    ($($key:ident $name:literal {
        $stage:ident, $unit:ident, $support:ident, default $default:literal, bounds $low:literal..=$high:literal,
        slider $scale:ident $from:literal..=$to:literal step $step:literal, $source:ident
    })*) => {
        /// The key of an input. As a number, it is the index of the input in [`INPUTS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Key { $($key),* }

        impl Key {
            /// The keys of all inputs, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$key),*];
        }

        /// The table of inputs, in the order of the form.
        pub const INPUTS: [Input; Key::ALL.len()] = [$(Input {
            name: $name, stage: Stage::$stage, unit: Unit::$unit, support: Support::$support, default: $default,
            bounds: ($low, $high), slider_scale: SliderScale::$scale, slider: ($from, $to), slider_step: $step,
            source: Source::$source,
        }),*];
    };
}

inputs! {
    TrialsStart "trials_start" {
        Reach, CountPerMonth, Positive, default 0.0, bounds 0.0..=1e9,
        slider Log 0.0..=1e5 step 1.0, Chart2019
    }
    TrialsStep "trials_step" {
        Reach, CountPerMonth, Real, default 350.0, bounds -1e9..=1e9,
        slider Linear -500.0..=2000.0 step 10.0, Chart2019
    }
    TrialsGrowth "trials_growth" {
        Reach, GrowthPerMonth, Real, default 0.0, bounds -0.5..=0.5,
        slider Linear -0.1..=0.1 step 0.001, Assumption
    }
    TrialsVariation "trials_variation" {
        Reach, Ratio, Positive, default 0.0, bounds 0.0..=3.0,
        slider Linear 0.0..=1.0 step 0.01, Assumption
    }
    Conversion "conversion" {
        Acquire, Share, OpenShare, default 0.07, bounds 0.0..=1.0,
        slider Linear 0.0..=0.3 step 0.001, Assumption
    }
    TrialMonths "trial_months" {
        Acquire, Months, Whole, default 0.0, bounds 0.0..=12.0,
        slider Linear 0.0..=12.0 step 1.0, Assumption
    }
    Price "price" {
        Acquire, MoneyPerMonth, Positive, default 50.0, bounds 0.0..=1e6,
        slider Log 0.0..=2000.0 step 0.5, Assumption
    }
    AcquisitionCost "acquisition_cost" {
        Acquire, Money, Positive, default 0.0, bounds 0.0..=1e6,
        slider Log 0.0..=1e5 step 5.0, Assumption
    }
    Expansion "expansion" {
        Develop, GrowthPerMonth, OpenShare, default 0.0, bounds 0.0..=0.5,
        slider Linear 0.0..=0.1 step 0.001, Assumption
    }
    Contraction "contraction" {
        Develop, SharePerMonth, OpenShare, default 0.0, bounds 0.0..=0.5,
        slider Linear 0.0..=0.1 step 0.001, Assumption
    }
    Churn "churn" {
        Retain, SharePerMonth, OpenShare, default 0.04, bounds 0.0..=0.99,
        slider Linear 0.0..=0.15 step 0.001, Article
    }
    EarlyChurn "early_churn" {
        Retain, SharePerMonth, OpenShare, default 0.1, bounds 0.0..=0.99,
        slider Linear 0.0..=0.3 step 0.001, Assumption
    }
    EarlyMonths "early_months" {
        Retain, Months, Whole, default 3.0, bounds 1.0..=60.0,
        slider Linear 1.0..=12.0 step 1.0, Assumption
    }
    SbgAlpha "sbg_alpha" {
        Retain, Ratio, Positive, default 0.8, bounds 0.01..=1000.0,
        slider Log 0.05..=20.0 step 0.001, Assumption
    }
    SbgBeta "sbg_beta" {
        Retain, Ratio, Positive, default 15.0, bounds 0.01..=100000.0,
        slider Log 0.5..=500.0 step 0.02, Assumption
    }
    SaveRate "save_rate" {
        Retain, Share, OpenShare, default 0.0, bounds 0.0..=1.0,
        slider Linear 0.0..=0.5 step 0.01, Assumption
    }
    PauseShare "pause_share" {
        Retain, Share, OpenShare, default 0.0, bounds 0.0..=1.0,
        slider Linear 0.0..=0.5 step 0.01, Assumption
    }
    PausedPrice "paused_price" {
        Retain, MoneyPerMonth, Positive, default 0.0, bounds 0.0..=1e6,
        slider Log 0.0..=500.0 step 0.1, Assumption
    }
    ResumeRate "resume_rate" {
        Retain, SharePerMonth, OpenShare, default 0.3, bounds 0.0..=1.0,
        slider Linear 0.0..=1.0 step 0.01, Assumption
    }
    PausedLeaveRate "paused_leave_rate" {
        Retain, SharePerMonth, OpenShare, default 0.1, bounds 0.0..=1.0,
        slider Linear 0.0..=1.0 step 0.01, Assumption
    }
    FailedPaymentRate "failed_payment_rate" {
        Retain, SharePerMonth, OpenShare, default 0.0, bounds 0.0..=0.99,
        slider Linear 0.0..=0.1 step 0.001, Assumption
    }
    DunningRecovery "dunning_recovery" {
        Retain, Share, OpenShare, default 0.0, bounds 0.0..=1.0,
        slider Linear 0.0..=1.0 step 0.01, Assumption
    }
    ChurnVariation "churn_variation" {
        Retain, Share, OpenShare, default 0.0, bounds 0.0..=0.5,
        slider Linear 0.0..=0.02 step 0.0005, Assumption
    }
    RetentionCost "retention_cost" {
        Retain, MoneyPerMonth, Positive, default 0.0, bounds 0.0..=1e6,
        slider Log 0.0..=500.0 step 0.1, Assumption
    }
    WinBackRate "win_back_rate" {
        Return, SharePerMonth, OpenShare, default 0.0, bounds 0.0..=1.0,
        slider Linear 0.0..=0.2 step 0.001, Assumption
    }
    WinBackMonths "win_back_months" {
        Return, Months, Whole, default 6.0, bounds 1.0..=36.0,
        slider Linear 1.0..=24.0 step 1.0, Assumption
    }
    ReferralRate "referral_rate" {
        Advocate, Ratio, Positive, default 0.0, bounds 0.0..=10.0,
        slider Log 0.0..=1.0 step 0.0005, Assumption
    }
    OpeningCustomers "opening_customers" {
        Money, Customers, Positive, default 0.0, bounds 0.0..=1e9,
        slider Log 0.0..=1e5 step 1.0, Assumption
    }
    OpeningTenure "opening_tenure" {
        Money, Months, Whole, default 0.0, bounds 0.0..=240.0,
        slider Linear 0.0..=60.0 step 1.0, Assumption
    }
    OpeningCash "opening_cash" {
        Money, Money, Real, default 0.0, bounds -1e11..=1e11,
        slider Linear -1e6..=1e7 step 1e4, Assumption
    }
    GrossMargin "gross_margin" {
        Money, Share, OpenShare, default 0.8, bounds 0.0..=1.0,
        slider Linear 0.0..=1.0 step 0.01, Assumption
    }
    FixedCosts "fixed_costs" {
        Money, MoneyPerMonth, Positive, default 0.0, bounds 0.0..=1e9,
        slider Log 0.0..=1e7 step 100.0, Assumption
    }
    DiscountRate "discount_rate" {
        Money, GrowthPerMonth, OpenShare, default 0.01, bounds 0.0..=0.5,
        slider Linear 0.0..=0.05 step 0.001, Assumption
    }
}

impl Key {
    /// The row of this input in the table [`INPUTS`].
    pub fn input(self) -> &'static Input {
        &INPUTS[self as usize]
    }

    /// The inputs for which a plan may have its own estimate.
    pub const PER_PLAN: [Self; 5] = [Self::Price, Self::Churn, Self::EarlyChurn, Self::SbgAlpha, Self::SbgBeta];

    /// Whether the input describes only the opening month. The first month that an event can change is month 1, so no
    /// event can change such an input.
    pub fn is_at_opening(self) -> bool {
        matches!(self, Self::OpeningCustomers | Self::OpeningTenure | Self::OpeningCash)
    }

    /// The key of the input with this snake_case name; `None` if no input has this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.input().name == name)
    }
}

/// The name, the default and the bounds of a setting. A setting is a whole number that belongs to the study, not to a
/// scenario.
#[derive(Debug)]
pub struct Setting {
    /// The snake_case key in study files.
    pub name: &'static str,
    /// The value in a new study.
    pub default: u64,
    /// The least and the greatest allowed value, both inclusive.
    pub bounds: (u64, u64),
}

/// The number of months after the opening month.
pub const HORIZON_MONTHS: Setting = Setting { name: "horizon_months", default: 60, bounds: (1, 240) };
/// The number of runs, which are the simulated futures.
pub const RUNS: Setting = Setting { name: "runs", default: 10_000, bounds: (2, 1_000_000) };
/// The seed of the random numbers. The same seed gives the same futures. The greatest seed is 2⁵³ − 1: a JSON reader
/// that stores numbers as doubles still keeps every integer up to this number exactly.
pub const SEED: Setting = Setting { name: "seed", default: 1, bounds: (0, (1 << 53) - 1) };
/// The allowed number of scenarios in a study.
pub const SCENARIOS: std::ops::RangeInclusive<usize> = 1..=8;
/// The years in which month 1 of a study may lie.
pub const FIRST_YEAR: std::ops::RangeInclusive<u64> = 1900..=2200;
/// The greatest allowed number of plans in a scenario. In a scenario without plans, the scenario's own price and churn
/// apply to all customers.
pub const PLANS_MAX: usize = 6;
/// The greatest allowed number of events in a scenario.
pub const EVENTS_MAX: usize = 100;
/// The allowed number of rows in a retention table.
pub const RETENTION_ROWS: std::ops::RangeInclusive<usize> = 1..=240;
/// The least and the greatest allowed monthly retention in a row of a retention table.
pub const RETENTION_BOUNDS: (f64, f64) = (0.01, 1.0);
/// The least and the greatest allowed seasonal factor.
pub const SEASON_BOUNDS: (f64, f64) = (0.0, 10.0);
/// The least and the greatest allowed factor of an event that multiplies an input.
pub const FACTOR_BOUNDS: (f64, f64) = (0.0, 1000.0);
/// The greatest share of an input's value that all events with [`Action::Reduce`](super::Action::Reduce) together can
/// take away. For churn, it comes from the source article with the tag 001: up to 85% of churn is within a company's
/// control. For other inputs, it is an assumption.
pub const REDUCTION_MAX: f64 = 0.85;
/// The greatest allowed length of a title or a name, in characters.
pub const NAME_MAX_CHARS: usize = 120;
/// The currency of a study whose file has no currency.
pub const CURRENCY_DEFAULT: &str = "USD";
/// The greatest allowed expected value of a count, or of a sum of money, in any month.
pub const EXPECTED_MAX: f64 = 1e12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_consistent() {
        for &key in Key::ALL {
            let input = key.input();
            assert_eq!(Key::from_name(input.name), Some(key));
            let (low, high) = input.bounds;
            assert!(
                low <= input.slider.0 && input.slider.0 < input.slider.1 && input.slider.1 <= high,
                "{}",
                input.name
            );
            assert!((low..=high).contains(&input.default) && input.slider_step > 0.0, "{}", input.name);
            match input.support {
                Support::OpenShare => assert!(low >= 0.0 && high <= 1.0),
                Support::Positive => assert!(low >= 0.0),
                Support::Real => {}
                Support::Whole => assert!(low >= 0.0 && input.unit == Unit::Months && input.default.fract() == 0.0),
            }
        }
    }
}

//! The table of inputs, with their bounds, defaults and units. The form, the checks, study files, links, the command
//! line and the tests all read this table; no other place states a bound, a default or a unit of an input.

use super::slider_scale::SliderScale;
use super::unit::Unit;

/// The stages of a customer's life, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// People hear of the product and begin trials.
    Reach,
    /// Trials become paying customers.
    Acquire,
    /// Customers pay more or less.
    Develop,
    /// Customers stay, pause or leave.
    Retain,
    /// Customers who left come back.
    Return,
    /// Customers refer others.
    Advocate,
    /// The opening state, margins and costs.
    Money,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 7] =
        [Self::Reach, Self::Acquire, Self::Develop, Self::Retain, Self::Return, Self::Advocate, Self::Money];

    /// The snake_case name, from which text ids are made.
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

/// The set of possible values of a quantity. The distribution of a range depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Between 0 and 1: a range is logit-normal, so its draws are never exactly 0 or 1. An exact value may be.
    OpenShare,
    /// Above 0: a range is log-normal.
    Positive,
    /// Any number: a range is normal.
    Real,
    /// Whole numbers of months: never a range, because the ages and trials that the engine follows depend on them.
    Whole,
}

/// The source of a default, which the page shows beside the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An assumption of ours, chosen to be plausible.
    Assumption,
    /// The article on which the headline study rests.
    Article,
    /// The chart published in 2019 behind that article, from which one reads that new MRR grows by $1,225 a month.
    Chart2019,
}

impl Source {
    /// The snake_case name, from which text ids are made.
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
    /// The snake_case key in study files, from which the text ids are made as well. It also selects the random numbers
    /// of a range, so another name means other futures. It must not be `amount`, the key of the amounts of events.
    pub name: &'static str,
    /// The stage under which the form shows it.
    pub stage: Stage,
    /// The unit of its values.
    pub unit: Unit,
    /// The set of its possible values.
    pub support: Support,
    /// The value in a new scenario.
    pub default: f64,
    /// The least and the greatest allowed value, both inclusive.
    pub bounds: (f64, f64),
    /// The scale of its slider.
    pub slider_scale: SliderScale,
    /// The values at the two ends of the slider. Typed values may lie outside, up to `bounds`.
    pub slider: (f64, f64),
    /// The step of a linear slider; the first step of a slider with a log scale.
    pub slider_step: f64,
    /// The source of the default.
    pub source: Source,
}

/// Declares [`Key`] and [`INPUTS`] from one list, so that the two always agree.
macro_rules! inputs {
    ($($key:ident $name:literal {
        $stage:ident, $unit:ident, $support:ident, default $default:literal, bounds $low:literal..=$high:literal,
        slider $scale:ident $from:literal..=$to:literal step $step:literal, $source:ident
    })*) => {
        /// The key of an input: its index into [`INPUTS`].
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
    /// The row of this input in the table.
    pub fn input(self) -> &'static Input {
        &INPUTS[self as usize]
    }

    /// The inputs for which a plan may have its own estimate.
    pub const PER_PLAN: [Self; 5] = [Self::Price, Self::Churn, Self::EarlyChurn, Self::SbgAlpha, Self::SbgBeta];

    /// Whether the input describes only the opening month, so that no event can change it.
    pub fn is_at_opening(self) -> bool {
        matches!(self, Self::OpeningCustomers | Self::OpeningTenure | Self::OpeningCash)
    }

    /// The key of the input with this snake_case name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.input().name == name)
    }
}

/// A whole number that belongs to the study, not to a scenario.
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
/// The number of simulated futures.
pub const RUNS: Setting = Setting { name: "runs", default: 10_000, bounds: (2, 1_000_000) };
/// The seed of the random numbers: the same seed gives the same futures. At most 2⁵³ − 1, because every JSON reader
/// keeps such a number exactly.
pub const SEED: Setting = Setting { name: "seed", default: 1, bounds: (0, (1 << 53) - 1) };
/// The number of scenarios of a study.
pub const SCENARIOS: std::ops::RangeInclusive<usize> = 1..=8;
/// The years in which a study may begin.
pub const FIRST_YEAR: std::ops::RangeInclusive<u64> = 1900..=2200;
/// The greatest number of plans of a scenario. Without plans, all its customers have the same price and churn.
pub const PLANS_MAX: usize = 6;
/// The greatest number of events of a scenario.
pub const EVENTS_MAX: usize = 100;
/// The number of rows of a retention table.
pub const RETENTION_ROWS: std::ops::RangeInclusive<usize> = 1..=240;
/// The least and the greatest monthly retention of a row.
pub const RETENTION_BOUNDS: (f64, f64) = (0.01, 1.0);
/// The least and the greatest seasonal factor.
pub const SEASON_BOUNDS: (f64, f64) = (0.0, 10.0);
/// The least and the greatest factor of an event that multiplies.
pub const FACTOR_BOUNDS: (f64, f64) = (0.0, 1000.0);
/// The greatest share of an input that all events with [`Action::Reduce`](super::Action::Reduce) may take away
/// together: up to 85% of churn is within a company's control (article 001 of the sources on the model page). For other inputs this is an
/// assumption.
pub const REDUCTION_MAX: f64 = 0.85;
/// The greatest length of a title or name, in characters.
pub const NAME_MAX_CHARS: usize = 120;
/// The currency of a study whose file has no currency.
pub const CURRENCY_DEFAULT: &str = "USD";
/// The greatest expected count, and the greatest expected sum of money, in any month.
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

//! The one table of inputs. The form, the checks, the file, the link, the command line and the tests all read it;
//! nothing else states a bound, a default or a unit.

use super::slider_scale::SliderScale;
use super::unit::Unit;

/// The stages of a customer's life, in the order in which the form shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Reach,
    Acquire,
    Develop,
    Retain,
    Return,
    Advocate,
    Money,
}

impl Stage {
    /// Every stage, in order.
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

/// Where a quantity can lie, which decides how a range is spread between and beyond its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Strictly between 0 and 1: a range is logit-normal.
    OpenShare,
    /// Above 0: a range is log-normal.
    Positive,
    /// Any number: a range is normal.
    Real,
    /// Whole numbers of months, which have a say in what is followed: never a range.
    Whole,
}

/// Where a default comes from; the page tells it beside the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Ours, chosen to be plausible.
    Assumption,
    /// The article on which the headline study rests.
    Article,
    /// Read off the chart published in 2019 behind that article: new MRR grows by $1,225 a month.
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

/// One row of the table.
#[derive(Debug)]
pub struct Input {
    /// snake_case: the key in study files and the stem of the text ids.
    pub name: &'static str,
    pub stage: Stage,
    pub unit: Unit,
    pub support: Support,
    pub default: f64,
    /// Least and greatest value accepted, both inclusive.
    pub bounds: (f64, f64),
    pub slider_scale: SliderScale,
    /// Where the slider begins and ends; typed values may go beyond, up to `bounds`.
    pub slider: (f64, f64),
    /// The least step of the slider, and of a log scale the first.
    pub slider_step: f64,
    pub source: Source,
}

/// Declares [`Key`] and [`INPUTS`] from one list, so that neither can fall behind the other.
macro_rules! inputs {
    ($($key:ident $name:literal {
        $stage:ident, $unit:ident, $support:ident, default $default:literal, bounds $low:literal..=$high:literal,
        slider $scale:ident $from:literal..=$to:literal step $step:literal, $source:ident
    })*) => {
        /// The name of an input, an index into [`INPUTS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key { $($key),* }

        impl Key {
            /// Every input, in the order of the form.
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
    /// The table's row for this input.
    pub fn input(self) -> &'static Input {
        &INPUTS[self as usize]
    }

    /// The inputs of which a plan may have its own estimate.
    pub const PER_PLAN: [Self; 5] = [Self::Price, Self::Churn, Self::EarlyChurn, Self::SbgAlpha, Self::SbgBeta];

    /// Whether it tells of the opening month alone, so that no event can change it later.
    pub fn is_at_opening(self) -> bool {
        matches!(self, Self::OpeningCustomers | Self::OpeningTenure | Self::OpeningCash)
    }

    /// The input with this snake_case name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.input().name == name)
    }
}

/// One number of the study itself rather than of a scenario.
#[derive(Debug)]
pub struct Setting {
    /// snake_case: the key in study files.
    pub name: &'static str,
    pub default: u64,
    /// Least and greatest value accepted, both inclusive.
    pub bounds: (u64, u64),
}

/// How many months are simulated after the opening one.
pub const HORIZON_MONTHS: Setting = Setting { name: "horizon_months", default: 60, bounds: (1, 240) };
/// How many futures are simulated.
pub const RUNS: Setting = Setting { name: "runs", default: 10_000, bounds: (2, 1_000_000) };
/// Which luck: the same seed gives the same futures. Up to 2⁵³ − 1, which every JSON reader keeps exactly.
pub const SEED: Setting = Setting { name: "seed", default: 1, bounds: (0, (1 << 53) - 1) };
/// How many scenarios a study may compare.
pub const SCENARIOS: std::ops::RangeInclusive<usize> = 1..=8;
/// The year that a study may begin in.
pub const FIRST_YEAR: std::ops::RangeInclusive<u64> = 1900..=2200;
/// How many plans a scenario may have; with none it has one price and one churn.
pub const PLANS_MAX: usize = 6;
/// How many events a scenario may have.
pub const EVENTS_MAX: usize = 100;
/// How many rows a table of retention may have.
pub const RETENTION_ROWS: std::ops::RangeInclusive<usize> = 1..=240;
/// Least and greatest monthly retention of a row.
pub const RETENTION_BOUNDS: (f64, f64) = (0.01, 1.0);
/// Least and greatest seasonal factor.
pub const SEASON_BOUNDS: (f64, f64) = (0.0, 10.0);
/// Least and greatest factor of an event that multiplies.
pub const FACTOR_BOUNDS: (f64, f64) = (0.0, 1000.0);
/// The greatest part of an input that events may take away by [`Action::Reduce`](super::Action): up to 85% of churn is
/// within a company's control (source article `001`). For other inputs an assumption.
pub const REDUCTION_MAX: f64 = 0.85;
/// Longest title or scenario name, in characters.
pub const NAME_MAX_CHARS: usize = 120;
/// The currency of a study that names none.
pub const CURRENCY_DEFAULT: &str = "USD";
/// The greatest count or sum of money that a study may expect in any month.
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

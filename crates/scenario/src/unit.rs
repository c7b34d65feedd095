//! Units of numbers, and the conversion between monthly and yearly rates.

use super::rounding::round_to_digits;
use serde::{Deserialize, Serialize};

/// The unit of a number. Shares and growth are stored as fractions and shown as percentages: 0.04 is shown as 4%.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// A share, stored as a fraction.
    Share,
    /// A share of the present customers or money, per month, stored as a fraction. An example is monthly churn.
    SharePerMonth,
    /// Compound growth per month, stored as a fraction.
    GrowthPerMonth,
    /// A count per month. It need not be a whole number, because it can be a mean.
    CountPerMonth,
    /// A whole number of customers.
    Customers,
    /// Money, in the study's currency.
    Money,
    /// Money per month, in the study's currency.
    MoneyPerMonth,
    /// A whole number of months.
    Months,
    /// A ratio of two quantities of the same kind, or a parameter without a unit, such as α of a distribution.
    Ratio,
    /// Any other number, such as the number of runs or the seed.
    Plain,
}

impl Unit {
    /// Whether the number is stored as a fraction and shown as a percentage.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Share | Self::SharePerMonth | Self::GrowthPerMonth)
    }

    /// Whether the number is an amount of the study's currency.
    pub fn is_money(self) -> bool {
        matches!(self, Self::Money | Self::MoneyPerMonth)
    }

    /// Converts a monthly rate m to a yearly rate: 1 − (1 − m)¹² for a share, and (1 + m)¹² − 1 for growth. Returns
    /// `None` for other units, and for an impossible rate, such as a share above 1.
    ///
    /// [`monthly`](Self::monthly) converts the result back. For monthly shares up to 50%, the error is less than 10⁻¹².
    /// For greater monthly shares, the error can be larger, because the yearly share is very near to 1.
    pub fn yearly(self, monthly: f64) -> Option<f64> {
        self.compound(12.0, monthly)
    }

    /// Converts a yearly rate to a monthly rate. This is the inverse of [`yearly`](Self::yearly).
    pub fn monthly(self, yearly: f64) -> Option<f64> {
        self.compound(1.0 / 12.0, yearly)
    }

    /// Rounds a monthly rate to five significant digits, for display. Returns a number with any other unit unchanged.
    pub fn round_for_display(self, value: f64) -> f64 {
        if self.yearly(0.0).is_some() { round_to_digits(value, 5) } else { value }
    }

    /// Converts a rate to the rate over a period that is `times` as long. Returns `None` if the unit is not a monthly
    /// rate, or if the rate is impossible.
    fn compound(self, times: f64, rate: f64) -> Option<f64> {
        // A share that is lost each month is the same as negative growth.
        let sign = match self {
            Self::SharePerMonth => -1.0,
            Self::GrowthPerMonth => 1.0,
            _ => return None,
        };
        let rate = sign * (libm::exp(times * libm::log(1.0 + sign * rate)) - 1.0);
        rate.is_finite().then_some(rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_twelve_months() {
        for (unit, monthly, yearly) in [
            (Unit::SharePerMonth, 0.0, 0.0),
            (Unit::SharePerMonth, 0.5, 1.0 - 1.0 / 4096.0),
            (Unit::SharePerMonth, 1.0, 1.0),
            (Unit::GrowthPerMonth, 1.0, 4095.0),
            (Unit::GrowthPerMonth, -0.5, 1.0 / 4096.0 - 1.0),
            (Unit::GrowthPerMonth, -1.0, -1.0),
        ] {
            assert!((unit.yearly(monthly).unwrap() - yearly).abs() < 1e-12 * yearly.abs().max(1.0), "{monthly}");
        }
        let kept = (0..12).fold(1.0, |kept, _| 0.96 * kept);
        assert!((Unit::SharePerMonth.yearly(0.04).unwrap() - (1.0 - kept)).abs() < 1e-15);
    }

    #[test]
    fn yearly_and_monthly_are_inverse() {
        for permille in -500..=500 {
            let rate = f64::from(permille) / 1000.0;
            for unit in [Unit::SharePerMonth, Unit::GrowthPerMonth] {
                let back = unit.monthly(unit.yearly(rate).unwrap()).unwrap();
                assert!((back - rate).abs() < 1e-12, "{unit:?} {rate} {back}");
                let back = unit.yearly(unit.monthly(2.0 * rate).unwrap()).unwrap();
                assert!((back - 2.0 * rate).abs() < 1e-12, "{unit:?} {rate} {back}");
            }
        }
    }

    #[test]
    fn only_rates_have_a_yearly_rate() {
        for unit in [Unit::Share, Unit::CountPerMonth, Unit::MoneyPerMonth, Unit::Months, Unit::Ratio] {
            assert_eq!((unit.yearly(0.1), unit.monthly(0.1)), (None, None), "{unit:?}");
        }
        let none = [
            (Unit::SharePerMonth, 1.01),
            (Unit::GrowthPerMonth, -1.01),
            (Unit::GrowthPerMonth, f64::INFINITY),
            (Unit::GrowthPerMonth, 1e300),
            (Unit::SharePerMonth, f64::NAN),
        ];
        assert!(none.into_iter().all(|(unit, rate)| unit.yearly(rate).is_none()));
        assert_eq!(Unit::SharePerMonth.monthly(1.5), None);
    }
}

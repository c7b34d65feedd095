//! The table of the playbook's cards. A card is a technique for keeping customers. It adds events to a scenario.
//!
//! The sources are five articles on retention, which cards name by the tags 000 to 004. They say which inputs a
//! technique changes. They rarely say how much, how soon and at what cost, so most of these numbers are assumptions.
//! [`Origin`] tells the source of each amount.
//!
//! Several cards can change the same input. The action of the events decides how their effects combine:
//! - factors on a hazard are multiplied;
//! - chances s to save a customer or to recover a payment combine to 1 − ∏(1 − s);
//! - reductions of churn are added up, because each card answers a different reason for leaving. No reduction is
//!   greater than the share of leaving customers who, according to the source, have this reason.

use super::action::Action;
use super::input::{Key, Stage};

/// A technique for keeping customers.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// The snake_case name in study files. The ids of the card's texts are also made from it.
    pub name: &'static str,
    /// The tags of the articles that describe the technique, such as "002".
    pub sources: &'static [&'static str],
    /// The effects of the technique on inputs.
    pub effects: &'static [Effect],
    /// The number of months in which the effects grow and are not yet complete.
    pub ramp_months: u64,
    /// The costs. All of them are assumptions.
    pub cost: Cost,
}

/// The effect of a technique on one input.
#[derive(Debug, PartialEq)]
pub struct Effect {
    /// The input that changes.
    pub input: Key,
    /// The way in which the input changes.
    pub action: Action,
    /// The 5th and the 95th percentile of the amount.
    pub amount: (f64, f64),
    /// The source of the amount.
    pub origin: Origin,
    /// The number of months with an effect; `None` means that the effect does not end.
    pub months: Option<u64>,
}

/// The source of an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// An assumption of ours, chosen to be plausible.
    Assumption,
    /// An assumption of ours. The article with this tag gives this value as an upper limit of the amount.
    AtMost(f64, &'static str),
    /// Computed from numbers in the article with this tag and from our assumption about the share of customers whom the
    /// technique reaches. The article reports a correlation, not a cause.
    Article(&'static str),
}

/// The costs of a technique, in the study's currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The cost in the first month only.
    pub once: f64,
    /// The cost in each month.
    pub monthly: f64,
    /// The cost in each month for each customer.
    pub per_customer: f64,
}

/// Makes the table of cards from a short notation. `cost` is followed by the cost in the first month, in each month,
/// and in each month for each customer. `for 3` after an effect limits it to 3 months.
macro_rules! cards {
    ($($name:literal [$($source:literal)*] ramp $ramp:literal, cost $once:literal $monthly:literal $each:literal {
        $($input:ident $action:ident $low:literal..=$high:literal $origin:ident $(($($about:tt)*))? $(for $months:literal)?,)*
    })*) => {
        &[$(Card {
            name: $name,
            sources: &[$($source),*],
            effects: &[$(Effect {
                input: Key::$input,
                action: Action::$action,
                amount: ($low, $high),
                origin: Origin::$origin $(($($about)*))?,
                months: [$(Some($months),)? None][0],
            }),*],
            ramp_months: $ramp,
            cost: Cost { once: $once, monthly: $monthly, per_customer: $each },
        }),*]
    };
}

/// All cards. Their order follows the stages of a customer's life.
pub const CARDS: &[Card] = cards! {
    "reuse_content" ["000"] ramp 6, cost 0.0 300.0 0.0 {
        TrialsStart Multiply 1.02..=1.08 Assumption,
        TrialsStep Multiply 1.02..=1.08 Assumption,
        EarlyChurn Multiply 0.92..=0.98 Assumption,
    }
    "onboarding" ["002"] ramp 3, cost 5000.0 1000.0 0.0 {
        EarlyChurn Multiply 0.6..=0.9 Assumption,
    }
    "founder_support" ["000"] ramp 1, cost 0.0 500.0 0.0 {
        EarlyChurn Multiply 0.8..=0.95 Assumption,
    }
    // Article 002: after 24 months, 30% of the customers with one product are left, and 50% of those with two products.
    // The monthly hazards are 4.89% and 2.85%, so the second product multiplies the hazard by 0.58. If 7% to 28% of all
    // customers buy it, the mean hazard is multiplied by 0.97 to 0.88.
    "upsell" ["002"] ramp 6, cost 0.0 1000.0 0.0 {
        Churn Multiply 0.88..=0.97 Article("002"),
        Expansion Add 0.002..=0.008 Assumption,
    }
    "price_change" ["000"] ramp 0, cost 0.0 0.0 0.0 {
        Price Multiply 1.05..=1.15 Assumption,
        Churn Multiply 1.1..=1.3 Assumption for 3,
    }
    "surveys" ["000" "001"] ramp 3, cost 0.0 100.0 0.0 {
        Churn Multiply 0.93..=0.98 Assumption,
    }
    "ship_requests" ["000"] ramp 6, cost 0.0 1000.0 0.0 {
        Churn Multiply 0.92..=0.98 Assumption,
    }
    // The limits of the next two cards: 68% of the customers who leave feel that nobody cares about them, and 14% are
    // unhappy with the product or the service. These are two different reasons, so the reductions are added up.
    "show_care" ["001" "004"] ramp 6, cost 0.0 0.0 0.5 {
        Churn Reduce 0.03..=0.12 AtMost(0.68, "001"),
    }
    "fix_product" ["001" "002"] ramp 9, cost 20000.0 0.0 0.0 {
        Churn Reduce 0.02..=0.08 AtMost(0.14, "001"),
    }
    "loyalty" ["003" "004"] ramp 6, cost 3000.0 0.0 1.0 {
        Churn Multiply 0.9..=0.98 Assumption,
        Expansion Add 0.001..=0.005 Assumption,
    }
    "crm" ["003" "004"] ramp 4, cost 0.0 500.0 0.0 {
        TrialsStart Multiply 1.0..=1.05 Assumption,
        TrialsStep Multiply 1.0..=1.05 Assumption,
        Churn Multiply 0.94..=0.99 Assumption,
    }
    // 15% to 30% of the customers who leave have a problem that the company could solve while they cancel. No other
    // customers can be saved, so the save rate is at most 0.3.
    "cancel_flow" ["003"] ramp 1, cost 3000.0 100.0 0.0 {
        SaveRate Combine 0.05..=0.15 AtMost(0.3, "003"),
    }
    "pause_plan" ["000"] ramp 1, cost 2000.0 0.0 0.0 {
        PauseShare Combine 0.1..=0.3 Assumption,
        PausedPrice Set 3.0..=7.0 Assumption,
        ResumeRate Set 0.15..=0.35 Assumption,
    }
    "calm_dunning" ["000"] ramp 2, cost 1000.0 50.0 0.0 {
        DunningRecovery Combine 0.3..=0.6 Assumption,
    }
    "win_back" ["003"] ramp 1, cost 1000.0 100.0 0.0 {
        WinBackRate Combine 0.005..=0.02 Assumption,
    }
    "referral" ["004"] ramp 3, cost 0.0 300.0 0.0 {
        ReferralRate Add 0.005..=0.02 Assumption,
    }
};

impl Origin {
    /// The upper limit of the amount that the source gives; `None` if it gives no limit.
    pub fn ceiling(self) -> Option<f64> {
        if let Self::AtMost(most, _) = self { Some(most) } else { None }
    }
}

impl Card {
    /// Whether the card changes an input of the stages Retain or Return, and no input of the stages Reach and Acquire.
    /// The price is an input of the stage Acquire.
    pub fn retains(&self) -> bool {
        let effects =
            |stages: [Stage; 2]| self.effects.iter().any(|change| stages.contains(&change.input.input().stage));
        effects([Stage::Retain, Stage::Return]) && !effects([Stage::Reach, Stage::Acquire])
    }

    /// The upper limit of the amount of this card's event on `input` with `action`; `None` if no source gives a limit.
    pub(super) fn ceiling(&self, input: Key, action: Action) -> Option<f64> {
        let is_it = |change: &&Effect| change.input == input && change.action == action;
        self.effects.iter().find(is_it).and_then(|change| change.origin.ceiling())
    }
}

//! The table of the playbook's cards. A card is a technique of keeping customers; it adds events to a scenario.
//!
//! The sources (the five articles behind this project, 000 to 004 on the model page, `assets/model.html`) say which inputs a technique changes. They
//! rarely say how much, how soon and at what cost: these figures are assumptions, except those with a source of their
//! own. The effects of several cards compose by the actions of their events: hazards multiply; chances to save a
//! customer or to recover a payment combine to 1 − ∏(1 − s); answers to different reasons for leaving add up, and each
//! is at most the share of leavers that its source gives for the reason.

use super::action::Action;
use super::input::{Key, Stage};

/// A technique of keeping customers.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// The snake_case name in study files, from which the text ids are made as well.
    pub name: &'static str,
    /// The tags of the articles that describe it.
    pub sources: &'static [&'static str],
    /// The effects on inputs.
    pub effects: &'static [Effect],
    /// The number of months in which the effect is not complete yet.
    pub ramp_months: u64,
    /// The costs, which are all assumptions.
    pub cost: Cost,
}

/// The effect of a technique on one input.
#[derive(Debug, PartialEq)]
pub struct Effect {
    /// The input that changes.
    pub input: Key,
    /// The action of the event.
    pub action: Action,
    /// The 5th and the 95th percentile of the amount.
    pub amount: (f64, f64),
    /// The source of the amount.
    pub origin: Origin,
    /// The duration in months; `None` means for good.
    pub months: Option<u64>,
}

/// The source of an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// An assumption of ours, chosen to be plausible.
    Assumption,
    /// An assumption of ours, at most this value, which the article with this tag gives.
    AtMost(f64, &'static str),
    /// Computed from figures of the article with this tag and from an assumption of ours about the share of customers
    /// that are reached. The article reports a correlation, not a cause.
    Article(&'static str),
}

/// The costs of a technique, in the study's currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// In the first month.
    pub once: f64,
    /// In each month.
    pub monthly: f64,
    /// In each month, for each customer.
    pub per_customer: f64,
}

/// Makes the table of cards from a short notation.
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

/// All cards, in the order of the stages of a customer's life.
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
    // After 24 months, 30% of customers are left, and 50% of those with a second product: a monthly hazard of 2.85%
    // instead of 4.89%, a factor of 0.58. Here 7% to 28% of customers take the second product.
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
    // 68% of those who leave feel that nobody cares, and 14% are unhappy with product or service: two different
    // reasons.
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
    // 15% to 30% leave because of a problem that could be solved while they cancel: at most these can be saved.
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
    /// The greatest amount that the source allows; `None` if no source gives one.
    pub fn ceiling(self) -> Option<f64> {
        if let Self::AtMost(most, _) = self { Some(most) } else { None }
    }
}

impl Card {
    /// Whether the card keeps customers or brings them back, and changes neither their acquisition nor the price.
    pub fn retains(&self) -> bool {
        let effects =
            |stages: [Stage; 2]| self.effects.iter().any(|change| stages.contains(&change.input.input().stage));
        effects([Stage::Retain, Stage::Return]) && !effects([Stage::Reach, Stage::Acquire])
    }

    /// The greatest amount that the source allows for an event of this card; `None` if no source gives one.
    pub(super) fn ceiling(&self, input: Key, action: Action) -> Option<f64> {
        let is_it = |change: &&Effect| change.input == input && change.action == action;
        self.effects.iter().find(is_it).and_then(|change| change.origin.ceiling())
    }
}

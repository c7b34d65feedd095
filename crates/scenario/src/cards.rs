//! The playbook: techniques of keeping customers, each a card that adds events to a scenario.
//!
//! Which inputs a technique effects is what its sources say (the five articles behind this project, by their tags). How much,
//! at what cost and how soon they rarely say: all such figures are assumptions, but for those with a source of their own.
//! Cards compose by what their events do: hazards multiply, chances to save or to recover combine to 1 − ∏(1 − s), and
//! answers to different reasons for leaving add up, each within what its source gives for its reason.

use super::action::Action;
use super::input::{Key, Stage};

/// A technique.
#[derive(Debug, PartialEq)]
pub struct Card {
    /// snake_case: its name in study files and the stem of its text ids.
    pub name: &'static str,
    /// Tags of the articles that tell of it.
    pub sources: &'static [&'static str],
    pub effects: &'static [Effect],
    /// How many months have only a part of the effect.
    pub ramp_months: u64,
    /// In the study's currency: at the start, each month, and each month for each customer. Assumptions.
    pub cost: Cost,
}

/// What a technique does to an input.
#[derive(Debug, PartialEq)]
pub struct Effect {
    pub input: Key,
    pub action: Action,
    /// Nine times in ten the amount lies between these.
    pub amount: (f64, f64),
    pub origin: Origin,
    /// How many months it lasts; `None` means for good.
    pub months: Option<u64>,
}

/// Where an amount comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// Ours, chosen to be plausible.
    Assumption,
    /// Ours, but a source says what it can be at most: the article's tag.
    AtMost(f64, &'static str),
    /// Follows from the figures of this article, which tells of what goes together, not of what causes what, and from an
    /// assumption of ours about how many customers it reaches.
    Article(&'static str),
}

/// What a technique costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    pub once: f64,
    pub monthly: f64,
    pub per_customer: f64,
}

/// Declares the cards.
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

/// The cards, in the order of a customer's life.
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
    // A second product goes with 20 points more of the 30% that are left after 24 months: of those who take it, hazards of
    // 2.85% instead of 4.89% a month, a factor of 0.58. Here some 7% to 28% of customers do.
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
    // 68% of those who leave feel that nobody cares, 14% are unhappy with product or service: different reasons.
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
    // 15% to 30% leave over a problem that could be solved as they cancel: no more can be saved.
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
    /// What the amount can be at most, where a source says.
    pub fn ceiling(self) -> Option<f64> {
        if let Self::AtMost(most, _) = self { Some(most) } else { None }
    }
}

impl Card {
    /// Whether it keeps customers or brings them back, and does nothing to win new ones or to charge them more.
    pub fn retains(&self) -> bool {
        let effects =
            |stages: [Stage; 2]| self.effects.iter().any(|change| stages.contains(&change.input.input().stage));
        effects([Stage::Retain, Stage::Return]) && !effects([Stage::Reach, Stage::Acquire])
    }

    /// What the source allows an event of this card to be at most.
    pub(super) fn ceiling(&self, input: Key, action: Action) -> Option<f64> {
        let is_it = |change: &&Effect| change.input == input && change.action == action;
        self.effects.iter().find(is_it).and_then(|change| change.origin.ceiling())
    }
}

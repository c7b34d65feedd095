//! The parts of a scenario that a form shows, copies and resets one by one.

use super::input::Key;
use super::study::Scenario;
use super::validation_error::FieldPath;

/// An input, or a list with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Input(Key),
    /// Which survival curve, and the rows of a table.
    Survival,
    Seasonality,
    Plans,
    Events,
}

impl Section {
    /// The key in study files, and for the survival curve the first of two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input(key) => key.input().name,
            Self::Survival => "survival",
            Self::Seasonality => "seasonality",
            Self::Plans => "plans",
            Self::Events => "events",
        }
    }

    /// Makes this part of one scenario like the other's.
    pub fn copy(self, to: &mut Scenario, from: &Scenario) {
        match self {
            Self::Input(key) => to.inputs[key] = from.inputs[key],
            Self::Survival => {
                to.survival = from.survival;
                to.retention.clone_from(&from.retention);
            }
            Self::Seasonality => to.seasonality.clone_from(&from.seasonality),
            Self::Plans => to.plans.clone_from(&from.plans),
            Self::Events => to.events.clone_from(&from.events),
        }
    }

    /// Whether both scenarios have the same of it.
    pub fn is_same(self, one: &Scenario, other: &Scenario) -> bool {
        match self {
            Self::Input(key) => one.inputs[key] == other.inputs[key],
            Self::Survival => one.survival == other.survival && one.retention == other.retention,
            Self::Seasonality => one.seasonality == other.seasonality,
            Self::Plans => one.plans == other.plans,
            Self::Events => one.events == other.events,
        }
    }

    /// How many things it has that a scenario has not by default.
    pub fn size(self, scenario: &Scenario) -> usize {
        match self {
            Self::Plans => scenario.plans.len(),
            Self::Events => scenario.events.len(),
            _ => usize::from(!self.is_same(scenario, &Scenario::default())),
        }
    }

    /// Whether a place is one of this part of a scenario.
    pub fn has(self, index: usize, path: &FieldPath) -> bool {
        let is_of = |key| path.is_in(&FieldPath::scenario_field(index, key));
        is_of(self.name()) || (self == Self::Survival && is_of("retention"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Estimate, Event, Plan, Survival};
    use super::*;

    #[test]
    fn every_part_is_copied_whole_and_nothing_else() {
        let mut full = Scenario { name: "A".into(), color: 3, survival: Survival::Table, ..Scenario::default() };
        full.retention = vec![0.9];
        full.seasonality = vec![1.5; 12];
        full.plans = vec![Plan { name: "P".into(), share: 1.0, ..Plan::default() }];
        full.events = vec![Event::neutral(Key::Churn, Action::Add, 3, Estimate::Exact(0.04))];
        let inputs = Key::ALL.iter().map(|&key| Section::Input(key));
        let parts: Vec<Section> =
            inputs.chain([Section::Survival, Section::Seasonality, Section::Plans, Section::Events]).collect();
        for &key in Key::ALL {
            full.inputs[key] = Estimate::Range { low: 0.1, high: 0.2 };
        }
        let mut copy = Scenario::default();
        for (at, part) in parts.iter().enumerate() {
            assert!(!part.is_same(&copy, &full), "{part:?}");
            assert_eq!((part.size(&copy), part.size(&full)), (0, 1));
            part.copy(&mut copy, &full);
            assert!(part.is_same(&copy, &full), "{part:?}");
            assert!(parts[at + 1..].iter().all(|other| !other.is_same(&copy, &full)), "{part:?}");
        }
        assert_eq!(copy, Scenario { name: String::new(), color: 0, ..full });
    }

    #[test]
    fn places_belong_to_one_part() {
        let path = FieldPath::scenario_field(1, "retention").entry(3);
        assert!(Section::Survival.has(1, &path) && !Section::Survival.has(0, &path));
        assert!(Section::Input(Key::Churn).has(0, &FieldPath::input(0, Key::Churn, super::super::End::Low)));
        assert!(!Section::Input(Key::Churn).has(0, &FieldPath::scenario_field(0, "churn_variation")));
    }
}

//! The sections of a scenario. The form shows each section separately, and copies and resets each section separately.

use super::input::Key;
use super::study::Scenario;
use super::validation_error::FieldPath;

/// A section of a scenario: one input, or one of the other parts that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Input(Key),
    /// The kind of survival curve, and the rows of the retention table.
    Survival,
    Seasonality,
    Plans,
    Events,
}

impl Section {
    /// The section's key in study files. The survival curve has a second key, `retention`, which this function does not
    /// return.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input(key) => key.input().name,
            Self::Survival => "survival",
            Self::Seasonality => "seasonality",
            Self::Plans => "plans",
            Self::Events => "events",
        }
    }

    /// Copies this section from the scenario `from` to the scenario `to`.
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

    /// Whether this section is the same in both scenarios.
    pub fn is_same(self, one: &Scenario, other: &Scenario) -> bool {
        match self {
            Self::Input(key) => one.inputs[key] == other.inputs[key],
            Self::Survival => one.survival == other.survival && one.retention == other.retention,
            Self::Seasonality => one.seasonality == other.seasonality,
            Self::Plans => one.plans == other.plans,
            Self::Events => one.events == other.events,
        }
    }

    /// The number of plans or of events. For any other section, the result is 1 if the section differs from the
    /// default, and 0 otherwise.
    pub fn size(self, scenario: &Scenario) -> usize {
        match self {
            Self::Plans => scenario.plans.len(),
            Self::Events => scenario.events.len(),
            _ => usize::from(!self.is_same(scenario, &Scenario::default())),
        }
    }

    /// Whether `path` is the path of a field in this section of the scenario at `index`.
    pub fn contains(self, index: usize, path: &FieldPath) -> bool {
        let is_of = |key| path.is_in(&FieldPath::scenario_field(index, key));
        is_of(self.name()) || (self == Self::Survival && is_of("retention"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::action::Action;
    use super::super::estimate::{End, Estimate};
    use super::super::event::Event;
    use super::super::study::Plan;
    use super::super::survival::Survival;
    use super::*;

    #[test]
    fn a_copied_section_changes_no_other_section() {
        let mut full = Scenario { name: "A".into(), color: 3, survival: Survival::Table, ..Scenario::default() };
        full.retention = vec![0.9];
        full.seasonality = vec![1.5; 12];
        full.plans = vec![Plan { name: "P".into(), share: 1.0, ..Plan::default() }];
        full.events = vec![Event::neutral(Key::Churn, Action::Add, 3, Estimate::Exact(0.04))];
        let inputs = Key::ALL.iter().map(|&key| Section::Input(key));
        let sections: Vec<Section> =
            inputs.chain([Section::Survival, Section::Seasonality, Section::Plans, Section::Events]).collect();
        for &key in Key::ALL {
            full.inputs[key] = Estimate::Range { low: 0.1, high: 0.2 };
        }
        let mut copy = Scenario::default();
        for (at, section) in sections.iter().enumerate() {
            assert!(!section.is_same(&copy, &full), "{section:?}");
            assert_eq!((section.size(&copy), section.size(&full)), (0, 1));
            section.copy(&mut copy, &full);
            assert!(section.is_same(&copy, &full), "{section:?}");
            assert!(sections[at + 1..].iter().all(|other| !other.is_same(&copy, &full)), "{section:?}");
        }
        assert_eq!(copy, Scenario { name: String::new(), color: 0, ..full });
    }

    #[test]
    fn a_path_lies_in_one_section() {
        let path = FieldPath::scenario_field(1, "retention").entry(3);
        assert!(Section::Survival.contains(1, &path) && !Section::Survival.contains(0, &path));
        assert!(Section::Input(Key::Churn).contains(0, &FieldPath::input(0, Key::Churn, End::Low)));
        assert!(!Section::Input(Key::Churn).contains(0, &FieldPath::scenario_field(0, "churn_variation")));
    }
}

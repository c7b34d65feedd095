//! The presets: example studies that are part of the program.

use super::action::Action;
use super::estimate::Estimate::{self, Exact, Range};
use super::event::Event;
use super::input::Key;
use super::line_style::LineStyle;
use super::study::{Inputs, Measure, Scenario, Study, Target};

/// An example study that is part of the program.
pub struct Preset {
    /// The kebab-case name on the command line. The ids of the preset's texts are also made from it.
    pub name: &'static str,
    /// Makes the study.
    pub study: fn() -> Study,
}

/// All presets. The page shows the first one to a new visitor.
pub const ALL: [Preset; 4] = [
    Preset { name: "leaky-bucket", study: leaky_bucket },
    Preset { name: "retention-is-the-new-acquisition", study: retention_is_the_new_acquisition },
    Preset { name: "calm-dunning", study: calm_dunning },
    Preset { name: "runway", study: runway },
];

/// The preset with this name; `None` if no preset has this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.name == name)
}

/// Simulates the claim of the source article literally: three scenarios have the same acquisition and differ only in
/// churn, which is 4%, 3.5% or 0.5%.
///
/// The step of trials, conversion and price are ranges, because nobody knows them exactly. At their medians (350 trials
/// × 7% × $50), new MRR is $1,225·(t − 1) in month t. This ramp is the one that fits the chart of 2019, which
/// section 19 of the model page describes.
pub fn leaky_bucket() -> Study {
    let acquisition = [
        (Key::TrialsStep, Range { low: 280.0, high: 420.0 }),
        (Key::Conversion, Range { low: 0.039, high: 0.1225 }),
        (Key::Price, Range { low: 40.0, high: 62.5 }),
    ];
    let scenarios = [("4% churn", 0.04), ("3.5% churn", 0.035), ("0.5% churn", 0.005)];
    Study {
        title: "Leaky bucket".into(),
        scenarios: (0..)
            .zip(scenarios)
            .map(|(color, (name, churn))| scenario(color, name, &acquisition, &[(Key::Churn, Exact(churn))]))
            .collect(),
        ..Study::default()
    }
}

/// Fits the chart of 2019, which shows $16M, $26M, $40M and $57M of ARR after 60 months; see section 19 of the model
/// page. To reach these figures, the scenarios must differ in expansion as well as in churn. The values of expansion
/// are inferred from the figures, because the chart's own model was not published.
pub fn retention_is_the_new_acquisition() -> Study {
    let acquisition = [(Key::TrialsStep, Exact(350.0)), (Key::Conversion, Exact(0.07)), (Key::Price, Exact(50.0))];
    let scenarios = [
        ("4% churn, 1% expansion", 0.04, 0.01),
        ("2% churn, 2% expansion", 0.02, 0.02),
        ("1% churn, 3% expansion", 0.01, 0.03),
        ("0.5% churn, 4% expansion", 0.005, 0.04),
    ];
    Study {
        title: "Retention is the new acquisition".into(),
        scenarios: (0..)
            .zip(scenarios)
            .map(|(color, (name, churn, expansion))| {
                scenario(color, name, &acquisition, &[(Key::Churn, Exact(churn)), (Key::Expansion, Exact(expansion))])
            })
            .collect(),
        ..Study::default()
    }
}

/// A business with about as many new customers as leaving customers. In the second scenario, from month 7 on, it sends
/// calm reminders after failed payments. The technique comes from a founder who published no figures. All figures are
/// assumptions, except the default churn of 4%, which comes from the source article.
pub fn calm_dunning() -> Study {
    let business = [
        (Key::TrialsStart, Exact(800.0)),
        (Key::TrialsStep, Exact(0.0)),
        (Key::TrialsVariation, Exact(0.1)),
        (Key::OpeningCustomers, Exact(1000.0)),
        (Key::FailedPaymentRate, Range { low: 0.015, high: 0.025 }),
        (Key::DunningRecovery, Exact(0.3)),
    ];
    let reminders = Event {
        input: Key::DunningRecovery,
        from_month: 7,
        ramp_months: 2,
        until_month: None,
        action: Action::Set,
        value: Range { low: 0.6, high: 0.8 },
        card: None,
    };
    let now = scenario(0, "As now", &business, &[]);
    let calm = scenario(1, "Calm reminders from month 7", &business, &[]);
    Study {
        title: "Calm dunning".into(),
        horizon_months: 36,
        scenarios: vec![now, Scenario { events: vec![reminders], ..calm }],
        ..Study::default()
    }
}

/// Two scenarios with the same opening cash and the same costs, but with different churn. A new customer costs five
/// times as much as keeping a customer for a year. This ratio is the low end of the range in the source article. The
/// churn of 4% comes from the same article. All other figures are assumptions.
pub fn runway() -> Study {
    let business = [
        (Key::TrialsStart, Exact(300.0)),
        (Key::TrialsStep, Exact(12.0)),
        (Key::TrialsVariation, Exact(0.2)),
        (Key::Conversion, Range { low: 0.05, high: 0.12 }),
        (Key::Price, Exact(100.0)),
        (Key::AcquisitionCost, Exact(600.0)),
        (Key::RetentionCost, Exact(10.0)),
        (Key::OpeningCustomers, Exact(250.0)),
        (Key::OpeningCash, Exact(900_000.0)),
        (Key::FixedCosts, Range { low: 36_000.0, high: 45_000.0 }),
    ];
    let scenarios = [("4% churn", 0.04), ("2% churn", 0.02)];
    Study {
        title: "Runway".into(),
        target: Some(Target { measure: Measure::Arr, value: 2e6 }),
        scenarios: (0..)
            .zip(scenarios)
            .map(|(color, (name, churn))| scenario(color, name, &business, &[(Key::Churn, Exact(churn))]))
            .collect(),
        ..Study::default()
    }
}

fn scenario(color: u64, name: &str, shared: &[(Key, Estimate)], own: &[(Key, Estimate)]) -> Scenario {
    let mut inputs = Inputs::default();
    for &(key, estimate) in shared.iter().chain(own) {
        inputs[key] = estimate;
    }
    Scenario { name: name.into(), color, line: LineStyle::of_color(color), inputs, ..Scenario::default() }
}

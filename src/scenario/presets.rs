//! The studies that ship with the product.

use super::estimate::Estimate::{self, Exact, Range};
use super::input::Key;
use super::line_style::LineStyle;
use super::study::{Inputs, Scenario, Study};

/// A study that ships.
pub struct Preset {
    /// kebab-case: its name on the command line; its text ids are made from it.
    pub name: &'static str,
    pub study: fn() -> Study,
}

/// Every preset; the first is the one that a new page shows.
pub const ALL: [Preset; 2] = [
    Preset { name: "leaky-bucket", study: leaky_bucket },
    Preset { name: "retention-is-the-new-acquisition", study: retention_is_the_new_acquisition },
];

/// The preset with this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.name == name)
}

/// Same acquisition, churn 4%, 3.5% and 0.5%, nothing else different: the source article's claim taken at its word.
///
/// Trials' step, conversion and price are ranges, so that the fans are honestly wide. Their medians, 350 × 7% × $50,
/// make new MRR of $1,225·(t − 1) in month t, the ramp that fits the chart published in 2019.
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

/// The chart published in 2019: $16M, $26M, $40M and $57M of ARR after 60 months. It is matched only if expansion
/// differs as well as churn (an inference: the chart's own model was not published).
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

fn scenario(color: u64, name: &str, shared: &[(Key, Estimate)], own: &[(Key, Estimate)]) -> Scenario {
    let mut inputs = Inputs::default();
    for &(key, estimate) in shared.iter().chain(own) {
        inputs[key] = estimate;
    }
    Scenario { name: name.into(), color, line: LineStyle::of_color(color), inputs, ..Scenario::default() }
}

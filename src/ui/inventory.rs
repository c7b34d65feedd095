//! The inputs of all scenarios side by side, on paper.

use super::words::words;
use crate::scenario::{Estimate, Key, Plan, Scenario, Study, Survival, Unit};
use leptos::prelude::*;

/// A row of the table: what it is, and what each scenario says.
type Row = (String, Vec<String>);

/// The table. What differs from the first scenario stands out.
pub fn inventory(study: &Study) -> AnyView {
    let head = |scenario: &Scenario| view! { <th scope="col">{scenario.name.clone()}</th> };
    let row = |(label, cells): Row| {
        let first = cells.first().cloned().unwrap_or_default();
        let cell = |text: String| {
            let differs = text != first;
            view! { <td class:differs=differs>{text}</td> }
        };
        view! { <tr><th scope="row">{label}</th>{cells.iter().cloned().map(cell).collect_view()}</tr> }
    };
    view! {
        <table class="inventory">
            <thead><tr><td></td>{study.scenarios.iter().map(head).collect_view()}</tr></thead>
            <tbody>{rows(study).into_iter().map(row).collect_view()}</tbody>
        </table>
        <p class="help">{words().print_differs()}</p>
    }
    .into_any()
}

fn rows(study: &Study) -> Vec<Row> {
    let scenarios = &study.scenarios;
    let inputs = Key::ALL.iter().filter(|key| is_used(study, **key)).map(|key| {
        let input = key.input();
        let unit = if input.unit.is_share() { String::new() } else { words().unit(input.unit, &study.currency) };
        let label = words().input_label(input);
        let label = if unit.is_empty() { label } else { [label.as_str(), ", ", &unit].concat() };
        (label, scenarios.iter().map(|scenario| words().estimate_amount(scenario.inputs[*key], input.unit)).collect())
    });
    let list = |label: String, told: fn(&Scenario) -> Vec<String>| {
        let cells: Vec<String> = scenarios.iter().map(|scenario| told(scenario).join("; ")).collect();
        cells.iter().any(|cell| !cell.is_empty()).then_some((label, cells))
    };
    let lists = [
        list(words().print_survival(), |scenario| match scenario.survival {
            Survival::Constant => Vec::new(),
            curve => vec![words().survival(curve)],
        }),
        list(words().retention_label(), |scenario| match scenario.survival {
            Survival::Table => {
                scenario.retention.iter().map(|row| words().locale().amount(*row, Unit::Share)).collect()
            }
            _ => Vec::new(),
        }),
        list(words().seasonality_label(), |scenario| {
            scenario.seasonality.iter().map(|factor| words().locale().number(*factor)).collect()
        }),
        list(words().print_plans(), |scenario| scenario.plans.iter().map(plan).collect()),
        list(words().print_events(), |scenario| scenario.events.iter().map(|event| words().event(event)).collect()),
    ];
    inputs.chain(lists.into_iter().flatten()).collect()
}

/// What is off everywhere is left out, and so is what only another survival curve would use.
fn is_used(study: &Study, key: Key) -> bool {
    let is_of_curve = matches!(key, Key::EarlyChurn | Key::EarlyMonths | Key::SbgAlpha | Key::SbgBeta);
    let any = |is: &dyn Fn(&Scenario) -> bool| study.scenarios.iter().any(is);
    let is_on = any(&|scenario| scenario.inputs[key] != Estimate::Exact(0.0));
    is_on && (!is_of_curve || any(&|scenario| scenario.survival != Survival::Constant))
}

fn plan(plan: &Plan) -> String {
    let own = Key::OF_PLANS.iter().zip(&plan.own).filter_map(|(key, own)| {
        let input = key.input();
        Some([words().input_label(input), words().estimate_amount((*own)?, input.unit)].join(" "))
    });
    let share = [plan.name.clone(), words().locale().amount(plan.share, Unit::Share)].join(" ");
    std::iter::once(share).chain(own).collect::<Vec<_>>().join(", ")
}

//! The inputs of all scenarios side by side, on paper.

use super::super::html::{Html, Part::Text};
use super::super::words::words;
use holdfast_scenario::{Estimate, Key, Plan, Scenario, Study, Survival, Unit};

/// The table. What differs from the first scenario stands out.
pub fn inventory(study: &Study) -> Html {
    let mut out = Html::fill("<table class=inventory><thead><tr><td></td>", &[]);
    for scenario in &study.scenarios {
        out.add("<th scope=col>{}</th>", &[Text(&scenario.name)]);
    }
    out.add("</tr></thead><tbody>", &[]);
    let mut add = |label: &str, told: &dyn Fn(&Scenario) -> String| {
        let cells: Vec<String> = study.scenarios.iter().map(told).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        out.add("<tr><th scope=row>{}</th>", &[Text(label)]);
        for cell in &cells {
            let class = if *cell == cells[0] { "" } else { "differs" };
            out.add("<td class=\"{}\">{}</td>", &[Text(class), Text(cell)]);
        }
        out.add("</tr>", &[]);
    };
    for &key in Key::ALL.iter().filter(|key| is_used(study, **key)) {
        let input = key.input();
        let mut label = words().input_label(input);
        let unit = words().unit(input.unit, &study.currency);
        let is_rate = input.unit.yearly(0.0).is_some();
        // A share says its own, and the label says that customers are counted.
        if !unit.is_empty() && !input.unit.is_share() && input.unit != Unit::Customers {
            label += ", ";
            label += &unit;
        }
        add(&label, &|scenario| {
            let amount = words().estimate_amount(scenario.inputs[key], input.unit);
            if is_rate { words().rate_a_month(&amount) } else { amount }
        });
    }
    let joined = |parts: Vec<String>| parts.join("; ");
    add(&words().survival_label(), &|scenario| match scenario.survival {
        Survival::Constant => String::new(),
        curve => words().survival(curve),
    });
    add(&words().retention_label(), &|scenario| match scenario.survival {
        Survival::Table => {
            joined(scenario.retention.iter().map(|row| words().locale().amount(*row, Unit::Share)).collect())
        }
        _ => String::new(),
    });
    add(&words().seasonality_label(), &|scenario| {
        joined(scenario.seasonality.iter().map(|factor| words().locale().number(*factor)).collect())
    });
    add(&words().print_plans(), &|scenario| joined(scenario.plans.iter().map(plan).collect()));
    add(&words().print_events(), &|scenario| {
        scenario.events.iter().map(|event| words().event_sentence(event)).collect::<Vec<_>>().join(" ")
    });
    out.add("</tbody></table><p class=help>{}</p>", &[Text(&words().print_differs())]);
    out
}

/// Inputs that say nothing while another one is off.
const NEEDS: [(Key, Key); 6] = [
    (Key::PausedPrice, Key::PauseShare),
    (Key::ResumeRate, Key::PauseShare),
    (Key::PausedLeaveRate, Key::PauseShare),
    (Key::DunningRecovery, Key::FailedPaymentRate),
    (Key::WinBackMonths, Key::WinBackRate),
    (Key::OpeningTenure, Key::OpeningCustomers),
];

/// What is off everywhere is left out, and so is what only another survival curve would use.
fn is_used(study: &Study, key: Key) -> bool {
    let is_on = study.scenarios.iter().any(|scenario| scenario.inputs[key] != Estimate::Exact(0.0));
    let needs = NEEDS.iter().find(|(own, _)| *own == key);
    is_on
        && needs.is_none_or(|(_, other)| is_used(study, *other))
        && study.scenarios.iter().any(|scenario| scenario.survival.responds_to_events_on(key))
}

/// "Small 75%, Price (ARPA) 20".
fn plan(plan: &Plan) -> String {
    let mut out = plan.name.clone() + " " + &words().locale().amount(plan.share, Unit::Share);
    for (key, own) in Key::PER_PLAN.iter().zip(plan.own) {
        if let Some(own) = own {
            out += ", ";
            out += &words().input_label(key.input());
            out += " ";
            out += &words().estimate_amount(own, key.input().unit);
        }
    }
    out
}

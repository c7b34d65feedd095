//! What holds in every single run and month: money and customers add up, nothing is negative, counts are whole. No test
//! here is a matter of chance.

mod support;

use Estimate::{Exact, Range};
use holdfast::engine::{LANES, Month, Plan};
use holdfast::scenario::{Estimate, Key, Scenario};
use support::{Dice, each_run, scenario, study};

fn random_scenario(dice: &mut Dice) -> Scenario {
    let churn = if dice.chance(0.1) { 0.0 } else { dice.between(0.0, 0.95) };
    let contraction = if dice.chance(0.2) { (1.0 - churn).min(0.5) } else { dice.between(0.0, (1.0 - churn) * 0.5) };
    scenario(&[
        (Key::TrialsStart, Exact(dice.scale(0.1, 1e6))),
        (Key::TrialsStep, Exact(dice.between(-1000.0, 1000.0))),
        (Key::TrialsGrowth, Exact(dice.between(-0.2, 0.05))),
        (Key::Conversion, if dice.chance(0.5) { Exact(dice.unit()) } else { Range { low: 0.02, high: 0.3 } }),
        (Key::Price, if dice.chance(0.5) { Exact(dice.scale(1e-3, 1e4)) } else { Range { low: 0.0, high: 9.9 } }),
        (Key::Expansion, Exact(dice.between(0.0, 0.2))),
        (Key::Contraction, Exact(contraction)),
        (Key::Churn, Exact(churn)),
        (Key::OpeningCustomers, Exact(dice.scale(1.0, 1e6).round())),
    ])
}

#[test]
fn money_and_customers_add_up_in_every_run_and_month() {
    let mut dice = Dice(21);
    for round in 0..60 {
        let study = study((0..4).map(|_| random_scenario(&mut dice)).collect(), 48, 256, 900 + round);
        let plan = Plan::new(&study);
        for block in 0..plan.blocks() {
            let mut before: Vec<Month> = Vec::new();
            plan.run_block(block, |month, states| {
                for (at, state) in states.iter().enumerate() {
                    for i in 0..LANES {
                        check_month(before.get(at), state, i, &format!("round {round}, scenario {at}, month {month}"));
                    }
                }
                before = states.to_vec();
            });
        }
    }
}

fn check_month(before: Option<&Month>, now: &Month, i: usize, place: &str) {
    assert!(now.customers[i] >= 0.0 && now.customers[i].fract() == 0.0, "{place}: {} customers", now.customers[i]);
    assert!(now.mrr[i] >= 0.0, "{place}: MRR {}", now.mrr[i]);
    assert!(now.customers[i] > 0.0 || now.mrr[i] == 0.0, "{place}: MRR {} of nobody", now.mrr[i]);
    let flows = [now.new_mrr[i], now.expansion_mrr[i], now.contraction_mrr[i], now.churned_mrr[i]];
    assert!(flows.iter().all(|&flow| flow >= 0.0), "{place}: {flows:?}");
    let [new, expansion, contraction, churned] = flows;
    let Some(before) = before else {
        assert_eq!((flows, now.cumulative_revenue[i]), ([0.0; 4], 0.0), "{place}");
        return;
    };
    let scale = before.mrr[i] + now.mrr[i] + new + expansion + contraction + churned;
    let moved = new + expansion - contraction - churned;
    assert!((before.mrr[i] + moved - now.mrr[i]).abs() <= 1e-9 * scale, "{place}: {moved} of {}", now.mrr[i]);
    let revenue = now.cumulative_revenue[i] - before.cumulative_revenue[i];
    assert!((revenue - now.mrr[i]).abs() <= 1e-9 * now.cumulative_revenue[i], "{place}: revenue {revenue}");
    assert!(churned <= before.mrr[i] * (1.0 + 1e-12), "{place}: {churned} of {}", before.mrr[i]);
}

/// Where all pay alike and nobody joins, MRR is customers × price × (1 + (e − x)/(1 − h))ᵗ in every run.
#[test]
fn expansion_multiplies_what_remains() {
    let (churn, expansion, contraction) = (0.06, 0.03, 0.012);
    let inputs = [
        (Key::TrialsStep, Exact(0.0)),
        (Key::OpeningCustomers, Exact(700.0)),
        (Key::Price, Exact(19.0)),
        (Key::Churn, Exact(churn)),
        (Key::Expansion, Exact(expansion)),
        (Key::Contraction, Exact(contraction)),
    ];
    let study = study(vec![scenario(&inputs)], 60, 300, 5);
    each_run(&study, |_, month, states, lane| {
        let factor: f64 = 1.0 + (expansion - contraction) / (1.0 - churn);
        let mrr = states[0].customers[lane] * 19.0 * factor.powi(month as i32);
        assert!((states[0].mrr[lane] - mrr).abs() <= 1e-12 * mrr);
    });
}

use holdfast::engine::Plan;
use holdfast::scenario::*;
use std::time::Instant;
fn study(ranged: bool) -> CheckedStudy {
    let mut study = Study {
        scenarios: vec![Scenario { name: "A".into(), color: 0, inputs: Inputs::default() }],
        ..Study::default()
    };
    let i = &mut study.scenarios[0].inputs;
    i[Key::TrialsStart] = Estimate::Exact(2000.0);
    i[Key::TrialsStep] = Estimate::Exact(0.0);
    i[Key::Conversion] = if ranged { Estimate::Range { low: 0.09, high: 0.11 } } else { Estimate::Exact(0.1) };
    i[Key::Price] = Estimate::Exact(100.0);
    i[Key::Churn] = Estimate::Exact(0.04);
    study.check().unwrap()
}
fn main() {
    for ranged in [false, true] {
        let mut best = f64::INFINITY;
        let mut keep = 0.0;
        for _ in 0..20 {
            let t = Instant::now();
            let plan = Plan::new(&study(ranged));
            for b in 0..plan.blocks() {
                plan.run_block(b, |_, m| keep += m[0].mrr[0]);
            }
            best = best.min(t.elapsed().as_secs_f64());
        }
        println!("ranged {ranged}: {:.2} ms, {:.1} ns per month-step ({keep})", best * 1e3, best * 1e9 / 600_000.0);
    }
    let s = presets::leaky_bucket().check().unwrap();
    let mut best = f64::INFINITY;
    for _ in 0..10 {
        let t = Instant::now();
        let plan = Plan::new(&s);
        let mut keep = 0.0;
        for b in 0..plan.blocks() {
            plan.run_block(b, |_, m| keep += m[0].mrr[0]);
        }
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("leaky {:.2} ms", best * 1e3);
}

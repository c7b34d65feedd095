use holdfast::advice::*;
use holdfast::scenario::*;
use std::time::Instant;
fn main() {
    let s = presets::leaky_bucket();
    let study = Study { scenarios: s.scenarios[..1].to_vec(), ..s }.check().unwrap();
    let grid = Grid {
        keys: [Key::Churn, Key::Conversion],
        columns: Grid::values((0.01, 0.08), 21),
        rows: Grid::values((0.03, 0.15), 21),
        figure: Figure::Median(Outcome { measure: Measure::Mrr, month: 60 }),
        runs: 4000,
    };
    for f in [grid.figure, Figure::Chance(Target { measure: Measure::Arr, value: 1e7 }, 60)] {
        let grid = Grid { figure: f, ..grid.clone() };
        let t = Instant::now();
        for (_, q) in grid.questions() {
            answer(&study, &q);
        }
        println!("map one thread {:?}", t.elapsed());
    }
    let t = Instant::now();
    let mut seek = Seek::new(
        &study,
        Goal { lever: Key::Churn, target: Target { measure: Measure::Arr, value: 1e7 }, month: 60, probability: 0.8 },
    );
    let mut n = 0;
    while seek.found().is_none() {
        let qs = seek.questions(2);
        let a: Vec<(f64, f64)> = qs
            .into_iter()
            .flat_map(|(v, q)| {
                n += v.len();
                v.into_iter().zip(answer(&study, &q)).collect::<Vec<_>>()
            })
            .collect();
        seek.take(a);
    }
    println!("seek {:?} {n} {:?}", t.elapsed(), seek.found());
    for b in [1000.0, 5000.0] {
        let t = Instant::now();
        let p = best(&study, b);
        println!("best {:?} {}", t.elapsed(), p.len());
    }
    let mut c = study.source().clone();
    for k in 0..16 {
        c.scenarios[0].events.extend(playbook::events(k, Survival::Constant, 3));
    }
    let c = c.check().unwrap();
    let t = Instant::now();
    bundle(&c);
    println!("bundle {:?}", t.elapsed());
    let r = presets::runway();
    let r = Study { scenarios: r.scenarios[..1].to_vec(), ..r }.check().unwrap();
    let t = Instant::now();
    Contest { budget: 3000.0, from_month: 1, ratio: (5.0, 25.0) }.summary(&r);
    println!("versus {:?}", t.elapsed());
}

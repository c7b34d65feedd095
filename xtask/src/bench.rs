//! The engine's benches beside their peers, in turn within one run: on a noisy machine only such ratios mean anything.

use std::collections::BTreeMap;

use crate::command::{command, output_of, run};
use crate::project::{Outcome, Project};

/// How often engine and peer take turns; each turn times every case several times.
const TURNS: usize = 5;

/// Which of the engine's cases is compared with which of the peer's.
const PAIRS: [(&str, &str); 2] = [("simulation", "numpy_simulation"), ("quantiles", "numpy_quantiles")];

/// Prints the median, least and greatest milliseconds of every case, and the ratios. Needs Python 3 with NumPy.
pub fn bench(project: &Project) -> Outcome<()> {
    run(&mut command(project, "cargo", &["bench", "--bench", "engine", "--no-run"]))?;
    let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..TURNS {
        for (program, arguments) in [
            ("cargo", &["bench", "--quiet", "--bench", "engine", "--", "3"][..]),
            ("python3", &["benches/peers/leaky.py", "3"][..]),
        ] {
            let printed = output_of(&mut command(project, program, arguments))
                .ok_or("A bench failed. The peers need Python 3 with NumPy (`pip install numpy`).")?;
            for line in printed.lines() {
                if let Some((name, time)) = line.split_once(' ')
                    && let Ok(time) = time.parse()
                {
                    times.entry(name.into()).or_default().push(time);
                }
            }
        }
    }
    for (name, times) in &mut times {
        times.sort_by(f64::total_cmp);
        println!("{name}: median {:.1} ms ({:.1} to {:.1})", median(times), times[0], times[times.len() - 1]);
    }
    for (ours, peers) in PAIRS {
        if let (Some(a), Some(b)) = (times.get(ours), times.get(peers)) {
            println!("{peers} / {ours}: {:.2}", median(b) / median(a));
        }
    }
    Ok(())
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

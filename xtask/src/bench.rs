//! Runs the benchmarks of the engine, and NumPy programs that compute the same models. If the speed of the machine
//! varies, only ratios of times are meaningful. So this task runs a benchmark and its NumPy program alternately.

use std::collections::BTreeMap;

use lexopt::Parser;

use crate::command::{command, output_of, run};
use crate::no_more;
use crate::project::{Outcome, Project};

/// How often all groups are run. In each repetition, a group of the engine is followed by its NumPy program.
const TURNS: usize = 5;

/// The groups of benchmarks. Each entry has the name of a group of the engine, its number of rounds, and, if there is
/// one, the NumPy program to compare it with.
const GROUPS: [(&str, &str, Option<&str>); 4] = [
    ("leaky", "3", Some("benches/peers/leaky.py")),
    ("cohorts", "1", Some("benches/peers/cohorts.py")),
    ("everything_on", "1", None),
    ("scaling", "1", None),
];

/// The ratios to print. Each is the time of the first case divided by the time of the second case.
const PAIRS: [(&str, &str); 7] = [
    ("numpy_simulation", "simulation"),
    ("numpy_quantiles", "quantiles"),
    ("numpy_cohorts", "cohorts"),
    ("leaky_bucket_200000_one_thread", "leaky_bucket_200000_two_threads"),
    ("everything_on_20000_one_thread", "everything_on_20000_two_threads"),
    ("leaky_bucket_200000_one_thread_processors", "leaky_bucket_200000_two_threads_processors"),
    ("everything_on_20000_one_thread_processors", "everything_on_20000_two_threads_processors"),
];

/// Runs the benchmarks. Prints the median, smallest and largest time of each case in milliseconds, and then the ratios.
/// If the benchmark also prints how many random draws a case makes, prints the time per draw in nanoseconds. Needs
/// Python 3 with NumPy.
pub fn bench(project: &Project, arguments: Parser) -> Outcome<()> {
    no_more(arguments)?;
    let engine = ["bench", "--quiet", "--bench", "engine"];
    run(&mut command(project, "cargo", &[&engine[..], &["--no-run"]].concat()))?;
    let mut printed = Printed::default();
    for _ in 0..TURNS {
        for (group, rounds, peer) in GROUPS {
            let arguments = [&engine[..], &["--", rounds, group]].concat();
            printed.read(&output_of(&mut command(project, "cargo", &arguments)).ok_or("A bench failed.")?);
            if let Some(peer) = peer {
                let output = output_of(&mut command(project, "python3", &[peer, rounds]));
                printed.read(&output.ok_or("A peer failed. It needs Python 3 with NumPy (`pip install numpy`).")?);
            }
        }
    }
    // The group `memory` runs once. Its output goes straight to the terminal, because it consists of sentences, not of
    // times.
    run(&mut command(project, "cargo", &[&engine[..], &["--", "memory"]].concat()))?;
    printed.report();
    Ok(())
}

/// The times and numbers of draws that the benchmarks print. A line such as `cohorts 30.5` is a time in milliseconds. A
/// line such as `per cohorts 2000000` is a number of draws.
#[derive(Default)]
struct Printed {
    times: BTreeMap<String, Vec<f64>>,
    draws: BTreeMap<String, f64>,
}

impl Printed {
    fn read(&mut self, output: &str) {
        for line in output.lines() {
            match *line.split(' ').collect::<Vec<_>>() {
                ["per", name, draws] => self.draws.extend(draws.parse().map(|draws| (name.into(), draws))),
                [name, time] => self.times.entry(name.into()).or_default().extend(time.parse::<f64>()),
                _ => {}
            }
        }
    }

    fn median(&self, name: &str) -> Option<f64> {
        let times = self.times.get(name)?;
        times.get(times.len() / 2).copied()
    }

    fn least(&self, name: &str) -> Option<f64> {
        self.times.get(name)?.first().copied()
    }

    fn report(&mut self) {
        self.times.values_mut().for_each(|times| times.sort_by(f64::total_cmp));
        for (name, times) in &self.times {
            let (Some(median), [least, .., greatest]) = (self.median(name), &times[..]) else { continue };
            print!("{name}: median {median:.1} ms ({least:.1} to {greatest:.1})");
            match self.draws.get(name.trim_start_matches("numpy_")) {
                Some(draws) => println!(", {:.1} ns a draw", median * 1e6 / draws),
                None => println!(),
            }
        }
        for (slow, quick) in PAIRS {
            let ratio = |of: &dyn Fn(&str) -> Option<f64>| Some(of(slow)? / of(quick)?);
            let both = ratio(&|name| self.median(name)).zip(ratio(&|name| self.least(name)));
            if let Some((medians, least)) = both {
                println!("{slow} / {quick}: {medians:.2} (of the least times {least:.2})");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_benchmarks_is_read() {
        let mut printed = Printed::default();
        printed.read("per a 2000000\na 30.5\na 10\nsome other words\nb nothing\na 20\n");
        printed.times.values_mut().for_each(|times| times.sort_by(f64::total_cmp));
        assert_eq!((printed.median("a"), printed.median("b")), (Some(20.0), None));
        assert_eq!(printed.draws["a"], 2e6);
    }
}

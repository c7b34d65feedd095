//! Any bytes as a study file: they are refused, or they are a study that runs without a NaN or a negative count and that
//! reads back as it was written.
//!
//! ```sh
//! cargo install cargo-fuzz --locked
//! mkdir -p fuzz/corpus/study_file
//! cargo +nightly fuzz run study_file fuzz/corpus/study_file tests/studies benches/studies -- -max_total_time=300
//! ```
//!
//! New finds go to the first folder; the others are seeds.

#![no_main]

mod mutate;

use holdfast::engine::{Plan, Quantity, expected};
use holdfast::scenario::{CheckedStudy, Study, file, link};
use holdfast::summary::{Ask, Partial, Series, Track};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// Time for one study is bounded: a block has 128 runs at any rate, and a curve may follow every month's customers.
const HORIZON_MAX: u64 = 30;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(checked) = file::open(text) else { return };
    let study = checked.source();
    reads_back(study);
    // What holds for all months must hold for fewer; but an event may begin beyond them.
    let short = Study { horizon_months: study.horizon_months.min(HORIZON_MAX), runs: 2, ..study.clone() };
    let Ok(short) = short.check() else { return };
    expects(&short);
    runs(&short);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::structured(data, size, max_size, seed)
        .unwrap_or_else(|| libfuzzer_sys::fuzzer_mutate(data, size, max_size))
});

fn reads_back(study: &Study) {
    for text in [file::write(study), file::write_compact(study)] {
        assert_eq!(file::read(&text), Ok((study.clone(), vec![])));
    }
    let address = format!("#{}", link::encode(study));
    let text = link::decode(&address).expect("it is a link").expect("it can be read");
    assert_eq!(file::read(&text), Ok((study.clone(), vec![])));
}

fn expects(study: &CheckedStudy) {
    for scenario in study.scenarios() {
        let path = expected(scenario, study.horizon_months());
        for quantity in Quantity::ALL {
            path[quantity].iter().for_each(|&value| is_sound(quantity, value, "expected"));
        }
    }
}

fn runs(study: &CheckedStudy) {
    let plan = Plan::new(study);
    plan.run_block(0, |month, states| {
        for state in states {
            for quantity in Quantity::ALL {
                for &value in &state[quantity] {
                    is_sound(quantity, value, "drawn");
                    let is_whole = value.fract() == 0.0;
                    assert!(is_whole || !is_count(quantity), "{quantity:?} is {value} in month {month}");
                }
            }
        }
    });
    let own = (0..study.scenarios().len()).flat_map(|at| Series::ALL.map(|series| Track::own(at, series)));
    let ask = Ask::from(own.collect::<Vec<_>>());
    let mut partial = Partial::new(study.runs(), &ask, study.horizon_months());
    partial.run_block(&plan, &ask, 0);
    assert!(partial.finish(&ask).is_some());
}

fn is_count(quantity: Quantity) -> bool {
    quantity.name().ends_with("customers")
}

fn is_sound(quantity: Quantity, value: f64, how: &str) {
    assert!(value.is_finite(), "{quantity:?} {how} is {value}");
    assert!(value >= 0.0 || !is_count(quantity), "{quantity:?} {how} is {value}");
}

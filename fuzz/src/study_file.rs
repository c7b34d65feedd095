//! Any bytes as a study file: they are refused, or they are a study that runs without a NaN or a negative count and that
//! reads back as it was written.

use holdfast_engine::{PreparedStudy, Quantity, expected};
use holdfast_scenario::{CheckedStudy, Study, file, link};
use holdfast_summary::{Accumulator, Series, SummaryRequest, Track};

/// Time for one study is bounded: a block has 128 runs at any rate, and a curve may follow every month's customers.
const HORIZON_MAX: u64 = 30;

/// One sound study in so many is written and read, and one in so many has its expected path. Each takes a hundred
/// times as long as refusing a file.
const READ_BACK: u64 = 4;
/// One sound study in so many is simulated, which takes a hundred times as long again.
const SIMULATED: u64 = 64;

/// Reads, checks, writes and runs what the bytes hold.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(checked) = file::open(text) else { return };
    let study = checked.source();
    let digest = digest(bytes);
    if digest.is_multiple_of(READ_BACK) {
        reads_back(study);
    }
    // What holds for all months must hold for fewer; but an event may begin beyond them.
    let short = Study { horizon_months: study.horizon_months.min(HORIZON_MAX), runs: 2, ..study.clone() };
    let Ok(short) = short.check() else { return };
    if digest % READ_BACK == 1 {
        expects(&short);
    }
    if digest % SIMULATED == 2 {
        runs(&short);
    }
}

/// FNV-1a: which inputs have their turn depends on nothing but the input, so that a find stays one.
pub fn digest(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    // The low bits alone would hardly depend on the first bytes.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix) >> 32
}

/// What is written, readable, compact or as a link, is the study that it was written of.
pub fn reads_back(study: &Study) {
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
    let prepared = PreparedStudy::new(study);
    prepared.run_block(0, |month, states| {
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
    let request = SummaryRequest::from(own.collect::<Vec<_>>());
    let mut accumulator = Accumulator::new(study.runs(), &request, study.horizon_months());
    accumulator.run_block(&prepared, &request, 0);
    assert!(accumulator.finish(&request).is_some());
}

fn is_count(quantity: Quantity) -> bool {
    quantity.name().ends_with("customers")
}

fn is_sound(quantity: Quantity, value: f64, how: &str) {
    assert!(value.is_finite(), "{quantity:?} {how} is {value}");
    assert!(value >= 0.0 || !is_count(quantity), "{quantity:?} {how} is {value}");
}

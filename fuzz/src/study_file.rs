//! Checks any bytes as a study file. They are refused, or they are a study that runs without a NaN or a negative count and
//! is the same after writing and reading it.

use holdfast_engine::{PreparedStudy, Quantity, expected};
use holdfast_scenario::{CheckedStudy, Study, file, link};
use holdfast_summary::{Accumulator, Series, SummaryRequest, Track};

/// The longest horizon that is simulated, which bounds the time for one study: a block always has 128 runs, and a curve
/// may follow the customers of every month.
const HORIZON_MAX: u64 = 30;

/// One in this many sound studies is written and read again, and one in this many has its expected path computed. Each
/// takes a hundred times as long as rejecting a file that is not a study.
const READ_BACK: u64 = 4;
/// One in this many sound studies is simulated, which takes a hundred times as long as reading it back.
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
    // A study that is sound for all months is sound for fewer, unless an event begins after the last of them.
    let short = Study { horizon_months: study.horizon_months.min(HORIZON_MAX), runs: 2, ..study.clone() };
    let Ok(short) = short.check() else { return };
    if digest % READ_BACK == 1 {
        expects(&short);
    }
    if digest % SIMULATED == 2 {
        runs(&short);
    }
}

/// A hash (FNV-1a) that chooses the checks for an input. It depends on the input alone, so that a failing input always
/// fails.
pub fn digest(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    // The low bits of the hash hardly depend on the first bytes.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix) >> 32
}

/// Asserts that a study is the same after writing and reading it: readable, compact, and as a link.
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

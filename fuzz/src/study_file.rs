//! Reads any bytes as a study file. Either they are refused, or the study is the same after it has been written and
//! read again, and its simulation and expected path have only finite numbers and no negative count.

use holdfast_engine::{PreparedStudy, Quantity, expected};
use holdfast_scenario::{CheckedStudy, Study, file, link};
use holdfast_summary::{Accumulator, Series, SummaryRequest, Track};

/// The longest horizon, in months, that is simulated. It bounds the time for one study: a block always has 128 runs,
/// and a survival curve may need a separate age bucket for every month.
const HORIZON_MAX: u64 = 30;

/// One valid study in four is written and read again. For another one in four, the expected path is computed. Each of
/// these two checks takes a hundred times as long as rejecting a file that is not a study.
const READ_BACK: u64 = 4;
/// One valid study in 64 is simulated. A simulation takes a hundred times as long as writing and reading a study.
const SIMULATED: u64 = 64;

/// Reads the bytes as a study file. If the study is valid, runs some of
/// the checks. A hash of the bytes decides which ones.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(checked) = file::open(text) else { return };
    let study = checked.source();
    let digest = digest(bytes);
    if digest.is_multiple_of(READ_BACK) {
        reads_back(study);
    }
    // A valid study stays valid with a shorter horizon, unless an event begins after the new last month.
    let short = Study { horizon_months: study.horizon_months.min(HORIZON_MAX), runs: 2, ..study.clone() };
    let Ok(short) = short.check() else { return };
    if digest % READ_BACK == 1 {
        expects(&short);
    }
    if digest % SIMULATED == 2 {
        runs(&short);
    }
}

/// A hash (FNV-1a) that selects the checks for an input. It depends on the input alone, so an input that has failed
/// once will always fail.
pub fn digest(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    // The lowest bits of the hash depend only on the lowest bits of the bytes. So the upper half is used.
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix) >> 32
}

/// Asserts that a study is the same after it has been written and read again: as an indented file, as a compact file,
/// and as a link.
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

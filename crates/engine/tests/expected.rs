//! Tests of the expected path. It is compared with an independent model (`holdfast_test_support::reference_model`), for
//! random scenarios with everything on. The means of simulations are then compared with the expected path, for every
//! quantity in every month.
//!
//! Statistical levels: the first comparison does not depend on chance. In the second, each of about 10⁴ comparisons is
//! a z-test at |z| < 6.5. If the expected sum of a count over all runs is below 200, the test only checks that the
//! simulated sum is below 600.

use holdfast_engine::{Expected, Quantity, expected};
use holdfast_scenario::CheckedStudy;
use holdfast_test_support::random_study::{self, StudyFeatures};
use holdfast_test_support::reference_model::ReferenceModel;
use holdfast_test_support::{TestRng, each_run, quantities};

const EXACT: StudyFeatures = StudyFeatures { ranges: false, ..StudyFeatures::ALL };

/// Compares every quantity of 400 random scenarios of up to 40 months. The allowed error is 10⁻⁹ of the quantity's
/// largest value on the path.
#[test]
fn the_expected_path_equals_the_reference_model() {
    let mut rng = TestRng(51);
    for round in 0..400 {
        let months = 1 + rng.next_u64() % 40;
        let study = random_study::study(&mut rng, EXACT, 1, months, 2);
        let source = study.source();
        let reference = ReferenceModel { scenario: &source.scenarios[0], first_month: source.first_month.month };
        let rows = reference.path(months as u32).rows;
        let path = expected(&study.scenarios()[0], months as usize);
        for (at, quantity) in Quantity::ALL.into_iter().enumerate() {
            let size = rows.iter().map(|row| row[at].abs()).fold(1e-6, f64::max);
            for (month, row) in rows.iter().enumerate() {
                let (found, wanted) = (path[quantity][month], row[at]);
                let place = || format!("round {round}, month {month}, {}: {found} {wanted}", quantity.name());
                assert!((found - wanted).abs() <= 1e-9 * size, "{} of {:#?}", place(), source.scenarios[0]);
            }
        }
    }
}

/// Maps a flow of MRR to the count of the customers whose MRR it is. For all quantities that are not listed here, the
/// result is the quantity itself.
fn count_of(quantity: Quantity) -> Quantity {
    match quantity {
        Quantity::NewMrr => Quantity::NewCustomers,
        Quantity::ReturnedMrr => Quantity::ReturnedCustomers,
        Quantity::ResumedMrr => Quantity::ResumedCustomers,
        Quantity::PausedMrr => Quantity::NewlyPausedCustomers,
        Quantity::InvoluntaryChurnedMrr => Quantity::InvoluntaryChurnedCustomers,
        other => other,
    }
}

#[test]
fn simulations_have_the_expected_means() {
    let mut rng = TestRng(52);
    let features = StudyFeatures { only_frequent_counts: true, ..EXACT };
    let mut tests = 0;
    for round in 0..14 {
        let study = random_study::study(&mut rng, features, 2, 18, 4_000);
        for (at, month, quantity, z) in mean_errors(&study) {
            tests += 1;
            let place = || format!("round {round}, scenario {at}, month {month}, {}: z {z}", quantity.name());
            assert!(z.abs() < 6.5, "{} of {:#?}", place(), study.source().scenarios[at]);
        }
    }
    assert!(tests > 8_000, "{tests}");
}

/// For every scenario, month and quantity, the z-score of the simulated mean against the expected path. If a quantity
/// is the same in all runs, it must equal the expected value, and its z-score is 0.
fn mean_errors(study: &CheckedStudy) -> Vec<(usize, usize, Quantity, f64)> {
    let runs = f64::from(study.runs());
    let paths: Vec<Expected> = study.scenarios().iter().map(|s| expected(s, study.horizon_months())).collect();
    // The sum over the runs of value − expected value, and the sum of the squares of these differences.
    let mut sums = vec![vec![[(0.0, 0.0); Quantity::ALL.len()]; study.horizon_months() + 1]; paths.len()];
    each_run(study, |_, month, states, lane| {
        for (at, state) in states.iter().enumerate() {
            let want = Quantity::ALL.map(|quantity| paths[at][quantity][month]);
            for (kind, value) in quantities(state, lane).into_iter().enumerate() {
                let (sum, squares) = &mut sums[at][month][kind];
                *sum += value - want[kind];
                *squares += (value - want[kind]).powi(2);
            }
        }
    });
    let mut out = Vec::new();
    for (at, months) in sums.iter().enumerate() {
        for (month, kinds) in months.iter().enumerate() {
            for (quantity, &(sum, squares)) in Quantity::ALL.into_iter().zip(kinds) {
                let want = paths[at][quantity][month];
                let cases = paths[at][count_of(quantity)][month] * runs;
                if quantity.is_flow() && cases < 200.0 {
                    // The normal approximation does not hold for so few customers. A Poisson count with a mean below
                    // 200 reaches 600 with a probability below 10⁻¹¹².
                    let seen = sums[at][month][count_of(quantity) as usize].0 + cases;
                    assert!(seen < 600.0, "{} {seen} instead of {cases}", quantity.name());
                    continue;
                }
                let (error, variance) = (sum / runs, (squares - sum * sum / runs) / (runs - 1.0));
                let exact = error.abs() <= 1e-9 * want.abs() && variance <= 1e-18 * want * want;
                let z = if exact { 0.0 } else { error / (variance / runs).sqrt() };
                out.push((at, month, quantity, z));
            }
        }
    }
    out
}

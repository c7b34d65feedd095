//! Tests conservation laws in every single run and month: money and customers add up, counts are whole numbers, and no
//! quantity is negative except cash, paused MRR and resumed MRR. These laws hold for all random numbers, so no test can
//! fail by chance.

use Estimate::{Exact, Range};
use holdfast_engine::{LANES, Month, PreparedStudy, Quantity};
use holdfast_scenario::{CheckedStudy, Estimate, Key, Scenario};
use holdfast_test_support::random_study::{self, StudyFeatures};
use holdfast_test_support::reference_model::ReferenceModel;
use holdfast_test_support::{TestRng, each_run, scenario, study};

fn random_scenario(rng: &mut TestRng) -> Scenario {
    let churn = if rng.chance(0.1) { 0.0 } else { rng.between(0.0, 0.95) };
    let contraction = if rng.chance(0.2) { (1.0 - churn).min(0.5) } else { rng.between(0.0, (1.0 - churn) * 0.5) };
    scenario(&[
        (Key::TrialsStart, Exact(rng.log_uniform(0.1, 1e6))),
        (Key::TrialsStep, Exact(rng.between(-1000.0, 1000.0))),
        (Key::TrialsGrowth, Exact(rng.between(-0.2, 0.05))),
        (Key::Conversion, if rng.chance(0.5) { Exact(rng.unit()) } else { Range { low: 0.02, high: 0.3 } }),
        (Key::Price, if rng.chance(0.5) { Exact(rng.log_uniform(1e-3, 1e4)) } else { Range { low: 0.0, high: 9.9 } }),
        (Key::Expansion, Exact(rng.between(0.0, 0.2))),
        (Key::Contraction, Exact(contraction)),
        (Key::Churn, Exact(churn)),
        (Key::OpeningCustomers, Exact(rng.log_uniform(1.0, 1e6).round())),
    ])
}

const COUNTS: [Quantity; 7] = [
    Quantity::NewCustomers,
    Quantity::ReturnedCustomers,
    Quantity::ResumedCustomers,
    Quantity::NewlyPausedCustomers,
    Quantity::VoluntaryChurnedCustomers,
    Quantity::InvoluntaryChurnedCustomers,
    Quantity::PausedChurnedCustomers,
];

#[test]
fn money_and_customers_add_up_in_every_run_and_month() {
    let mut rng = TestRng(21);
    for round in 0..60 {
        let study = study((0..4).map(|_| random_scenario(&mut rng)).collect(), 48, 256, 900 + round);
        check_study(&study, &format!("round {round}"));
    }
}

/// Checks the same conservation laws for studies with every mechanism on, plans, survival curves, seasonality, events,
/// ranges and correlations.
#[test]
fn money_and_customers_add_up_with_everything_on() {
    let mut rng = TestRng(22);
    for round in 0..80 {
        let study = random_study::study(&mut rng, StudyFeatures::ALL, 2, 30, 128);
        check_study(&study, &format!("round {round}"));
    }
}

fn check_study(study: &CheckedStudy, place: &str) {
    let prepared = PreparedStudy::new(study);
    for block in 0..prepared.blocks() {
        let mut before: Vec<Month<LANES>> = Vec::new();
        prepared.run_block(block, |month, states| {
            for (at, state) in states.iter().enumerate() {
                let place = format!("{place}, scenario {at}, month {month}");
                (0..LANES).for_each(|i| check_month(before.get(at), state, i, &place));
            }
            before = states.iter().map(|&state| state.clone()).collect();
        });
    }
}

/// Cash(t) = Cash(t − 1) + margin·MRR − acquisition cost·new customers − retention cost·active customers − fixed costs.
/// All mechanisms are on, and events may change the costs.
#[test]
fn cash_adds_up_with_everything_on() {
    let mut rng = TestRng(23);
    for round in 0..30 {
        let study = random_study::study(&mut rng, StudyFeatures { ranges: false, ..StudyFeatures::ALL }, 1, 30, 128);
        let reference = ReferenceModel::new(&study.source().scenarios[0]);
        let keys = [Key::GrossMargin, Key::AcquisitionCost, Key::RetentionCost, Key::FixedCosts];
        let costs: Vec<[f64; 4]> = (0..=30).map(|month| keys.map(|key| reference.input(key, month))).collect();
        let mut before = vec![0.0; 128];
        each_run(&study, |run, month, states, lane| {
            let of = |quantity: Quantity| states[0][quantity][lane];
            let cash = of(Quantity::Cash);
            if month > 0 {
                let [margin, acquisition, retention, fixed] = costs[month];
                let came = margin * of(Quantity::Mrr);
                let went = acquisition * of(Quantity::NewCustomers) + retention * of(Quantity::Customers) + fixed;
                let wanted = before[run] + came - went;
                let scale = before[run].abs() + came + went;
                assert!((cash - wanted).abs() <= 1e-12 * scale, "round {round}, run {run}, month {month}: {cash}");
            }
            before[run] = cash;
        });
    }
}

fn check_month(before: Option<&Month<LANES>>, now: &Month<LANES>, i: usize, place: &str) {
    use Quantity::*;
    let of = |quantity: Quantity| now[quantity][i];
    for quantity in Quantity::ALL {
        let value = of(quantity);
        let may_be_negative = matches!(quantity, Cash | PausedMrr | ResumedMrr);
        assert!(value.is_finite() && (value >= 0.0 || may_be_negative), "{place}: {} {value}", quantity.name());
    }
    for count in [Customers, PausedCustomers].into_iter().chain(COUNTS) {
        assert!(of(count).fract() == 0.0, "{place}: {} {}", count.name(), of(count));
    }
    assert!(of(Customers) + of(PausedCustomers) > 0.0 || of(Mrr) == 0.0, "{place}: MRR {} without customers", of(Mrr));
    let Some(before) = before else {
        for quantity in Quantity::ALL.into_iter().filter(|quantity| quantity.is_flow()) {
            assert_eq!(of(quantity), 0.0, "{place}: {}", quantity.name());
        }
        return;
    };
    let was = |quantity: Quantity| before[quantity][i];
    // Customers before the month + all who came = customers after the month + all who went. Counts must be equal
    // exactly.
    let came = of(NewCustomers) + of(ReturnedCustomers) + of(ResumedCustomers);
    let went = of(VoluntaryChurnedCustomers) + of(InvoluntaryChurnedCustomers) + of(NewlyPausedCustomers);
    assert_eq!(was(Customers) + came, of(Customers) + went, "{place}: active customers");
    let paused = was(PausedCustomers) + of(NewlyPausedCustomers);
    let unpaused = of(ResumedCustomers) + of(PausedChurnedCustomers);
    assert_eq!(paused, of(PausedCustomers) + unpaused, "{place}: paused customers");
    // MRR may differ by rounding: by at most 10⁻⁹ of the sum of the old MRR, the new MRR and all movements.
    let gained = [NewMrr, ExpansionMrr, ResumedMrr, ReturnedMrr].map(of);
    let lost = [ContractionMrr, VoluntaryChurnedMrr, InvoluntaryChurnedMrr, PausedMrr].map(of);
    let scale = was(Mrr) + of(Mrr) + gained.iter().chain(&lost).map(|flow| flow.abs()).sum::<f64>();
    let moved = gained.iter().sum::<f64>() - lost.iter().sum::<f64>();
    assert!((was(Mrr) + moved - of(Mrr)).abs() <= 1e-9 * scale, "{place}: MRR moved {moved} to {}", of(Mrr));
    let revenue = of(CumulativeRevenue) - was(CumulativeRevenue);
    assert!((revenue - of(Mrr)).abs() <= 1e-9 * of(CumulativeRevenue), "{place}: revenue {revenue}");
}

/// If all customers pay the same price and nobody joins, then MRR in month t of every run is
/// customers × price × (1 + (e − x)/(1 − h))ᵗ, with expansion e, contraction x and hazard h.
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
        let mrr = states[0][Quantity::Customers][lane] * 19.0 * factor.powi(month as i32);
        assert!((states[0][Quantity::Mrr][lane] - mrr).abs() <= 1e-12 * mrr);
    });
}

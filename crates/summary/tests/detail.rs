//! Tests of the detail of a summary: it can be copied from a summary with more runs, and it is absent if it was not
//! requested.

use holdfast_engine::{PreparedStudy, Quantity};
use holdfast_scenario::{CheckedStudy, Study, presets};
use holdfast_summary::{Accumulator, DetailRequest, Summary, SummaryRequest, Track};

const TRACKS: [Quantity; 2] = [Quantity::Mrr, Quantity::Customers];

fn summary(study: &CheckedStudy, spread_month: u32, samples: u32) -> Summary {
    let tracks = Vec::from(TRACKS.map(|quantity| Track::own(0, quantity)));
    let detail = DetailRequest { tracks: tracks.clone(), spread_month, samples };
    let request = SummaryRequest { tracks, detail: Some(detail) };
    let mut accumulator = Accumulator::new(study.runs(), &request, study.horizon_months());
    let plan = PreparedStudy::new(study);
    (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
    accumulator.finish(&request).unwrap()
}

#[test]
fn better_detail_is_taken_over_if_it_is_of_the_same_month() {
    let study = Study { horizon_months: 6, ..presets::leaky_bucket() }.check().unwrap();
    let [mrr, customers] = TRACKS.map(|quantity| Track::own(0, quantity));
    let better = summary(&study.with_runs(500), 5, 30);
    let own = summary(&study.with_runs(20), 5, 30);
    let mut mixed = own.clone();
    mixed.adopt(&better, |track| track == mrr);
    assert_eq!(mixed.spread(mrr), better.spread(mrr));
    assert_eq!(mixed.spread(customers), own.spread(customers));
    assert_ne!(better.spread(customers), own.spread(customers));
    assert_eq!([mrr, customers].map(|track| mixed.samples(track).unwrap().len()), [30, 20]);
    // The sample runs of both summaries are the same futures.
    assert!(mixed.samples(mrr).unwrap().zip(own.samples(mrr).unwrap()).all(|(a, b)| a == b));

    // If the other summary has no sample runs, `adopt` keeps the existing sample runs. If the details are of different
    // months, `adopt` keeps all existing detail.
    let without = summary(&study.with_runs(500), 5, 0);
    mixed.adopt(&without, |_| true);
    assert_eq!(mixed.samples(mrr).unwrap().len(), 30);
    let mut other = summary(&study.with_runs(20), 4, 30);
    let before = other.spread(mrr).unwrap().to_vec();
    other.adopt(&better, |_| true);
    assert_eq!(other.spread(mrr), Some(&*before));
    assert_eq!(other.months(mrr), better.months(mrr));
}

#[test]
fn a_request_without_detail_gets_none() {
    let study = Study { horizon_months: 6, ..presets::leaky_bucket() }.check().unwrap().with_runs(50);
    let detailed = summary(&study, 3, 4);
    let tracks = Vec::from(TRACKS.map(|quantity| Track::own(0, quantity)));
    let (plan, request) = (PreparedStudy::new(&study), SummaryRequest::from(tracks.clone()));
    let mut accumulator = Accumulator::new(50, &request, 6);
    accumulator.run_block(&plan, &request, 0);
    let plain = accumulator.finish(&request).unwrap();
    for track in tracks {
        assert_eq!(plain.months(track), detailed.months(track));
        assert!(plain.spread(track).is_none() && plain.samples(track).is_none());
    }
    assert_eq!((plain.spread_month(), detailed.spread_month()), (None, Some(3)));
}

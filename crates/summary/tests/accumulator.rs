//! Tests of accumulators. However the blocks are divided, the summary has the same bits, also if the accumulators are
//! sent to another worker. Quantiles from histograms agree with exact quantiles within 0.5%.

use holdfast_engine::{PreparedStudy, Quantity};
use holdfast_scenario::{Study, presets};
use holdfast_summary::{Accumulator, DetailRequest, Summary, SummaryRequest, Track};

fn study(runs: u64) -> (PreparedStudy, SummaryRequest) {
    let study = Study { runs, horizon_months: 12, ..presets::leaky_bucket() };
    let mut tracks = Vec::from([0, 1, 2].map(|at| Track::own(at, Quantity::Mrr)));
    tracks.push(Track::gap(2, 0, Quantity::Mrr));
    let detail = DetailRequest { tracks: tracks[1..].to_vec(), spread_month: 99, samples: 3 };
    (PreparedStudy::new(&study.check().unwrap()), SummaryRequest { tracks, detail: Some(detail) })
}

/// The accumulator as another worker receives it: the stored values are passed on as they are, and the rest is
/// serialized and read back.
fn crossed(mut accumulator: Accumulator) -> Accumulator {
    let blocks = accumulator.take_exact_values();
    let bytes = postcard::to_allocvec(&accumulator).unwrap();
    let mut received: Accumulator = postcard::from_bytes(&bytes).unwrap();
    received.put_exact_values(blocks);
    received
}

#[test]
fn any_split_gives_the_same_bits() {
    for runs in [2, 1000, 10_001] {
        let (plan, request) = study(runs);
        let new = || Accumulator::new(runs as u32, &request, 12);
        let mut whole = new();
        (0..plan.blocks()).for_each(|block| whole.run_block(&plan, &request, block));
        let (mut left, mut right) = (new(), new());
        for block in (0..plan.blocks()).rev() {
            if block % 3 == 1 { &mut left } else { &mut right }.run_block(&plan, &request, block);
        }
        assert_eq!(crossed(right.clone()), right);
        let mut merged = crossed(right);
        merged.merge(crossed(left));
        let summary = whole.finish(&request).unwrap();
        assert_eq!(merged.finish(&request).unwrap(), summary);
        assert_eq!(summary.runs(), runs as u32);
        let bytes = postcard::to_allocvec(&summary).unwrap();
        assert_eq!(postcard::from_bytes::<Summary>(&bytes).unwrap(), summary);
    }
}

#[test]
fn a_message_that_is_cut_off_is_refused() {
    for runs in [200, 10_001] {
        let (plan, request) = study(runs);
        let mut accumulator = Accumulator::new(runs as u32, &request, 12);
        accumulator.run_block(&plan, &request, 0);
        let bytes = postcard::to_allocvec(&accumulator).unwrap();
        for len in (0..bytes.len()).step_by(31) {
            assert!(postcard::from_bytes::<Accumulator>(&bytes[..len]).is_err(), "{len} bytes of {}", bytes.len());
        }
        let bytes = postcard::to_allocvec(&accumulator.finish(&request).unwrap()).unwrap();
        for len in (0..bytes.len()).step_by(31) {
            assert!(postcard::from_bytes::<Summary>(&bytes[..len]).is_err(), "{len} bytes of {}", bytes.len());
        }
    }
}

#[test]
fn histograms_agree_with_exact_percentiles_within_half_a_percent() {
    let (plan, request) = study(10_000);
    let (mut exact, mut binned) = (Accumulator::new(10_000, &request, 12), Accumulator::new(10_001, &request, 12));
    for block in 0..plan.blocks() {
        exact.run_block(&plan, &request, block);
        binned.run_block(&plan, &request, block);
    }
    let (exact, binned) = (exact.finish(&request).unwrap(), binned.finish(&request).unwrap());
    for &track in &request.tracks {
        for (a, b) in exact.months(track).unwrap().iter().zip(binned.months(track).unwrap()) {
            assert_eq!((a.mean, a.variance), (b.mean, b.variance));
            for (a, b) in a.quantiles.iter().zip(b.quantiles) {
                assert!((a - b).abs() <= 0.005 * a.abs() + 1e-6, "{track:?} {a} {b}");
            }
        }
    }
}

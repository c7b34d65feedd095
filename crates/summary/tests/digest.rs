//! Tests that the engine and the summary give the same bits on every platform: natively, and in WebAssembly under Node.
//!
//! The command for WebAssembly is `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner cargo test -p
//! holdfast-summary --target wasm32-unknown-unknown --test digest`.

use holdfast_engine::PreparedStudy;
use holdfast_scenario::Study;
use holdfast_summary::{Accumulator, SummaryRequest};
use holdfast_test_support::digest::{
    EVERYTHING_DIGEST, LEAKY_BUCKET_DIGEST, all_tracks, digest, everything, leaky_bucket,
};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Simulates all runs of a study without a pool, and returns the digest of their summary. The digest is a hash of the
/// bits of all numbers in the summary.
fn simulated(study: &Study) -> u64 {
    let study = study.check().unwrap_or_else(|problems| panic!("{problems:?}"));
    let request = SummaryRequest::from(all_tracks(&study));
    let plan = PreparedStudy::new(&study);
    let mut accumulator = Accumulator::new(study.runs(), &request, study.horizon_months());
    (0..plan.blocks()).for_each(|block| accumulator.run_block(&plan, &request, block));
    digest(&accumulator.finish(&request).expect("there are runs"), &request.tracks)
}

#[test]
fn the_leaky_bucket_has_its_digest() {
    assert_eq!(simulated(&leaky_bucket(1000)), LEAKY_BUCKET_DIGEST);
}

#[test]
fn a_study_with_everything_on_has_its_digest() {
    let found = simulated(&everything());
    assert_eq!(found, EVERYTHING_DIGEST, "{found:#018x}");
}

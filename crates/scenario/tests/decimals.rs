//! Decimals are read the same here and in the page: `tests/decimals.json` is the table that `browser/pool.spec.js` tries
//! there.

use holdfast_scenario::parse_decimal;

#[test]
fn decimals_are_read_to_the_nearest_double_and_nothing_else_is() {
    let rows: Vec<(String, Option<f64>)> = serde_json::from_str(include_str!("decimals.json")).unwrap();
    assert!(rows.len() > 30);
    for (text, expected) in rows {
        assert_eq!(parse_decimal(&text).map(f64::to_bits), expected.map(f64::to_bits), "{text:?}");
    }
    assert_eq!(parse_decimal("1e999"), Some(f64::INFINITY));
    assert_eq!(parse_decimal("-0").map(f64::to_bits), Some((-0.0_f64).to_bits()));
}

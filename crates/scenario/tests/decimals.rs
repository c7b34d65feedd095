//! A test of the parsing of decimals. The file `tests/decimals.json` lists texts, each with the double that it must
//! give, or with null if it is not a decimal.

use holdfast_scenario::parse_decimal;

#[test]
fn a_decimal_is_read_as_the_nearest_double() {
    let rows: Vec<(String, Option<f64>)> = serde_json::from_str(include_str!("decimals.json")).unwrap();
    assert!(rows.len() > 30);
    for (text, expected) in rows {
        assert_eq!(parse_decimal(&text).map(f64::to_bits), expected.map(f64::to_bits), "{text:?}");
    }
    assert_eq!(parse_decimal("1e999"), Some(f64::INFINITY));
    assert_eq!(parse_decimal("-0").map(f64::to_bits), Some((-0.0_f64).to_bits()));
}

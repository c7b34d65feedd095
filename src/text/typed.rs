//! Numbers as people type them, and as a number field shows them.

use crate::scenario::Unit;

/// Reads a typed number into the unit's own scale: "4", "4%" and "4,0" are 0.04 in a share's field, "$1,225" is 1225 in
/// any other. `None` where there is no finite number.
///
/// Where points and commas both occur, the last of them is the decimal one. A single comma is decimal too, unless
/// exactly three digits follow it and a number other than 0 stands before: then it groups, as in "1,225".
pub fn read_number(typed: &str, unit: Unit) -> Option<f64> {
    let bare = typed.trim().trim_start_matches(['$', '€', '£', '¥']).trim_end_matches(['%', '$', '€', '£', '¥']);
    let plain: String = bare.chars().filter(|c| !c.is_whitespace() && !"'’_".contains(*c)).map(plain_digit).collect();
    let decimal_comma = match (plain.rfind(','), plain.rfind('.')) {
        (Some(comma), Some(point)) => comma > point,
        (Some(comma), None) => {
            let (before, after) = (plain[..comma].trim_start_matches(['+', '-']), &plain[comma + 1..]);
            plain.matches(',').count() == 1 && (after.len() != 3 || before.is_empty() || before == "0")
        }
        _ => false,
    };
    let plain = if decimal_comma { plain.replace('.', "").replace(',', ".") } else { plain.replace(',', "") };
    // Only digits: "NaN", "inf" and the like are words here.
    if !plain.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return None;
    }
    let number: f64 = match unit.is_share() {
        true if plain.contains(['e', 'E']) => plain.parse::<f64>().ok()? / 100.0,
        // Moving the exponent instead of dividing gives the double nearest to what was typed.
        true => (plain + "e-2").parse().ok()?,
        false => plain.parse().ok()?,
    };
    number.is_finite().then_some(number)
}

/// Reads a list of numbers apart by semicolons, or where there are none by commas, or where there are none by spaces.
pub fn read_numbers(typed: &str, unit: Unit) -> Option<Vec<f64>> {
    let apart = [';', ','].into_iter().find(|&mark| typed.contains(mark)).unwrap_or(' ');
    let parts = typed.split(apart).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| read_number(part, unit)).collect()
}

/// Persian, Arabic, Thai and full-width digits and signs as plain ones.
fn plain_digit(c: char) -> char {
    let zeros = ['\u{660}', '\u{6f0}', '\u{e50}', '\u{ff10}'];
    let digit = zeros.iter().find_map(|&zero| (c as u32).checked_sub(zero as u32).filter(|&digit| digit < 10));
    match (digit.and_then(|digit| char::from_digit(digit, 10)), c) {
        (Some(digit), _) => digit,
        (None, '−') => '-',
        (None, '٫') => '.',
        _ => c,
    }
}

/// A number as its field shows it: shares as percentages, no more digits than it takes.
pub fn show_number(value: f64, unit: Unit) -> String {
    // Beyond any sensible input: digits without end would say less.
    if value.abs() >= 1e15 {
        return format!("{:e}", if unit.is_share() { value * 100.0 } else { value });
    }
    if !unit.is_share() {
        return value.to_string();
    }
    // Ten decimals hide the rounding of the multiplication and keep everything that a person types.
    ((value * 1e12).round() / 1e10).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_to_the_same_bits() {
        for permille in 0..=1000 {
            let value: f64 = format!("{permille}e-3").parse().unwrap();
            let shown = show_number(value, Unit::SharePerMonth);
            assert!(shown.len() <= 5, "{shown}");
            assert_eq!(read_number(&shown, Unit::SharePerMonth), Some(value), "{shown}");
            assert_eq!(read_number(&show_number(value, Unit::MoneyPerMonth), Unit::MoneyPerMonth), Some(value));
        }
    }

    #[test]
    fn what_is_out_of_all_bounds_still_reads_back() {
        for (value, unit) in [(1e308, Unit::MoneyPerMonth), (1e306, Unit::Share), (-4e200, Unit::CountPerMonth)] {
            let shown = show_number(value, unit);
            assert!(shown.len() < 10, "{shown}");
            assert_eq!(read_number(&shown, unit), Some(value), "{shown}");
        }
    }

    #[test]
    fn people_type_in_many_ways() {
        for (typed, unit, value) in [
            ("4", Unit::Share, 0.04),
            (" 3.5 % ", Unit::SharePerMonth, 0.035),
            ("3,5", Unit::SharePerMonth, 0.035),
            ("$1,225", Unit::MoneyPerMonth, 1225.0),
            ("1 225,50", Unit::MoneyPerMonth, 1225.5),
            ("1.225,50", Unit::MoneyPerMonth, 1225.5),
            ("1,225.50", Unit::MoneyPerMonth, 1225.5),
            ("0,035", Unit::Share, 0.00035),
            ("50 €", Unit::MoneyPerMonth, 50.0),
            ("1,234,567", Unit::Customers, 1_234_567.0),
            ("−20", Unit::CountPerMonth, -20.0),
            ("1e308", Unit::MoneyPerMonth, 1e308),
            ("۴", Unit::Share, 0.04),
            ("１２", Unit::MoneyPerMonth, 12.0),
        ] {
            assert_eq!(read_number(typed, unit), Some(value), "{typed}");
        }
        for typed in ["", "abc", "NaN", "inf", "1e999", "--4", "4x", "4%5", "<script>"] {
            assert_eq!(read_number(typed, Unit::Share), None, "{typed}");
        }
    }

    #[test]
    fn lists_are_typed_in_three_ways() {
        for typed in ["90, 97.5,99", "90; 97,5; 99;", " 90%  97.5% 99% "] {
            assert_eq!(read_numbers(typed, Unit::SharePerMonth), Some(vec![0.9, 0.975, 0.99]), "{typed}");
        }
        assert_eq!(read_numbers(" ", Unit::Ratio), Some(vec![]));
        assert_eq!(read_numbers("1, x", Unit::Ratio), None);
    }
}

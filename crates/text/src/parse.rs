//! Reads the numbers and ranges that a user types, and formats numbers and ranges for fields.

use super::words::{Words, args};
use holdfast_scenario::input::SEED;
use holdfast_scenario::{ErrorKind, Estimate, Unit, parse_decimal};

/// Reads a typed number and converts it to the stored scale of its unit. In a field of a share, "4", "4%" and "4,0"
/// give 0.04. In a field of money, "$1,225" gives 1225. In a field of a ratio, "50%" gives 0.5. In all other fields, a
/// percent sign is an error. Fields of money and counts also accept "10k", "1.5M" and "2bn".
///
/// If a number has both points and commas, the last of these signs is the decimal sign, and the other signs group
/// digits. A single comma without a point is the decimal sign, as in "3,5" or "0,035". There is one exception: it
/// groups digits if exactly three characters follow it and a number other than 0 comes before it, as in "1,225".
pub fn parse_number(typed: &str, unit: Unit) -> Result<f64, ErrorKind> {
    let typed = typed.trim();
    let bare = typed.trim_start_matches(['$', '€', '£', '¥']).trim_end_matches(['%', '$', '€', '£', '¥']);
    let plain: String = bare.chars().filter(|c| !c.is_whitespace() && !"'’_".contains(*c)).map(plain_digit).collect();
    let plain = plain.to_ascii_lowercase();
    let is_large = matches!(unit, Unit::CountPerMonth | Unit::Customers | Unit::Plain) || unit.is_money();
    let suffix = SUFFIXES.iter().find(|(suffix, _)| is_large && plain.ends_with(suffix));
    let (plain, power) =
        suffix.map_or((&plain[..], 0), |(suffix, power)| (&plain[..plain.len() - suffix.len()], *power));
    let decimal_comma = match (plain.rfind(','), plain.rfind('.')) {
        (Some(comma), Some(point)) => comma > point,
        (Some(comma), None) => {
            let (before, after) = (plain[..comma].trim_start_matches(['+', '-']), &plain[comma + 1..]);
            plain.matches(',').count() == 1 && (after.len() != 3 || before.is_empty() || before == "0")
        }
        _ => false,
    };
    let plain = if decimal_comma { plain.replace('.', "").replace(',', ".") } else { plain.replace(',', "") };
    // A number must begin with a digit, a sign or a point, so texts such as "NaN" and "inf" are errors.
    if !plain.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return Err(ErrorKind::NotFinite);
    }
    let is_percent = typed.ends_with('%');
    let power = if unit.is_share() || (is_percent && unit == Unit::Ratio) { -2 } else { power };
    // A percent sign or a suffix only changes the exponent. Then the text is parsed once, to the double that is nearest
    // to the typed decimal. Multiplying a parsed number would add a rounding error.
    let (mantissa, exponent) = plain.split_once('e').unwrap_or((&plain, "0"));
    let exponent = exponent.parse::<i32>().map_err(|_| ErrorKind::NotFinite)?.saturating_add(power);
    let number = parse_decimal(&[mantissa, "e", &exponent.to_string()].concat()).filter(|number| number.is_finite());
    let number = number.ok_or(ErrorKind::NotFinite)?;
    if is_percent && !unit.is_share() && unit != Unit::Ratio { Err(ErrorKind::NoPercent) } else { Ok(number) }
}

/// The suffixes of large numbers, each with its power of ten.
const SUFFIXES: [(&str, i32); 4] = [("k", 3), ("m", 6), ("b", 9), ("bn", 9)];

/// Reads a whole number. A number below 0 is out of bounds, and so is a number that is too large for a double to hold
/// exactly. `min` and `max` are only used in the error message: a result can lie outside them.
pub fn parse_whole(typed: &str, (min, max): (u64, u64)) -> Result<u64, ErrorKind> {
    let number = parse_number(typed, Unit::Plain).map_err(|_| ErrorKind::NotWhole)?;
    match number {
        _ if number.fract() != 0.0 => Err(ErrorKind::NotWhole),
        _ if number < 0.0 || number > SEED.bounds.1 as f64 => {
            Err(ErrorKind::OutOfBounds { min: min as f64, max: max as f64, unit: Unit::Plain })
        }
        _ => Ok(number as u64),
    }
}

/// Reads a list of numbers. The separator is the semicolon if there is one in the text, otherwise the comma if there is
/// one, otherwise the space. Empty entries are skipped. An error contains the index, counted from 0, of the first entry
/// that cannot be read.
pub fn parse_list(typed: &str, unit: Unit) -> Result<Vec<f64>, (usize, ErrorKind)> {
    let apart = [';', ','].into_iter().find(|&mark| typed.contains(mark)).unwrap_or(' ');
    let parts = typed.split(apart).map(str::trim).filter(|part| !part.is_empty());
    parts.enumerate().map(|(index, part)| parse_number(part, unit).map_err(|fault| (index, fault))).collect()
}

/// Reads a number or a range. A range is two numbers with a word (such as "to", in any language), dots or a dash
/// between them. A hyphen can also separate them, as in "3 - 5" or "3-5". A hyphen with a space only before it is a
/// minus sign, so "3 -5" has no separator and is an error.
pub fn parse_estimate(typed: &str, unit: Unit) -> Result<Estimate, ErrorKind> {
    parse_number(typed, unit).map(Estimate::Exact).or_else(|fault| {
        let plain = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let (low, high) = split_range(&plain).ok_or(fault)?;
        Ok(Estimate::Range { low: parse_number(low, unit)?, high: parse_number(high, unit)? })
    })
}

/// Splits a range at the separator and returns the texts of its two numbers. Returns `None` if there is no separator.
fn split_range(typed: &str) -> Option<(&str, &str)> {
    let marks = ["...", "..", "…", "–", "—"].into_iter();
    marks
        .filter_map(|mark| typed.split_once(mark))
        .next()
        .or_else(|| {
            let is_word = |part: &&str| ["-", "−"].contains(part) || part.chars().all(is_letter);
            let word = typed.split(' ').skip(1).find(is_word)?;
            typed.split_once(&[" ", word, " "].concat())
        })
        .or_else(|| {
            // A hyphen separates two numbers if a digit, a percent sign or a suffix such as "k" comes before it. The
            // first hyphen in "1e-5-2" follows the letter "e", so it is a sign and is skipped.
            let ends_a_number =
                |&(at, _): &(usize, &str)| typed[..at].ends_with(|c| is_digit(c) || "%kKmMbBnN".contains(c));
            let (at, hyphen) = typed.match_indices(['-', '−']).find(ends_a_number)?;
            Some((&typed[..at], &typed[at + hyphen.len()..]))
        })
}

fn is_digit(c: char) -> bool {
    plain_digit(c).is_ascii_digit()
}

/// Tests whether a character is a letter of any script. Every character outside ASCII that is not a digit counts as a
/// letter. `char::is_alphabetic` would be exact, but it would add a Unicode table to the size of the page.
fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { !is_digit(c) }
}

/// Converts Persian, Arabic, Thai and full-width digits to ASCII digits. Also converts the minus sign U+2212 and the
/// Arabic decimal sign to ASCII.
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

/// Formats a number for a field with as few digits as possible. A share becomes a percentage without the percent sign.
pub fn format_number(value: f64, unit: Unit) -> String {
    // A number of 1e15 or more is larger than any realistic input, and all its digits would fill the field.
    // `serde_json` writes very large numbers with an exponent.
    if value.abs() >= 1e15 {
        let value = if unit.is_share() { value * 100.0 } else { value };
        return serde_json::Number::from_f64(value).map_or_else(String::new, |number| number.to_string());
    }
    if !unit.is_share() {
        return value.to_string();
    }
    // The percentage is rounded to ten decimals. This removes the multiplication's rounding error and keeps all digits
    // that a person is likely to type.
    ((value * 1e12).round() / 1e10).to_string()
}

impl Words {
    /// Formats an estimate for a field, for example "3 to 5". [`parse_estimate`] reads this text back.
    pub fn estimate(&self, estimate: Estimate, unit: Unit) -> String {
        match estimate {
            Estimate::Exact(value) => format_number(value, unit),
            Estimate::Range { low, high } => {
                let (low, high) = (format_number(low, unit), format_number(high, unit));
                self.range_shown(args::RangeShown { low: &low, high: &high })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formatted_number_reads_back_to_the_same_bits() {
        for permille in 0..=1000 {
            let value: f64 = format!("{permille}e-3").parse().unwrap();
            let shown = format_number(value, Unit::SharePerMonth);
            assert!(shown.len() <= 5, "{shown}");
            assert_eq!(parse_number(&shown, Unit::SharePerMonth), Ok(value), "{shown}");
            assert_eq!(parse_number(&format_number(value, Unit::MoneyPerMonth), Unit::MoneyPerMonth), Ok(value));
        }
    }

    #[test]
    fn numbers_out_of_all_bounds_read_back() {
        for (value, unit) in [(1e308, Unit::MoneyPerMonth), (1e306, Unit::Share), (-4e200, Unit::CountPerMonth)] {
            let shown = format_number(value, unit);
            assert!(shown.len() < 10, "{shown}");
            assert_eq!(parse_number(&shown, unit), Ok(value), "{shown}");
        }
    }

    #[test]
    fn numbers_are_read_in_many_notations() {
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
            assert_eq!(parse_number(typed, unit), Ok(value), "{typed}");
        }
        for typed in ["", "abc", "NaN", "inf", "1e999", "--4", "4x", "4%5", "<script>"] {
            assert_eq!(parse_number(typed, Unit::Share), Err(ErrorKind::NotFinite), "{typed}");
        }
    }

    #[test]
    fn percentages_are_for_shares_and_ratios() {
        assert_eq!(parse_number("50%", Unit::Ratio), Ok(0.5));
        for unit in [Unit::CountPerMonth, Unit::Money, Unit::Months, Unit::Customers, Unit::Plain] {
            assert_eq!(parse_number("50%", unit), Err(ErrorKind::NoPercent), "{unit:?}");
            assert_eq!(parse_number("x%", unit), Err(ErrorKind::NotFinite), "{unit:?}");
        }
    }

    #[test]
    fn money_and_counts_are_typed_in_thousands() {
        for (typed, value) in [
            ("10k", 10_000.0),
            ("$1.5M", 1.5e6),
            ("1,5 m", 1.5e6),
            ("1,225K", 1_225_000.0),
            ("-2bn", -2e9),
            ("1B €", 1e9),
            ("1e3k", 1e6),
        ] {
            assert_eq!(parse_number(typed, Unit::Money), Ok(value), "{typed}");
        }
        assert_eq!(parse_estimate("10k-20k", Unit::Money), Ok(Estimate::Range { low: 1e4, high: 2e4 }));
        for (typed, unit) in [("4k", Unit::Share), ("1M", Unit::Months), ("1k", Unit::Ratio), ("k", Unit::Money)] {
            assert_eq!(parse_number(typed, unit), Err(ErrorKind::NotFinite), "{typed}");
        }
    }

    #[test]
    fn errors_of_whole_numbers_name_the_fault() {
        let read = |typed| parse_whole(typed, (1, 240));
        assert_eq!(read("60"), Ok(60));
        for typed in ["2.5", "x", "5%"] {
            assert_eq!(read(typed), Err(ErrorKind::NotWhole), "{typed}");
        }
        for typed in ["-5", "1e300"] {
            assert_eq!(read(typed), Err(ErrorKind::OutOfBounds { min: 1.0, max: 240.0, unit: Unit::Plain }), "{typed}");
        }
    }

    #[test]
    fn lists_are_typed_in_three_ways() {
        for typed in ["90, 97.5,99", "90; 97,5; 99;", " 90%  97.5% 99% "] {
            assert_eq!(parse_list(typed, Unit::SharePerMonth), Ok(vec![0.9, 0.975, 0.99]), "{typed}");
        }
        assert_eq!(parse_list(" ", Unit::Ratio), Ok(vec![]));
        for (typed, index) in [("1, x", 1), ("1 2 3 four 5 six", 3), ("-; 2", 0)] {
            assert_eq!(parse_list(typed, Unit::Ratio), Err((index, ErrorKind::NotFinite)), "{typed}");
        }
    }

    #[test]
    fn a_range_is_typed_in_one_field() {
        let range = |low, high| Ok(Estimate::Range { low, high });
        for typed in
            ["3 to 5", "3..5", "3 .. 5", "3...5", "3…5", "3–5", "3 – 5", "3—5", "3 - 5", "3-5", "3 − 5", "3%-5%"]
        {
            assert_eq!(parse_estimate(typed, Unit::SharePerMonth), range(0.03, 0.05), "{typed}");
        }
        for (typed, low, high) in [
            ("-3 to 5", -3.0, 5.0),
            ("-5 - -3", -5.0, -3.0),
            ("-5--3", -5.0, -3.0),
            ("−5–−3", -5.0, -3.0),
            ("-5..-3", -5.0, -3.0),
            ("1e-5 - 1e5", 1e-5, 1e5),
            ("1e-5-1e5", 1e-5, 1e5),
            ("$1,225 to $2,450.50", 1225.0, 2450.5),
            ("1 225 - 2 450,5", 1225.0, 2450.5),
            (" 3  til\u{a0}5 ", 3.0, 5.0),
            ("۳ تا ۵", 3.0, 5.0),
            ("3 ถึง 5", 3.0, 5.0),
            ("5 to 3", 5.0, 3.0),
        ] {
            assert_eq!(parse_estimate(typed, Unit::Money), range(low, high), "{typed}");
        }
        for (typed, value) in [("4", 4.0), ("-4", -4.0), ("1e-5", 1e-5), ("1 225", 1225.0), ("$3", 3.0)] {
            assert_eq!(parse_estimate(typed, Unit::Money), Ok(Estimate::Exact(value)), "{typed}");
        }
        let none = [
            "",
            "to",
            "3 to",
            "to 5",
            "3 to 5 to 7",
            "3 -5",
            "3-5-7",
            "3..",
            "..5",
            "–",
            "3 to x",
            "NaN to inf",
            "1e999 to 2",
        ];
        for typed in none {
            assert_eq!(parse_estimate(typed, Unit::Money), Err(ErrorKind::NotFinite), "{typed}");
        }
    }

    #[test]
    fn a_formatted_estimate_reads_back() {
        let words = Words::english();
        let shown = |estimate| words.estimate(estimate, Unit::SharePerMonth);
        assert_eq!(shown(Estimate::Range { low: 0.03, high: 0.055 }), "3 to 5.5");
        assert_eq!(shown(Estimate::Exact(0.04)), "4");
        for (low, high) in [(-0.125, 0.5), (-1e6, -2e-4), (0.1, 1e20), (-2e30, 0.0)] {
            for estimate in [Estimate::Exact(low), Estimate::Range { low, high }] {
                for unit in [Unit::Money, Unit::Share] {
                    let shown = words.estimate(estimate, unit);
                    assert_eq!(parse_estimate(&shown, unit), Ok(estimate), "{shown}");
                }
            }
        }
    }
}

//! Writes CSV files (RFC 4180). Numbers keep their full precision, and a spreadsheet never runs a text as a formula.

use csv::{Terminator, Writer, WriterBuilder};

/// The first characters of texts that spreadsheets run as formulas. Tab and carriage return are in the list because
/// spreadsheets skip them at the start of a text.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The characters at the end of each row.
#[derive(Clone, Copy)]
pub enum LineEnd {
    /// Carriage return and line feed, as RFC 4180 demands. Spreadsheets expect this line end.
    CrLf,
    /// Line feed only. Command-line tools expect this line end.
    Lf,
}

/// Writes a CSV file field by field.
pub struct CsvWriter {
    writer: Writer<Vec<u8>>,
}

impl CsvWriter {
    /// Creates a writer for an empty file.
    pub fn new(line_end: LineEnd) -> Self {
        let terminator = match line_end {
            LineEnd::CrLf => Terminator::CRLF,
            LineEnd::Lf => Terminator::Any(b'\n'),
        };
        Self { writer: WriterBuilder::new().terminator(terminator).flexible(true).from_writer(Vec::new()) }
    }

    /// Adds a text to the row. If a spreadsheet would run the text as a formula, an apostrophe is put before it. A text
    /// that is a number, such as "-5", is written without an apostrophe.
    pub fn text(&mut self, text: &str) {
        let is_formula = text.starts_with(FORMULA_STARTS) && text.parse::<f64>().is_err();
        if is_formula { self.field(&format!("'{text}")) } else { self.field(text) }
    }

    /// Adds a number to the row. A number that is not finite becomes an empty field.
    pub fn number(&mut self, number: f64) {
        // Adding 0 turns -0 into 0. Spreadsheets would show "-0".
        if number.is_finite() { self.field(&(number + 0.0).to_string()) } else { self.field("") }
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("a vector takes every row");
    }

    /// Returns the content of the file.
    pub fn finish(self) -> String {
        let bytes = self.writer.into_inner().expect("a vector takes every row");
        String::from_utf8(bytes).expect("every field is UTF-8")
    }

    fn field(&mut self, text: &str) {
        self.writer.write_field(text).expect("a vector takes every field");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str], numbers: &[f64], line_end: LineEnd) -> String {
        let mut csv = CsvWriter::new(line_end);
        texts.iter().for_each(|text| csv.text(text));
        numbers.iter().for_each(|&number| csv.number(number));
        csv.end_row();
        csv.finish()
    }

    #[test]
    fn names_are_never_formulas() {
        for name in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "-cmd|' /C calc'!A0"] {
            let csv = row(&[name], &[], LineEnd::Lf);
            assert!(csv.trim_start_matches('"').starts_with('\''), "{name:?} became {csv:?}");
        }
        for name in ["-5", "+1.5", "-1e-3", "4% churn", "a=b", ""] {
            let csv = row(&[name, "x"], &[], LineEnd::Lf);
            assert_eq!(csv, format!("{name},x\n"));
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        let numbers = [0.5, -3.0, 1e21, -0.0, f64::NAN, f64::INFINITY, 0.1 + 0.2];
        let csv = row(&["A"], &numbers, LineEnd::CrLf);
        assert_eq!(csv, "A,0.5,-3,1000000000000000000000,0,,,0.30000000000000004\r\n");
    }

    #[test]
    fn fields_are_quoted_if_needed() {
        let csv = row(&["A, \"B\"", "two\nlines", "plain"], &[1.0], LineEnd::CrLf);
        assert_eq!(csv, "\"A, \"\"B\"\"\",\"two\nlines\",plain,1\r\n");
    }
}

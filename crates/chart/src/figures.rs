//! What a chart says besides its picture: what can be read off at a place, and all of its numbers as a table.

use super::Frame;
use super::sheet::{Formats, Sheet};
use holdfast_scenario::{LineStyle, Unit};

/// A picture of numbers, and the same numbers in words.
pub trait Chart: Send + Sync {
    /// Draws over the whole of a sheet, and says where the plot lies.
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame;

    /// What there is to read off at a place of the frame that [`Self::draw`] gave; places beyond it are the last ones.
    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading;

    /// Every number of the picture.
    fn table(&self, formats: &Formats<'_>) -> Table;
}

/// A place that a crosshair points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub column: usize,
    pub row: usize,
}

/// How the line or area of something looks, as its legend shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Index into the palette.
    pub color: u64,
    pub line: LineStyle,
}

/// What a place says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub title: String,
    pub rows: Vec<ReadingRow>,
}

/// One thing at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingRow {
    /// `None` where it has no line or area of its own.
    pub look: Option<Look>,
    pub name: String,
    pub value: String,
    /// Beside the value, less loud: the range that it lies in, or empty.
    pub range: String,
}

/// The numbers of a chart. A number that is undefined is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The name of the column that the rows' names stand in.
    pub corner: String,
    /// Heads over several columns each: their name, and over how many; none where every column stands by itself.
    pub groups: Vec<(String, usize)>,
    /// The name and the unit of each column.
    pub columns: Vec<(String, Unit)>,
    /// The name of each row and a number for each column.
    pub rows: Vec<(String, Vec<f64>)>,
}

/// One column of a table: its name, the unit of its numbers, and a number for each row; those that it lacks are NaN.
pub type Column = (String, Unit, Vec<f64>);

/// The names of rows that are numbered.
pub fn numbers(first: usize, last: usize) -> Vec<String> {
    (first..=last).map(|number| number.to_string()).collect()
}

impl Table {
    /// Made column by column; the names of rows say how many there are.
    pub fn of_columns(corner: &str, groups: Vec<(String, usize)>, columns: Vec<Column>, rows: Vec<String>) -> Self {
        let row = |(at, name): (usize, String)| {
            let values = columns.iter().map(|(_, _, values)| values.get(at).copied().unwrap_or(f64::NAN));
            (name, values.collect())
        };
        let rows = rows.into_iter().enumerate().map(row).collect();
        let columns = columns.into_iter().map(|(name, unit, _)| (name, unit)).collect();
        Self { corner: corner.into(), groups, columns, rows }
    }

    /// The name over the names of the rows, and the full name of each column: its group's and its own.
    pub fn heads(&self) -> Vec<String> {
        let groups = self.groups.iter().flat_map(|(name, count)| std::iter::repeat_n(name.as_str(), *count));
        let columns = self.columns.iter().zip(groups.chain(std::iter::repeat("")));
        let names = columns.map(|((column, _), group)| format!("{group} {column}").trim().to_string());
        std::iter::once(self.corner.clone()).chain(names).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_column_begins_with_its_group() {
        let column = |name: &str| (name.to_string(), Unit::Money);
        let table = Table {
            corner: "Month".into(),
            groups: vec![("A".into(), 2)],
            columns: vec![column("Low"), column("High"), column("Sum")],
            rows: Vec::new(),
        };
        assert_eq!(table.heads(), ["Month", "A Low", "A High", "Sum"]);
    }
}

//! The interface of a chart: its picture, the texts at a position, and the table of its numbers.

use super::drawing::Drawing;
use super::formats::Formats;
use super::plot_area::PlotArea;
use holdfast_scenario::{LineStyle, Unit};

/// A chart that can be drawn, read at a position, and shown as a table.
pub trait Chart: Send + Sync {
    /// Draws the chart over a whole drawing. Returns the place of the plot.
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea;

    /// The texts at a position of the plot that [`Self::draw`] returned. A position beyond the last column or row means
    /// the last one.
    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading;

    /// The table of all numbers of the chart.
    fn table(&self, formats: &Formats<'_>) -> Table;
}

/// The column and the row that a crosshair points at, counted from the left and from the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlotPosition {
    pub column: usize,
    pub row: usize,
}

/// The style of a series' line or area, as its legend shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeriesStyle {
    /// An index into the palette.
    pub color: u64,
    pub line: LineStyle,
}

/// The texts at a position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub title: String,
    pub rows: Vec<ReadingRow>,
}

/// One row of texts at a position: a name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingRow {
    /// The style of the series; `None` if the row belongs to no line or area.
    pub style: Option<SeriesStyle>,
    pub name: String,
    pub value: String,
    /// The range of the value, shown beside it; may be empty.
    pub range: String,
}

/// The table of a chart's numbers. An undefined number is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The head of the column with the rows' names.
    pub corner: String,
    /// Heads that span several columns: the name and the number of columns. Empty if no column belongs to a group.
    pub groups: Vec<(String, usize)>,
    /// The name and the unit of each column.
    pub columns: Vec<(String, Unit)>,
    /// The name of each row and a number for each column.
    pub rows: Vec<(String, Vec<f64>)>,
}

/// One column of a table: its name, the unit of its numbers, and a number for each row. Missing numbers at its end are
/// NaN.
pub type Column = (String, Unit, Vec<f64>);

/// Numbers as names of rows.
pub fn numbers(first: usize, last: usize) -> Vec<String> {
    (first..=last).map(|number| number.to_string()).collect()
}

impl Table {
    /// A table from its columns. It has as many rows as there are names in `rows`.
    pub fn of_columns(corner: &str, groups: Vec<(String, usize)>, columns: Vec<Column>, rows: Vec<String>) -> Self {
        let row = |(at, name): (usize, String)| {
            let values = columns.iter().map(|(_, _, values)| values.get(at).copied().unwrap_or(f64::NAN));
            (name, values.collect())
        };
        let rows = rows.into_iter().enumerate().map(row).collect();
        let columns = columns.into_iter().map(|(name, unit, _)| (name, unit)).collect();
        Self { corner: corner.into(), groups, columns, rows }
    }

    /// The head of each column: first that of the rows' names, then for each column the name of its group and its own.
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

//! The interface of a chart: its picture, the texts that a crosshair shows, and the table of its numbers.

use super::drawing::Drawing;
use super::formats::Formats;
use super::plot_area::PlotArea;
use holdfast_scenario::{LineStyle, Unit};

/// A chart. It can be drawn, it can be read at a position, and its numbers can be shown as a table.
pub trait Chart: Send + Sync {
    /// Draws the chart so that it fills the drawing. Returns the area of the plot.
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea;

    /// The texts at a position of the plot that [`Self::draw`] returned. If the position is beyond the last column or
    /// row, the last column or row is used.
    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading;

    /// The table of all numbers of the chart.
    fn table(&self, formats: &Formats<'_>) -> Table;
}

/// The column and the row that a crosshair points at. Both count from 0: columns from the left, rows from the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlotPosition {
    pub column: usize,
    pub row: usize,
}

/// The colour and the line style of a series, in the chart and in its legend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeriesStyle {
    /// The colour, as an index into the palette of the theme.
    pub color: u64,
    pub line: LineStyle,
}

/// The texts that a crosshair shows at a position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub title: String,
    pub rows: Vec<ReadingRow>,
}

/// One row of the texts at a position: a name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingRow {
    /// The style that is shown beside the name. `None` if no style is shown.
    pub style: Option<SeriesStyle>,
    pub name: String,
    pub value: String,
    /// A text that is shown beside the value, such as its range. May be empty.
    pub range: String,
}

/// The numbers of a chart as a table. An undefined number is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The heading of the column with the names of the rows.
    pub corner: String,
    /// Headings above several columns: each has a text and the number of columns that it spans. The list is empty if no
    /// column belongs to a group.
    pub groups: Vec<(String, usize)>,
    /// The name of each column, and the unit of its numbers.
    pub columns: Vec<(String, Unit)>,
    /// The name of each row, and its numbers, one for each column.
    pub rows: Vec<(String, Vec<f64>)>,
}

/// One column of a table: its name, the unit of its numbers, and one number for each row. If there are fewer numbers
/// than rows, the last rows get NaN.
pub type Column = (String, Unit, Vec<f64>);

/// The whole numbers from `first` to `last` as texts, which are used as names of rows.
pub fn numbers(first: usize, last: usize) -> Vec<String> {
    (first..=last).map(|number| number.to_string()).collect()
}

impl Table {
    /// Builds a table from its columns. It has one row for each name in `rows`.
    pub fn of_columns(corner: &str, groups: Vec<(String, usize)>, columns: Vec<Column>, rows: Vec<String>) -> Self {
        let row = |(at, name): (usize, String)| {
            let values = columns.iter().map(|(_, _, values)| values.get(at).copied().unwrap_or(f64::NAN));
            (name, values.collect())
        };
        let rows = rows.into_iter().enumerate().map(row).collect();
        let columns = columns.into_iter().map(|(name, unit, _)| (name, unit)).collect();
        Self { corner: corner.into(), groups, columns, rows }
    }

    /// The headings of all columns. The first heading is that of the rows' names. Each other heading consists of the
    /// name of the column's group and the name of the column.
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

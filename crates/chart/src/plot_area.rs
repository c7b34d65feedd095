//! The geometry of a chart: conversion of values to points of the picture, and of points to columns and rows.

/// The place of the plot inside a picture, in the backend's units, and the two scales of the plot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlotArea {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub horizontal: HorizontalScale,
    /// The number of rows that a crosshair can point at; 1 if it points at columns only. Rows count from the top.
    pub rows: usize,
    pub vertical: VerticalScale,
}

/// The horizontal scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HorizontalScale {
    /// Months or ages, from 0 at the left edge to the given month or age at the right edge.
    Months(usize),
    /// The given number of cells, which have equal widths and fill the plot.
    Cells(usize),
}

impl Default for HorizontalScale {
    fn default() -> Self {
        Self::Months(0)
    }
}

/// The vertical scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VerticalScale {
    pub low: f64,
    pub high: f64,
    /// Whether the scale is logarithmic. If it is, `low` and `high` are above 0.
    pub is_log: bool,
}

impl Default for VerticalScale {
    fn default() -> Self {
        Self { low: 0.0, high: 1.0, is_log: false }
    }
}

impl VerticalScale {
    /// The position of a value on the scale: 0 at the low end, 1 at the high end. A linear scale gives NaN if the value
    /// is NaN. A logarithmic scale gives 0 for NaN and for values below the low end.
    pub fn share(&self, value: f64) -> f64 {
        if self.is_log {
            libm::log(value.max(self.low) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}

impl PlotArea {
    /// The number of columns that a crosshair can point at.
    pub fn columns(&self) -> usize {
        match self.horizontal {
            HorizontalScale::Months(last) => last + 1,
            HorizontalScale::Cells(count) => count,
        }
    }

    /// The horizontal coordinate of a column. If columns are cells, it is the coordinate of the cell's middle.
    pub fn x(&self, column: usize) -> f64 {
        self.x_of(column as f64)
    }

    /// The horizontal coordinate of a position that is counted in columns and may lie between two columns.
    pub fn x_of(&self, column: f64) -> f64 {
        let share = match self.horizontal {
            HorizontalScale::Months(last) => column / last.max(1) as f64,
            HorizontalScale::Cells(count) => (column + 0.5) / count.max(1) as f64,
        };
        self.left + (self.right - self.left) * share
    }

    /// The vertical coordinate of a value on the vertical scale.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.vertical.share(value)
    }

    /// The column at a horizontal coordinate. Outside the plot, it is the first or the last column.
    pub fn column_at(&self, x: f64) -> usize {
        let share = ((x - self.left) / (self.right - self.left).max(1.0)).clamp(0.0, 1.0);
        let last = self.columns().saturating_sub(1);
        match self.horizontal {
            HorizontalScale::Months(last) => (share * last as f64).round() as usize,
            HorizontalScale::Cells(count) => ((share * count as f64) as usize).min(last),
        }
    }

    /// The row at a vertical coordinate. Outside the plot, it is the first or the last row.
    pub fn row_at(&self, y: f64) -> usize {
        let share = ((y - self.top) / (self.bottom - self.top).max(1.0)).clamp(0.0, 1.0);
        ((share * self.rows as f64) as usize).min(self.rows.saturating_sub(1))
    }

    /// The vertical coordinate of the middle of a row.
    pub fn y_of_row(&self, row: usize) -> f64 {
        self.top + (self.bottom - self.top) * (row as f64 + 0.5) / self.rows.max(1) as f64
    }
}

/// The position of `value` on a scale on which the ascending values are at 0, 1, 2, … Between two of these values the
/// position is interpolated linearly, and beyond the first and the last it is extrapolated. NaN if the position is
/// undefined.
pub fn place_among(ascending: &[f64], value: f64) -> f64 {
    let next = ascending.partition_point(|&other| other <= value).clamp(1, ascending.len().max(2) - 1);
    match (ascending.get(next - 1), ascending.get(next)) {
        (Some(low), Some(high)) => (next - 1) as f64 + (value - low) / (high - low),
        // A single value defines no scale, so only this value itself has a position.
        (Some(only), None) if *only == value => 0.0,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(horizontal: HorizontalScale, vertical: VerticalScale) -> PlotArea {
        PlotArea { left: 40.0, top: 10.0, right: 700.0, bottom: 300.0, horizontal, rows: 7, vertical }
    }

    #[test]
    fn columns_and_rows_are_found_at_their_coordinates() {
        for horizontal in [
            HorizontalScale::Months(60),
            HorizontalScale::Cells(61),
            HorizontalScale::Cells(1),
            HorizontalScale::Months(0),
        ] {
            let plot = frame(horizontal, VerticalScale::default());
            for column in 0..plot.columns() {
                assert_eq!(plot.column_at(plot.x(column)), column);
            }
            assert_eq!((plot.column_at(-5.0), plot.column_at(9999.0)), (0, plot.columns() - 1));
            for row in 0..7 {
                assert_eq!(plot.row_at(plot.y_of_row(row)), row);
            }
        }
        let linear = frame(HorizontalScale::Months(60), VerticalScale { low: -5e6, high: 5e6, is_log: false });
        assert_eq!((linear.y(-5e6), linear.y(0.0), linear.y(5e6)), (300.0, 155.0, 10.0));
        let log = frame(HorizontalScale::Months(60), VerticalScale { low: 1.0, high: 1e4, is_log: true });
        assert_eq!((log.y(1.0), log.y(100.0), log.y(1e4), log.y(0.0)), (300.0, 155.0, 10.0, 300.0));
    }

    #[test]
    fn values_have_positions_among_others() {
        let among = [1.0, 2.0, 4.0, 8.0];
        let places = [0.5, 1.0, 1.5, 2.0, 5.0, 8.0, 10.0].map(|value| place_among(&among, value));
        assert_eq!(places, [-0.5, 0.0, 0.5, 1.0, 2.25, 3.0, 3.5]);
        assert_eq!(place_among(&[7.0], 7.0), 0.0);
        assert!(place_among(&[7.0], 8.0).is_nan() && place_among(&[], 8.0).is_nan());
        assert!(place_among(&among, f64::NAN).is_nan());
    }
}

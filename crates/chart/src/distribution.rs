//! How a series spreads over the futures at one month: a histogram, or a row of dots for each scenario, of which every one
//! stands for a fiftieth of the futures. Dots can be counted, so that chances are read off without any axis (Kay et al.,
//! "When (ish) is my bus?", CHI 2016).

use super::axes::{Axes, Marks, Upwards, draw_axes};
use super::bins::Bins;
use super::dots::draw_dots;
use super::figures::{Chart, Look, Reading, ReadingRow, Spot, Table};
use super::histogram::{draw_histogram, draw_steps, has_names};
use super::scale::{Across, Frame, Up};
use super::sheet::{Align, Formats, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use plotters::style::Color;

/// One scenario's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub label: String,
    pub look: Look,
    /// Equally likely, in ascending order; none where the series has no value.
    pub values: Vec<f64>,
    /// The same as everywhere else on the page, which need not be that of these values to the last digit.
    pub median: f64,
}

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    pub spreads: Vec<Spread>,
    pub unit: Unit,
    /// Whether it is dots.
    pub has_dots: bool,
    /// Which series, at which month.
    pub series: String,
    pub words: SpreadWords,
}

/// The words of the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpreadWords {
    /// What a bar and a dot mean.
    pub share: String,
    pub dot: String,
    /// What bars mean that have a row for each scenario, and what stands in for dots that nobody could count.
    pub rows: String,
    pub strip: String,
    /// Stands behind the share of futures at or below a value.
    pub at_most: String,
    pub upper_edge: String,
    /// Where there is no value.
    pub none: String,
}

impl Spread {
    /// Its median, as it stands behind its name.
    pub fn told_median(&self, formats: &Formats<'_>, unit: Unit) -> String {
        [" · ", &(formats.value)(self.median, unit)].concat()
    }

    /// The value that a share of the futures lies below.
    pub fn at(&self, share: f64) -> Option<f64> {
        self.values.get((share * self.values.len() as f64) as usize).copied()
    }
}

/// From so many scenarios on each has a row of its own.
const ROWS_MIN: usize = 5;
/// The largest part of the width that the names of rows may take.
const NAMES_MAX_SHARE: f64 = 0.3;

impl Distribution {
    /// Bins over all values.
    pub fn bins(&self) -> Bins {
        let lists: Vec<&[f64]> = self.spreads.iter().map(|spread| &*spread.values).collect();
        Bins::of(&lists, self.unit == Unit::Customers)
    }

    /// The share of futures in each bin.
    pub fn shares(&self, bins: &Bins) -> Vec<Vec<f64>> {
        let of = |spread: &Spread| {
            let all = spread.values.len().max(1) as f64;
            bins.counts(&spread.values).into_iter().map(|count| count as f64 / all).collect()
        };
        self.spreads.iter().map(of).collect()
    }

    /// The ends of a bin, as they are read: of whole numbers, the least and the greatest in it.
    fn ends(&self, bins: &Bins, bin: usize) -> (f64, f64) {
        let inside = if self.unit == Unit::Customers { 0.5 } else { 0.0 };
        (bins.upper(bin) - bins.width + inside, bins.upper(bin) - inside)
    }

    /// A row for each scenario: its name at the left, and above a line of its own its bars or its dots.
    fn draw_rows(&self, sheet: &mut Sheet<'_>, frame: &Frame, names: &[String], (bins, shares): (&Bins, &[Vec<f64>])) {
        let high = (frame.bottom - frame.top) / self.spreads.len().max(1) as f64;
        let floor = |row: usize| frame.top + (row + 1) as f64 * high;
        let row_of = |row: usize, most: f64| {
            let up = Up { high: if most > 0.0 { most } else { 1.0 }, ..Up::default() };
            Frame { top: floor(row) - 0.9 * high, bottom: floor(row), rows: 1, up, ..*frame }
        };
        for (row, (spread, name)) in self.spreads.iter().zip(names).enumerate() {
            let (color, floor, margin) = (sheet.theme.series(spread.look.color), floor(row), sheet.margin());
            sheet.line((frame.left, floor), (frame.right, floor), sheet.theme.grid, 1.0);
            if high >= 0.9 * sheet.line_height() {
                sheet.text(name, (frame.left - margin, floor - 0.5 * high), Align::Right, color);
            }
        }
        let title = if self.has_dots {
            let rows: Vec<Frame> = (0..self.spreads.len()).map(|row| row_of(row, 1.0)).collect();
            if draw_dots(sheet, &self.spreads, &rows, bins) { &self.words.dot } else { &self.words.strip }
        } else {
            for (row, (spread, shares)) in self.spreads.iter().zip(shares).enumerate() {
                let own = row_of(row, shares.iter().copied().fold(0.0, f64::max));
                draw_steps(sheet, &own, shares, spread.look);
                let x = own.x_of(bins.column(spread.median));
                let color = sheet.theme.series(spread.look.color).to_rgba();
                sheet.path(&[(x, own.bottom), (x, own.top)], color, 1.25, LineStyle::Solid);
            }
            &self.words.rows
        };
        let (margin, muted) = (sheet.margin(), sheet.theme.muted);
        let (at, room) = ((margin, 0.6 * sheet.line_height()), sheet.width - 2.0 * margin);
        sheet.text_within(title, at, Align::Left, muted, room);
    }
}

impl Chart for Distribution {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let bins = self.bins();
        let shares = self.shares(&bins);
        let has_rows = self.has_dots || self.spreads.len() >= ROWS_MIN;
        let label_rows = if has_rows { 0 } else { Self::label_rows(sheet, self.spreads.len()) };
        let name = |spread: &Spread| {
            let median = if has_names(sheet) { spread.told_median(sheet.formats, self.unit) } else { String::new() };
            let room = NAMES_MAX_SHARE * sheet.width - (sheet.measure)(&median);
            sheet.shortened(&spread.label, room) + &median
        };
        let names: Vec<String> = self.spreads.iter().filter(|_| has_rows).map(name).collect();
        let rows = vec![String::new(); self.spreads.len()];
        let most = shares.iter().flatten().copied().fold(0.0, f64::max);
        let axes = Axes {
            up_name: if has_rows { "" } else { &self.words.share },
            up: match has_rows {
                true => Upwards::Rows(&rows),
                false => Upwards::Values { unit: Unit::Share, extent: (0.0, most), is_log: false },
            },
            across_name: &self.series,
            across: Across::Cells(bins.count),
            marks: Marks::Values(bins, self.unit),
            side_labels: &names,
            // A little more, so that no name stands on the axis' uppermost label.
            above: (label_rows as f64 + if label_rows > 0 { 0.4 } else { 0.0 }) * sheet.line_height(),
            ..Axes::default()
        };
        let frame = Frame { rows: 1, ..draw_axes(sheet, &axes) };
        if self.spreads.iter().all(|spread| spread.values.is_empty()) {
            sheet.note(&self.words.none, &frame);
        } else if has_rows {
            self.draw_rows(sheet, &frame, &names, (&bins, &shares));
        } else {
            draw_histogram(self, sheet, &frame, (&bins, &shares), label_rows);
        }
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let bins = self.bins();
        let bin = spot.column.min(bins.count.saturating_sub(1));
        let share = |share: f64| (formats.value)(share, Unit::Share);
        let row = |(spread, shares): (&Spread, Vec<f64>)| {
            let upto: f64 = shares[..=bin].iter().sum();
            ReadingRow {
                look: Some(spread.look),
                name: spread.label.clone(),
                value: share(shares[bin]),
                range: [&*share(upto), " ", &*self.words.at_most].concat(),
            }
        };
        let (low, high) = self.ends(&bins, bin);
        Reading {
            title: (formats.range)(low, high, self.unit),
            rows: self.spreads.iter().zip(self.shares(&bins)).map(row).collect(),
        }
    }

    fn table(&self, formats: &Formats<'_>) -> Table {
        let bins = self.bins();
        let ends: Vec<(f64, f64)> = (0..bins.count).map(|bin| self.ends(&bins, bin)).collect();
        let mut groups = vec![(String::new(), 1)];
        let mut columns = vec![(self.words.upper_edge.clone(), self.unit, ends.iter().map(|ends| ends.1).collect())];
        for (spread, shares) in self.spreads.iter().zip(self.shares(&bins)) {
            let mut upto = shares.clone();
            (1..upto.len()).for_each(|bin| upto[bin] += upto[bin - 1]);
            groups.push((spread.label.clone(), 2));
            columns.push((self.words.share.clone(), Unit::Share, shares));
            columns.push((self.words.at_most.clone(), Unit::Share, upto));
        }
        let names = ends.iter().map(|&(low, high)| (formats.range)(low, high, self.unit)).collect();
        Table::of_columns(&self.series, groups, columns, names)
    }
}

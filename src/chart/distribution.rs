//! How a series spreads over the futures at one month: a histogram, or a row of dots for each scenario, of which every one
//! stands for a fiftieth of the futures. Dots can be counted, so that chances are read off without any axis (Kay et al.,
//! "When (ish) is my bus?", CHI 2016).

use super::axes::{Axes, Marks, Upwards, draw_axes};
use super::bins::Bins;
use super::fan::extent;
use super::figures::{Chart, Look, Reading, ReadingRow, Spot, Table};
use super::histogram::draw_histogram;
use super::scale::{Across, Frame};
use super::sheet::{Align, Formats, Sheet};
use crate::scenario::{LineStyle, Unit};
use plotters::style::Color;

/// One scenario's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub label: String,
    pub look: Look,
    /// Equally likely, in ascending order; none where the series has no value.
    pub values: Vec<f64>,
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
    /// Stands behind the share of futures at or below a value.
    pub at_most: String,
    pub upper_edge: String,
    /// Where there is no value.
    pub none: String,
}

/// How many dots a scenario has.
const DOTS: usize = 50;

impl Spread {
    /// NaN where there is none.
    pub fn median(&self) -> f64 {
        let count = self.values.len();
        if count == 0 { f64::NAN } else { 0.5 * (self.values[(count - 1) / 2] + self.values[count / 2]) }
    }

    /// Its name and its median.
    pub fn caption(&self, formats: &Formats<'_>, unit: Unit) -> String {
        [&*self.label, " · ", &(formats.value)(self.median(), unit)].concat()
    }

    /// The values that the dots stand for: at (i + ½)/50 of the futures.
    fn dots(&self) -> impl Iterator<Item = f64> {
        let at = |i: usize| (i as f64 + 0.5) / DOTS as f64 * self.values.len() as f64;
        (0..DOTS).filter_map(move |i| self.values.get(at(i) as usize).copied())
    }
}

impl Distribution {
    /// Bins over all values.
    pub fn bins(&self) -> Bins {
        let mut ends = Vec::new();
        for spread in &self.spreads {
            ends.extend(spread.values.first().into_iter().chain(spread.values.last()));
        }
        Bins::over(extent(&ends), self.unit == Unit::Customers)
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

    fn draw_dots(&self, sheet: &mut Sheet<'_>, frame: &Frame, bins: &Bins) {
        let line_height = sheet.line_height();
        let high = (frame.bottom - frame.top) / self.spreads.len().max(1) as f64;
        let label_room = if high >= 2.0 * line_height { line_height } else { 0.0 };
        let room = 0.94 * high - label_room;
        let x_of = |value: f64| frame.x_of(bins.place(value) - 0.5);
        let column = |value: f64, size: f64| ((x_of(value) - frame.left) / size).max(0.0) as usize;
        // How many dots stand in the same place: as they come in ascending order, those of a column follow each other.
        let most = |size: f64| {
            let of = |spread: &Spread| {
                let columns: Vec<usize> = spread.dots().map(|value| column(value, size)).collect();
                columns.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
            };
            self.spreads.iter().map(of).max().unwrap_or(0)
        };
        let least = sheet.theme.px(1.5);
        let sizes = std::iter::successors(Some(room.min(0.05 * (frame.right - frame.left))), |size| Some(0.94 * size));
        let mut sizes = sizes.take(80).take_while(|&size| size > least);
        let size = sizes.find(|&size| most(size) as f64 * size <= room).unwrap_or(least);
        let step = size.min(room.max(0.0) / most(size).max(1) as f64);
        for (row, spread) in self.spreads.iter().enumerate() {
            let color = sheet.theme.series(spread.look.color);
            let floor = frame.top + (row + 1) as f64 * high;
            sheet.line((frame.left, floor), (frame.right, floor), sheet.theme.grid, 1.0);
            let median = x_of(spread.median());
            sheet.path(&[(median, floor), (median, floor - room)], color.mix(0.6), 1.0, LineStyle::Solid);
            let (mut last, mut above) = (usize::MAX, 0);
            for value in spread.dots() {
                let column = column(value, size);
                above = if column == last { above + 1 } else { 0 };
                last = column;
                let at = (frame.left + (column as f64 + 0.5) * size, floor - 0.5 * size - above as f64 * step);
                sheet.dot(at, 0.47 * size / sheet.theme.scale, color.to_rgba());
            }
            if label_room > 0.0 {
                let label = spread.caption(sheet.formats, self.unit);
                let at = (frame.left, floor - high + 0.55 * line_height);
                sheet.text_within(&label, at, Align::Left, color, frame.right - frame.left);
            }
        }
    }
}

impl Chart for Distribution {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let bins = self.bins();
        let shares = self.shares(&bins);
        let rows = vec![String::new(); self.spreads.len()];
        let label_rows = if self.has_dots { 0 } else { Self::label_rows(sheet, self.spreads.len()) };
        let most = shares.iter().flatten().copied().fold(0.0, f64::max);
        let axes = Axes {
            up_name: if self.has_dots { &self.words.dot } else { &self.words.share },
            up: match self.has_dots {
                true => Upwards::Rows(&rows),
                false => Upwards::Values { unit: Unit::Share, extent: (0.0, most), is_log: false },
            },
            across_name: &self.series,
            across: Across::Cells(bins.count),
            marks: Marks::Values(bins, self.unit),
            above: label_rows as f64 * sheet.line_height(),
            ..Axes::default()
        };
        let frame = Frame { rows: 1, ..draw_axes(sheet, &axes) };
        if self.spreads.iter().all(|spread| spread.values.is_empty()) {
            let middle = (0.5 * (frame.left + frame.right), 0.5 * (frame.top + frame.bottom));
            let muted = sheet.theme.muted;
            sheet.text_within(&self.words.none, middle, Align::Center, muted, frame.right - frame.left);
        } else if self.has_dots {
            self.draw_dots(sheet, &frame, &bins);
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

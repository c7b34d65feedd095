//! The fan chart: for each scenario the expected path as a line, and around it where half and nine tenths of the
//! simulated futures lie.

use super::axes::{Axes, Upwards, draw_axes, draw_end_labels};
use super::figures::{Chart, Column, Look, Reading, ReadingRow, Spot, Table, numbers};
use super::labels::stagger;
use super::scale::{Across, Frame};
use super::sheet::{Align, Formats, Point, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// One scenario's part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Stands at the line's end where there is room.
    pub label: String,
    pub look: Look,
    /// Months 0..=H; NaN where undefined; empty where no such path says anything.
    pub expected: Vec<f64>,
    /// Months 0..=H; empty until there is a simulation.
    pub stats: Vec<Stats>,
    /// Single futures, months 0..=H each.
    pub samples: Vec<Vec<f64>>,
    /// Months in which something about the scenario changes, and what that is.
    pub events: Vec<(usize, String)>,
    /// Whether it keeps its dark band among many.
    pub is_selected: bool,
}

/// What a fan chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    pub curves: Vec<Curve>,
    /// The last month.
    pub last_month: usize,
    pub unit: Unit,
    pub is_log: bool,
    /// The name of the series.
    pub series: String,
    /// A value to be reached, and what it is called.
    pub target: Option<(String, f64)>,
    pub words: Columns,
    /// Stands where there is no curve.
    pub none: String,
}

/// From so many curves on only the selected one has a dark band: where three overlap no colour is told from another.
const MANY: usize = 3;

/// How much colour the light band, the dark one and the edges have.
#[derive(Clone, Copy)]
pub struct Ink {
    light: f64,
    dark: f64,
    edge: f64,
}

impl Ink {
    /// Of one of a few.
    pub const FULL: Self = Self { light: 0.1, dark: 0.2, edge: 0.55 };

    fn of(curve: &Curve, count: usize) -> Self {
        match (count < MANY, curve.is_selected) {
            (true, _) => Self::FULL,
            (_, true) => Self { light: 0.08, dark: 0.28, edge: 0.9 },
            _ => Self { light: 0.05, dark: 0.0, edge: 0.7 },
        }
    }
}

/// The names of the columns of a chart of months.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    pub month: String,
    pub expected: String,
    /// 5%, 25%, 50%, 75%, 95%.
    pub levels: [String; 5],
}

impl Fan {
    /// The least and the greatest value that is drawn; of those above 0 on a logarithmic axis.
    fn extent(&self) -> (f64, f64) {
        let mut values: Vec<f64> = self.target.iter().map(|(_, value)| *value).collect();
        for curve in &self.curves {
            values.extend_from_slice(&curve.expected);
            values.extend(level(&curve.stats, 0));
            values.extend(level(&curve.stats, 4));
            curve.samples.iter().for_each(|sample| values.extend_from_slice(sample));
        }
        values.retain(|value| !self.is_log || *value > 0.0);
        extent(&values)
    }

    /// What changes, at the tops of the events' lines; of those that would stand on another's name, nothing.
    fn name_events(&self, sheet: &mut Sheet<'_>, frame: &Frame) {
        let events = self.curves.iter().flat_map(|curve| curve.events.iter().map(move |event| (curve.look, event)));
        let events: Vec<_> = events.collect();
        let wide = |name: &str| (sheet.measure)(name);
        let wanted: Vec<(f64, f64)> = events.iter().map(|(_, (month, name))| (frame.x(*month), wide(name))).collect();
        // The target's name may stand in the same line.
        let beside = self.target.as_ref().map_or(0.0, |(name, _)| wide(name) + 2.0 * sheet.margin());
        let room = (frame.left + beside, sheet.width - sheet.margin());
        let places = stagger(&wanted, room, 2.0 * sheet.margin(), 1);
        let y = frame.top - 0.6 * sheet.line_height();
        for ((look, (_, name)), place) in events.into_iter().zip(places) {
            if let Some((center, _)) = place {
                sheet.text(name, (center, y), Align::Center, sheet.theme.series(look.color));
            }
        }
    }
}

/// The least and the greatest of some numbers; NaN does not count, and is both where there is nothing else.
pub fn extent(values: &[f64]) -> (f64, f64) {
    let (mut least, mut greatest) = (f64::NAN, f64::NAN);
    for &value in values.iter().filter(|value| value.is_finite()) {
        (least, greatest) = (value.min(least), value.max(greatest));
    }
    (least, greatest)
}

/// One of the quantiles, month by month.
pub fn level(stats: &[Stats], at: usize) -> Vec<f64> {
    stats.iter().map(|stats| stats.quantiles[at]).collect()
}

/// Where the median stands among the quantiles.
pub const MEDIAN: usize = 2;

/// Values of the months from 0 on as points.
pub fn points(frame: &Frame, values: &[f64]) -> Vec<Point> {
    (0..).zip(values).map(|(month, &value)| (frame.x(month), frame.y(value))).collect()
}

/// The light and the dark band of a curve, and the edges of the light one.
pub fn draw_bands(sheet: &mut Sheet<'_>, frame: &Frame, stats: &[Stats], look: Look, ink: Ink) {
    let color = sheet.theme.series(look.color);
    let edges = [0, 1, 3, 4].map(|at| points(frame, &level(stats, at)));
    for (low, high, opacity) in [(0, 3, ink.light), (1, 2, ink.dark)].into_iter().filter(|(_, _, ink)| *ink > 0.0) {
        sheet.band(&edges[high], &edges[low], color.mix(opacity));
    }
    // Where bands overlap their colours mix: the edges tell whose is whose.
    for at in [0, 3] {
        sheet.path(&edges[at], color.mix(ink.edge), 1.0, LineStyle::Solid);
    }
}

/// A line over the months.
pub fn draw_line(sheet: &mut Sheet<'_>, frame: &Frame, values: &[f64], look: Look) {
    sheet.path(&points(frame, values), sheet.theme.series(look.color).to_rgba(), 2.5, look.line);
}

/// The last of some values, if it is one.
pub fn last(values: &[f64]) -> Option<f64> {
    values.last().copied().filter(|value| value.is_finite())
}

impl Columns {
    /// The columns of the table for a path and its quantiles.
    pub fn of(&self, expected: &[f64], stats: &[Stats], unit: Unit) -> Vec<Column> {
        let mut columns = vec![(self.expected.clone(), unit, expected.to_vec())];
        // Of what happens or does not there is one number.
        for (at, name) in self.levels.iter().enumerate().filter(|_| !stats.is_empty()) {
            columns.push((name.clone(), unit, level(stats, at)));
        }
        columns
    }
}

impl Chart for Fan {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        let labels: Vec<String> = self.curves.iter().map(|curve| curve.label.clone()).collect();
        let axes = Axes {
            up_name: &self.series,
            up: Upwards::Values { unit: self.unit, extent: self.extent(), is_log: self.is_log },
            across_name: &self.words.month,
            across: Across::Months(self.last_month),
            end_labels: &labels,
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        if self.curves.is_empty() {
            sheet.note(&self.none, &frame);
        }
        // The selected one lies on the others.
        for is_selected in [false, true] {
            for curve in self.curves.iter().filter(|curve| curve.is_selected == is_selected) {
                draw_bands(sheet, &frame, &curve.stats, curve.look, Ink::of(curve, self.curves.len()));
            }
        }
        for curve in &self.curves {
            for sample in &curve.samples {
                sheet.path(
                    &points(&frame, sample),
                    sheet.theme.series(curve.look.color).mix(0.45),
                    1.0,
                    LineStyle::Solid,
                );
            }
        }
        if let Some((name, value)) = &self.target {
            let y = frame.y(*value);
            let muted = sheet.theme.muted;
            sheet.path(&[(frame.left, y), (frame.right, y)], muted.to_rgba(), 1.5, LineStyle::Dashed);
            let above = y - 0.6 * sheet.line_height();
            sheet.text(name, (frame.left + sheet.margin(), above), Align::Left, muted);
        }
        for curve in &self.curves {
            let color = sheet.theme.series(curve.look.color).to_rgba();
            for (month, _) in &curve.events {
                let x = frame.x(*month);
                sheet.path(&[(x, frame.top), (x, frame.bottom)], color, 1.0, LineStyle::Dotted);
                sheet.dot((x, frame.bottom), 4.0, color);
            }
            draw_line(sheet, &frame, &curve.expected, curve.look);
        }
        self.name_events(sheet, &frame);
        let end = |curve: &Curve| {
            let value = last(&curve.expected).or_else(|| last(&level(&curve.stats, MEDIAN)));
            let y = frame.y(value.unwrap_or(frame.up.low));
            (curve.label.clone(), y, sheet.theme.series(curve.look.color))
        };
        let ends: Vec<_> = self.curves.iter().map(end).collect();
        draw_end_labels(sheet, &frame, &ends);
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let month = spot.column.min(self.last_month);
        let row = |curve: &Curve| {
            let expected = curve.expected.get(month).copied().unwrap_or(f64::NAN);
            let stats = curve.stats.get(month);
            ReadingRow {
                look: Some(curve.look),
                name: curve.label.clone(),
                value: (formats.value)(stats.map_or(expected, Stats::median), self.unit),
                range: stats.map(|stats| (formats.range)(stats.p05(), stats.p95(), self.unit)).unwrap_or_default(),
            }
        };
        Reading { title: (formats.month)(month), rows: self.curves.iter().map(row).collect() }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let (mut groups, mut columns) = (Vec::new(), Vec::new());
        for curve in &self.curves {
            let own = self.words.of(&curve.expected, &curve.stats, self.unit);
            groups.push((curve.label.clone(), own.len()));
            columns.extend(own);
        }
        Table::of_columns(&self.words.month, groups, columns, numbers(0, self.last_month))
    }
}

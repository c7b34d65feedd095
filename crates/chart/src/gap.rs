//! How far one scenario lies above another with the same luck: the fan of the paired difference, and in a strip below it
//! the probability that the difference is positive.

use super::axes::{Axes, Upwards, draw_axes, draw_end_labels};
use super::fan::{Columns, Ink, MEDIAN, draw_bands, draw_line, extent, last, level, points};
use super::figures::{Chart, Look, Reading, ReadingRow, Spot, Table, numbers};
use super::scale::{Across, Frame, Up};
use super::sheet::{Align, Formats, Point, Sheet};
use holdfast_scenario::{LineStyle, Unit};
use holdfast_summary::Stats;
use plotters::style::Color;

/// What a gap chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// In the colour of the scenario whose lead it is. A solid line: there is no other to tell it from.
    pub look: Look,
    /// The difference of the expected paths, months 0..=H; empty where no such path says anything.
    pub expected: Vec<f64>,
    /// Of the difference, months 0..=H; empty until there is a simulation.
    pub stats: Vec<Stats>,
    /// The last month.
    pub last_month: usize,
    pub unit: Unit,
    /// Which series, of which scenario less which.
    pub series: String,
    /// The probability that the one is ahead of the other, and that they tie.
    pub ahead: String,
    pub tied: String,
    pub words: Columns,
    /// What is said instead of a picture; empty where there is one.
    pub none: String,
}

impl Gap {
    /// The strip's height and all the space that it takes, in lines of text, if there is room for it.
    fn strip(sheet: &Sheet<'_>) -> Option<(f64, f64)> {
        let lines = sheet.height / sheet.line_height();
        let strip = (0.14 * lines).max(1.3);
        (lines >= 10.5).then_some((strip, strip + 1.7))
    }

    /// The probability that the one is ahead, by month.
    fn ahead(&self) -> Vec<f64> {
        self.stats.iter().map(|stats| stats.above_zero).collect()
    }

    /// The probability by month, with a line at one half.
    fn draw_strip(&self, sheet: &mut Sheet<'_>, frame: &Frame) {
        let (line_height, muted, color) = (sheet.line_height(), sheet.theme.muted, sheet.theme.series(self.look.color));
        sheet.text_within(
            &self.ahead,
            (frame.left, frame.top - 0.8 * line_height),
            Align::Left,
            muted,
            sheet.width - frame.left - sheet.margin(),
        );
        for share in [0.0, 0.5, 1.0] {
            let y = frame.y(share);
            let line = if share == 0.5 { LineStyle::Dashed } else { LineStyle::Solid };
            let shade = if share == 0.0 { muted } else { sheet.theme.grid };
            sheet.path(&[(frame.left, y), (frame.right, y)], shade.to_rgba(), 1.0, line);
            // Half way between the others there may be no room.
            if share != 0.5 || frame.bottom - frame.top >= 1.9 * line_height {
                let label = (sheet.formats.tick)(share, Unit::Share);
                sheet.text(&label, (frame.left - sheet.margin(), y), Align::Right, muted);
            }
        }
        let line = points(frame, &self.ahead());
        let floor: Vec<Point> = line.iter().map(|&(x, _)| (x, frame.bottom)).collect();
        sheet.band(&line, &floor, color.mix(0.2));
        sheet.path(&line, color.to_rgba(), 1.5, LineStyle::Solid);
    }
}

impl Chart for Gap {
    fn draw(&self, sheet: &mut Sheet<'_>) -> Frame {
        if !self.none.is_empty() {
            let (right, bottom) = (sheet.width - sheet.margin(), sheet.height);
            let frame = Frame { left: sheet.margin(), right, bottom, rows: 1, ..Frame::default() };
            sheet.note(&self.none, &frame);
            return frame;
        }
        let strip = Self::strip(sheet);
        let below = strip.map_or(0.0, |(_, all)| all * sheet.line_height());
        let labels = [self.words.expected.clone(), self.words.levels[2].clone()];
        let (median, bands) = (level(&self.stats, MEDIAN), [level(&self.stats, 0), level(&self.stats, 4)]);
        let axes = Axes {
            up_name: &self.series,
            up: Upwards::Values {
                unit: self.unit,
                extent: extent(&[&*self.expected, &bands[0], &bands[1]].concat()),
                is_log: false,
            },
            across_name: &self.words.month,
            across: Across::Months(self.last_month),
            end_labels: &labels,
            side_labels: &[(sheet.formats.tick)(1.0, Unit::Share)],
            below,
            ..Axes::default()
        };
        let frame = draw_axes(sheet, &axes);
        draw_bands(sheet, &frame, &self.stats, self.look, Ink::FULL);
        let zero = frame.y(0.0);
        sheet.line((frame.left, zero), (frame.right, zero), sheet.theme.muted, 1.0);
        // Often one and the same line: the thin strokes of the one leave the other to be seen.
        draw_line(sheet, &frame, &self.expected, self.look);
        sheet.path(&points(&frame, &median), sheet.theme.text.to_rgba(), 1.5, LineStyle::Dashed);
        let ends = [last(&self.expected), last(&median)];
        let colors = [sheet.theme.series(self.look.color), sheet.theme.text];
        let ends = labels.into_iter().zip(ends).zip(colors);
        let ends: Vec<_> = ends.filter_map(|((label, end), color)| Some((label, frame.y(end?), color))).collect();
        draw_end_labels(sheet, &frame, &ends);
        if let Some((height, _)) = strip {
            let bottom = frame.bottom + below;
            let top = bottom - height * sheet.line_height();
            self.draw_strip(sheet, &Frame { top, bottom, up: Up::default(), ..frame });
        }
        frame
    }

    fn reading(&self, spot: Spot, formats: &Formats<'_>) -> Reading {
        let month = spot.column.min(self.last_month);
        let row = |look, name: &String, value, unit, range| ReadingRow {
            look,
            name: name.clone(),
            value: (formats.value)(value, unit),
            range,
        };
        let mut rows = Vec::new();
        if let Some(stats) = self.stats.get(month) {
            let range = (formats.range)(stats.p05(), stats.p95(), self.unit);
            rows.push(row(None, &self.words.levels[2], stats.median(), self.unit, range));
        }
        if let Some(&expected) = self.expected.get(month) {
            rows.push(row(Some(self.look), &self.words.expected, expected, self.unit, String::new()));
        }
        if let Some(stats) = self.stats.get(month) {
            rows.push(row(None, &self.ahead, stats.above_zero, Unit::Share, String::new()));
            if stats.at_zero > 0.0 {
                rows.push(row(None, &self.tied, stats.at_zero, Unit::Share, String::new()));
            }
        }
        Reading { title: (formats.month)(month), rows }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let mut columns = self.words.of(&self.expected, &self.stats, self.unit);
        columns.push((self.ahead.clone(), Unit::Share, self.ahead()));
        columns.push((self.tied.clone(), Unit::Share, self.stats.iter().map(|stats| stats.at_zero).collect()));
        let groups = vec![(self.series.clone(), columns.len())];
        Table::of_columns(&self.words.month, groups, columns, numbers(0, self.last_month))
    }
}

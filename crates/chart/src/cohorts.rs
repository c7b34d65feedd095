//! The cohort chart: a heat map of the share of each cohort that remains, by age.

use super::axes::{Axes, VerticalAxis, draw_axes};
use super::chart::{Chart, PlotPosition, Reading, ReadingRow, Table};
use super::color_scale::{ColorScale, half_cell};
use super::drawing::Drawing;
use super::extent::extent;
use super::formats::Formats;
use super::plot_area::{HorizontalScale, PlotArea};
use super::shape::Align;
use super::theme::legible_on;
use super::ticks::value_ticks;
use holdfast_scenario::Unit;

/// One cohort: the customers who joined in the same month.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortRow {
    /// The month in which the customers joined, from 1.
    pub joined: usize,
    /// The share of the cohort that remains at ages 0, 1, … months.
    pub left: Vec<f64>,
}

/// A cohort chart, as data with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortChart {
    /// The cohorts, one for each row from the top to the bottom.
    pub cohorts: Vec<CohortRow>,
    /// The greatest age that the chart shows, in months.
    pub last_age: usize,
    /// The colour, as an index into the palette of the theme.
    pub color: u64,
    /// The title: the name of the scenario and of the share.
    pub title: String,
    /// The labels of the share, of the age, and of the month of joining.
    pub share: String,
    pub age: String,
    pub joined: String,
    /// The text that is shown if there is no cohort.
    pub none: String,
}

/// The smallest width and height of cells that are drawn with gaps between them.
const APART_MIN_CSS_PX: f64 = 9.0;
/// The smallest width and the smallest height of cells in which the value is written.
const TEXT_MIN_CSS_PX: (f64, f64) = (34.0, 16.0);

impl CohortChart {
    /// The share that is drawn in the full colour. It is 1, or a round value above the greatest share if a cohort grows
    /// beyond 1.
    fn most(&self) -> f64 {
        let most = self.cohorts.iter().fold(0.0, |most, cohort| f64::max(most, extent(&cohort.left).1));
        if most > 1.0 + 1e-6 { value_ticks(0.0, most, 4).last().copied().unwrap_or(1.0) } else { 1.0 }
    }

    /// Draws the cells of all cohorts at one age, with their values if there is room.
    fn draw_column(&self, drawing: &mut Drawing<'_>, plot: &PlotArea, age: usize, shades: ColorScale) {
        let (half_wide, half_high) = half_cell(plot);
        let px = |length: f64| drawing.theme.px(length);
        let is_apart = 2.0 * half_wide.min(half_high) >= px(APART_MIN_CSS_PX);
        let has_text = 2.0 * half_wide >= px(TEXT_MIN_CSS_PX.0) && 2.0 * half_high >= px(TEXT_MIN_CSS_PX.1);
        let left = |cohort: &CohortRow| cohort.left.get(age).copied().unwrap_or(f64::NAN);
        let values: Vec<f64> = self.cohorts.iter().map(left).collect();
        shades.draw_column(drawing, plot, age, &values, is_apart);
        for (row, &left) in values.iter().enumerate().filter(|_| has_text) {
            let Some(color) = shades.of(drawing.theme, left) else { continue };
            let text = (drawing.formats.tick)((100.0 * left).round() / 100.0, Unit::Share);
            if (drawing.measure)(&text) < 2.0 * half_wide {
                drawing.text(&text, (plot.x(age), plot.y_of_row(row)), Align::Center, legible_on(color));
            }
        }
    }
}

impl Chart for CohortChart {
    fn draw(&self, drawing: &mut Drawing<'_>) -> PlotArea {
        let shades = ColorScale { color: self.color, low: 0.0, high: self.most() };
        let ends = [shades.low, shades.high].map(|share| (drawing.formats.tick)(share, Unit::Share));
        let rows: Vec<String> = self.cohorts.iter().map(|cohort| cohort.joined.to_string()).collect();
        let axes = Axes {
            vertical_title: &self.title,
            vertical: VerticalAxis::Rows(&rows),
            horizontal_title: &self.age,
            horizontal: HorizontalScale::Cells(self.last_age + 1),
            beside: ColorScale::scale_room(drawing, &ends),
            ..Axes::default()
        };
        let plot = draw_axes(drawing, &axes);
        for age in 0..=self.last_age {
            self.draw_column(drawing, &plot, age, shades);
        }
        if self.cohorts.is_empty() {
            drawing.note(&self.none, &plot);
        } else {
            shades.draw_scale(drawing, &ends);
        }
        plot
    }

    fn reading(&self, spot: PlotPosition, formats: &Formats<'_>) -> Reading {
        let Some(cohort) = self.cohorts.get(spot.row.min(self.cohorts.len().saturating_sub(1))) else {
            return Reading::default();
        };
        let row = |name: &String, value| ReadingRow { style: None, name: name.clone(), value, range: String::new() };
        let left = cohort.left.get(spot.column).copied().unwrap_or(f64::NAN);
        Reading {
            title: [&*self.joined, ": ", &(formats.month)(cohort.joined)].concat(),
            rows: vec![
                row(&self.age, spot.column.min(self.last_age).to_string()),
                row(&self.share, (formats.value)(left, Unit::Share)),
            ],
        }
    }

    fn table(&self, _: &Formats<'_>) -> Table {
        let row = |cohort: &CohortRow| {
            let left = (0..=self.last_age).map(|age| cohort.left.get(age).copied().unwrap_or(f64::NAN));
            (cohort.joined.to_string(), left.collect())
        };
        Table {
            corner: self.joined.clone(),
            groups: vec![(self.age.clone(), self.last_age + 1)],
            columns: (0..=self.last_age).map(|age| (age.to_string(), Unit::Share)).collect(),
            rows: self.cohorts.iter().map(row).collect(),
        }
    }
}

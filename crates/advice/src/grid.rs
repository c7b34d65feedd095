//! A two-way table: a statistic for every pair of values of two inputs. A coarse grid is computed first, then a finer
//! one.

use super::question::{POINTS_MAX, Question};
use super::statistic::Statistic;
use holdfast_scenario::Key;

/// The distance between points of the first pass, in rows and in columns. In the second pass the distance is half of
/// this, and in the last pass it is 1.
const FIRST_STEP: usize = 4;

/// A statistic over a grid of values of two inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The input of the columns and the input of the rows.
    pub keys: [Key; 2],
    /// Values of the first input, ascending, in its unit.
    pub columns: Vec<f64>,
    /// Values of the second input, ascending, in its unit.
    pub rows: Vec<f64>,
    pub statistic: Statistic,
    /// Simulated runs for each point.
    pub runs: u32,
}

impl Grid {
    /// `count` values at equal distances from `low` to `high`, with both ends. `count` must be at least 2.
    pub fn values((low, high): (f64, f64), count: usize) -> Vec<f64> {
        (0..count).map(|at| low + (high - low) * at as f64 / (count - 1) as f64).collect()
    }

    /// The row and the column of every point, in the order of computation. First come the points in every fourth row
    /// and column, then those in every second row and column, then all other points.
    pub fn order(&self) -> Vec<(usize, usize)> {
        let pass = |row: usize, column: usize| {
            let is_on = |step: usize| row.is_multiple_of(step) && column.is_multiple_of(step);
            if is_on(FIRST_STEP) { 0 } else { 2 - usize::from(is_on(FIRST_STEP / 2)) }
        };
        let mut all = Vec::new();
        for wanted in 0..3 {
            for row in 0..self.rows.len() {
                let columns = (0..self.columns.len()).filter(|&column| pass(row, column) == wanted);
                all.extend(columns.map(|column| (row, column)));
            }
        }
        all
    }

    /// The questions whose answers fill the grid. Each question is returned with the row and the column of each of its
    /// points.
    pub fn questions(&self) -> Vec<(Vec<(usize, usize)>, Question)> {
        let question = |places: &[(usize, usize)]| {
            let points = places.iter().map(|&(row, column)| vec![self.columns[column], self.rows[row]]).collect();
            let (keys, statistic, runs) = (self.keys.to_vec(), self.statistic, self.runs);
            (places.to_vec(), Question::Statistics { keys, points, statistic, runs })
        };
        self.order().chunks(POINTS_MAX).map(question).collect()
    }
}

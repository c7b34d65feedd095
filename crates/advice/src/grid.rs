//! A grid of two inputs' values, asked for coarse first.

use super::question::{Question, TOGETHER};
use super::sample::Figure;
use holdfast_scenario::Key;

/// So far apart are the points of the first pass, and half as far those of the next.
const FIRST_STEP: usize = 4;

/// A figure over the values of two inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The input across and the input upwards.
    pub keys: [Key; 2],
    /// Ascending.
    pub columns: Vec<f64>,
    /// Ascending.
    pub rows: Vec<f64>,
    pub figure: Figure,
    pub runs: u32,
}

impl Grid {
    /// Values at equal distances from end to end, both included.
    pub fn values((low, high): (f64, f64), count: usize) -> Vec<f64> {
        (0..count).map(|at| low + (high - low) * at as f64 / (count - 1) as f64).collect()
    }

    /// Row and column of every point, in the order in which they are asked for: every fourth of every fourth row, then
    /// every second, then the rest.
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

    /// The questions that it takes, each with the points that it asks for.
    pub fn questions(&self) -> Vec<(Vec<(usize, usize)>, Question)> {
        let question = |places: &[(usize, usize)]| {
            let points = places.iter().map(|&(row, column)| vec![self.columns[column], self.rows[row]]).collect();
            let (keys, figure, runs) = (self.keys.to_vec(), self.figure, self.runs);
            (places.to_vec(), Question::Figures { keys, points, figure, runs })
        };
        self.order().chunks(TOGETHER).map(question).collect()
    }
}

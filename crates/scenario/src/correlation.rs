//! Rank correlations between inputs that are ranges. They come from a Gaussian copula: the inputs are drawn from
//! correlated standard normals.
//!
//! Two normals with correlation ρ have the rank correlation r = (6/π)·asin(ρ/2) (Pearson, 1907). So the copula needs
//! ρ = 2·sin(πr/6). The matrix of all ρ must be positive semidefinite.

use super::input::Key;
use super::study::Correlation;
use super::validation_error::{ErrorKind, FieldPath, ValidationError};
use std::f64::consts::PI;

/// Pivots of the Cholesky factorisation up to this size count as 0. If the pivot of an input is 0, the normal of this
/// input is a linear combination of the normals of the inputs before it.
const PIVOT_MIN: f64 = 1e-9;

/// The correlations of a checked study, as a matrix that turns independent normals into correlated normals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copula {
    /// The inputs with a correlation, in the order of the table of inputs.
    keys: Vec<Key>,
    /// The rows of the lower triangular Cholesky factor, one row for each input in `keys`.
    factor: Vec<Vec<f64>>,
}

impl Copula {
    /// The weights with which the normal of an input is a sum of independent normals. Each independent normal belongs
    /// to one of the correlated inputs. Returns `None` if the input has no correlation.
    pub fn weights(&self, key: Key) -> Option<impl Iterator<Item = (Key, f64)> + '_> {
        let at = self.keys.iter().position(|&known| known == key)?;
        Some(self.keys.iter().copied().zip(self.factor[at].iter().copied()))
    }

    /// The correlation ρ of the two normals from which the inputs `a` and `b` are drawn.
    pub fn correlation(&self, a: Key, b: Key) -> f64 {
        match (self.weights(a), self.weights(b)) {
            _ if a == b => 1.0,
            (Some(a), Some(b)) => a.zip(b).map(|((_, a), (_, b))| a * b).sum(),
            _ => 0.0,
        }
    }

    /// Makes the copula from all pairs. Returns errors if a pair occurs twice, if a pair has the same input twice, or
    /// if the matrix is not positive semidefinite.
    pub(super) fn new(pairs: &[Correlation]) -> Result<Self, Vec<ValidationError>> {
        let list = FieldPath::study("correlations");
        let mut errors = Vec::new();
        for (at, pair) in pairs.iter().enumerate() {
            let [a, b] = pair.inputs;
            let is_same = |other: &Correlation| other.inputs == [a, b] || other.inputs == [b, a];
            if a == b || pairs[..at].iter().any(is_same) {
                errors.push(ValidationError::new(list.entry(at), ErrorKind::SamePair));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let involved = |key: &Key| pairs.iter().any(|pair| pair.inputs.contains(key));
        let keys: Vec<Key> = Key::ALL.iter().copied().filter(involved).collect();
        if let Some(factor) = cholesky(&matrix(&keys, pairs)) {
            return Ok(Self { keys, factor });
        }
        // The matrix is impossible (not positive semidefinite). The error can name only one pair. First choice: the
        // last pair for which another value makes the matrix possible, with all other pairs as they are. Second choice:
        // add the pairs one by one, and take the pair with which the matrix becomes impossible.
        let alone = (0..pairs.len()).rev().find_map(|at| Some((at, interval(pairs, at)?)));
        let (at, (min, max)) = alone
            .or_else(|| (0..pairs.len()).find_map(|at| last_pair_interval(&pairs[..=at])))
            .unwrap_or((pairs.len() - 1, (0.0, 0.0)));
        let kind = ErrorKind::ImpossibleCorrelation { inputs: pairs[at].inputs, min, max };
        Err(vec![ValidationError::new(list.entry(at), kind)])
    }
}

/// Returns the index of the last pair and the interval of its possible values, if all `pairs` together are impossible.
/// Returns `None` if they are possible, or if no value of the last pair would make them possible.
fn last_pair_interval(pairs: &[Correlation]) -> Option<(usize, (f64, f64))> {
    let keys: Vec<Key> = Key::ALL.to_vec();
    let is_possible = cholesky(&matrix(&keys, pairs)).is_some();
    (!is_possible).then(|| interval(pairs, pairs.len() - 1).map(|interval| (pairs.len() - 1, interval))).flatten()
}

/// The interval in which the rank correlation of the pair at index `at` must lie if no other pair changes. Returns
/// `None` if no value makes the matrix possible.
///
/// Take the Cholesky factor for the n inputs outside the pair, followed by the first input of the pair. Let a be its
/// last row. Let b be the last row if the second input of the pair takes the place of the first. Then the possible
/// values of ρ are a₁b₁ + … + aₙbₙ + aₙ₊₁bₙ₊₁·t with −1 ≤ t ≤ 1.
#[inline(never)]
fn interval(pairs: &[Correlation], at: usize) -> Option<(f64, f64)> {
    let involved = |key: &Key| pairs.iter().any(|pair| pair.inputs.contains(key));
    let others: Vec<Key> =
        Key::ALL.iter().copied().filter(|key| involved(key) && !pairs[at].inputs.contains(key)).collect();
    let last_row = |key: Key| {
        let keys: Vec<Key> = others.iter().copied().chain([key]).collect();
        cholesky(&matrix(&keys, pairs)).and_then(|mut factor| factor.pop())
    };
    let [a, b] = pairs[at].inputs;
    let (a, b) = (last_row(a)?, last_row(b)?);
    let shared: f64 = (0..others.len()).map(|k| a[k] * b[k]).sum();
    let free = a[others.len()] * b[others.len()];
    let rank = |rho: f64| 6.0 / PI * libm::asin(rho.clamp(-1.0, 1.0) / 2.0);
    let (min, max) = (rank(shared - free), rank(shared + free));
    // Both ends are rounded to four decimals, towards the inside. A very short interval stays unrounded.
    let (up, down) = (libm::ceil(min * 1e4) / 1e4, libm::floor(max * 1e4) / 1e4);
    Some(if up <= down { (up, down) } else { (min, max) })
}

/// The matrix of the correlations ρ between the normals of the inputs `keys`. If two inputs are not a pair, ρ is 0.
#[inline(never)]
fn matrix(keys: &[Key], pairs: &[Correlation]) -> Vec<Vec<f64>> {
    let rho = |a: Key, b: Key| {
        let pair = pairs.iter().find(|pair| pair.inputs == [a, b] || pair.inputs == [b, a]);
        let r = pair.map_or(0.0, |pair| pair.rank_correlation);
        if a == b { 1.0 } else { 2.0 * libm::sin(PI * r / 6.0) }
    };
    keys.iter().map(|&a| keys.iter().map(|&b| rho(a, b)).collect()).collect()
}

/// The Cholesky factor of a symmetric matrix: the lower triangular L with L·Lᵀ = `matrix`. Returns `None` if the matrix
/// is not positive semidefinite.
#[inline(never)]
pub fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let mut lower = vec![vec![0.0; size]; size];
    for column in 0..size {
        for row in column..size {
            let known: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix[row][column] - known;
            if row == column {
                if rest < -PIVOT_MIN {
                    return None;
                }
                lower[row][row] = if rest > PIVOT_MIN { rest.sqrt() } else { 0.0 };
            } else if lower[column][column] > 0.0 {
                lower[row][column] = rest / lower[column][column];
            } else if rest.abs() > 1e-4 {
                return None;
            }
        }
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: Key, b: Key, rank_correlation: f64) -> Correlation {
        Correlation { inputs: [a, b], rank_correlation }
    }

    #[test]
    fn an_impossible_matrix_names_the_interval() {
        let first = [pair(Key::Price, Key::Churn, 0.9), pair(Key::Price, Key::Conversion, 0.9)];
        let third = |r| [first.to_vec(), vec![pair(Key::Churn, Key::Conversion, r)]].concat();
        let errors = Copula::new(&third(-0.9)).unwrap_err();
        assert_eq!(errors[0].path.to_string(), "correlations[2]");
        let ErrorKind::ImpossibleCorrelation { min, max, .. } = errors[0].kind else { panic!("{errors:?}") };
        // The third ρ must lie between cos(a + b) and cos(a − b), where cos a and cos b are the ρ of the first two
        // pairs. Here a = b, so the interval is from cos(2a) to 1.
        let angle = (2.0_f64 * (PI * 0.9 / 6.0).sin()).acos();
        let rank = |rho: f64| 6.0 / PI * (rho / 2.0).asin();
        assert!((min - rank((2.0 * angle).cos())).abs() < 2e-4 && max == 1.0, "{min} {max}");
        assert!(Copula::new(&third(min)).is_ok() && Copula::new(&third(min - 0.001)).is_err());
        // This matrix stays impossible if only one pair is changed.
        let two = [third(-0.9), vec![pair(Key::Expansion, Key::Churn, 0.9), pair(Key::Expansion, Key::Price, -0.9)]];
        assert!(Copula::new(&two.concat()).is_err());
    }

    #[test]
    fn the_factor_gives_the_correlations_back() {
        let pairs = [pair(Key::Price, Key::Churn, 0.5), pair(Key::Churn, Key::Expansion, -0.7)];
        let copula = Copula::new(&pairs).unwrap();
        let rows = |key| copula.weights(key).unwrap().map(|(_, weight)| weight).collect::<Vec<_>>();
        for pair in pairs {
            let [a, b] = pair.inputs.map(rows);
            let rho: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            assert!((rho - 2.0 * (PI * pair.rank_correlation / 6.0).sin()).abs() < 1e-15);
        }
        assert!(copula.weights(Key::Conversion).is_none());
        assert!(Copula::new(&[pair(Key::Price, Key::Churn, 1.0)]).is_ok(), "a correlation of 1 is possible");
        assert!(Copula::new(&[pair(Key::Price, Key::Price, 1.0)]).is_err());
    }
}

//! Where labels go so that none lies on another.

/// Moves labels apart that would overlap: `wanted` centres, each `height` tall, kept within `top..bottom`. Returns the
/// centres in the order given; where there is no room for all they share it evenly.
pub fn spread(wanted: &[f64], height: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let gap = height.min((bottom - top) / wanted.len().max(1) as f64);
    let mut placed = vec![0.0; wanted.len()];
    let mut least = top + gap / 2.0;
    for &at in &order {
        placed[at] = wanted[at].max(least);
        least = placed[at] + gap;
    }
    let mut most = bottom - gap / 2.0;
    for &at in order.iter().rev() {
        placed[at] = placed[at].min(most);
        most = placed[at] - gap;
    }
    placed
}

/// Rows for labels side by side, each given by the centre that it wants and its width: the centre and the row that it
/// gets, within `left..right` and with `gap` between two in a row. `None` where no row has room.
pub fn stagger(wanted: &[(f64, f64)], (left, right): (f64, f64), gap: f64, rows: usize) -> Vec<Option<(f64, usize)>> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].0.total_cmp(&wanted[b].0));
    let mut ends = vec![left - gap; rows];
    let mut placed = vec![None; wanted.len()];
    for at in order {
        let (center, half) = (wanted[at].0, wanted[at].1 / 2.0);
        let center = center.min(right - half).max(left + half);
        let row = ends.iter().position(|end| end + gap <= center - half);
        placed[at] = row.filter(|_| center + half <= right).map(|row| {
            ends[row] = center + half;
            (center, row)
        });
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_side_by_side_take_rows_or_leave() {
        let placed = stagger(&[(50.0, 40.0), (60.0, 40.0), (55.0, 40.0), (0.0, 40.0)], (0.0, 100.0), 5.0, 2);
        assert_eq!(placed, [Some((50.0, 1)), None, None, Some((20.0, 0))].map(|place| place));
        assert_eq!(stagger(&[(5.0, 400.0)], (0.0, 100.0), 5.0, 2), [None], "wider than there is");
    }

    #[test]
    fn labels_do_not_overlap() {
        let placed = spread(&[100.0, 101.0, 20.0, 100.5], 15.0, 0.0, 120.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 7.5 && sorted[3] <= 112.5);
        assert!(placed[0] < placed[3] && placed[3] < placed[1], "the order stays");
    }
}

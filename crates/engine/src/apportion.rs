//! Apportionment: dividing the opening customers among the plans in whole numbers.

/// Divides `customers` (a whole number) among the plans in proportion to `shares`, which sum to 1. Returns the number
/// of customers of each plan.
///
/// The method is d'Hondt's. It assigns the customers one by one. Each customer goes to the plan with the highest
/// share/(n + 1), where n is the number of customers that the plan has so far. So if the total grows, no plan gets
/// fewer customers. Rounding each customers × share and then correcting the sum would not guarantee this.
pub fn apportion(customers: f64, shares: &[f64]) -> Vec<f64> {
    // D'Hondt's method gives each plan at least customers × share, rounded down, so the loop can start from there. The
    // factor just below 1 is needed because a rounding error can lift the product to the next whole number.
    let mut parts: Vec<f64> = shares.iter().map(|share| libm::floor(customers * share * (1.0 - 1e-12))).collect();
    let mut unassigned = customers - parts.iter().sum::<f64>();
    while unassigned > 0.0 {
        let mut best = 0;
        for plan in 1..shares.len() {
            if shares[plan] * (parts[best] + 1.0) > shares[best] * (parts[plan] + 1.0) {
                best = plan;
            }
        }
        parts[best] += 1.0;
        unassigned -= 1.0;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_whole_and_grow_with_the_total() {
        for shares in [&[1.0][..], &[0.6, 0.3, 0.1], &[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], &[0.0, 0.05, 0.95, 0.0]] {
            let mut before = vec![0.0; shares.len()];
            for customers in 0..2000 {
                let parts = apportion(f64::from(customers), shares);
                assert_eq!(parts.iter().sum::<f64>(), f64::from(customers));
                for ((part, before), share) in parts.iter().zip(&before).zip(shares) {
                    assert!(
                        part >= before && (part - share * f64::from(customers)).abs() < 3.0,
                        "{shares:?} {parts:?}"
                    );
                }
                before = parts;
            }
        }
        assert_eq!(apportion(1e9, &[0.25, 0.75]), [2.5e8, 7.5e8]);
    }
}

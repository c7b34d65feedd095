//! The quantile function of the standard normal distribution. It is computed with Wichura's algorithm AS 241 (PPND16),
//! Applied Statistics 37(3), 1988. The relative error is about 10⁻¹⁶.

use super::elementary::{at_most, ln};
use super::stream::{LANES, Lanes};

/// The value of the polynomial Σ cᵢ·xⁱ at `x`, where cᵢ is `coefficients[i]`.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = coefficients[N - 1];
    for &coefficient in coefficients[..N - 1].iter().rev() {
        sum = sum * x + coefficient;
    }
    sum
}

/// The largest |u − ½| for which [`central`] computes the normal quantile at u. All other u are in the tails.
const CENTRAL: f64 = 0.425;

/// The standard normal quantile at u = ½ + `q`. The approximation is accurate for |`q`| ≤ 0.425.
#[inline(always)]
fn central(q: f64) -> f64 {
    const A: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const B: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ];
    let r = CENTRAL * CENTRAL - q * q;
    q * polynomial(&A, r) / polynomial(&B, r)
}

/// Returns √(−ln `tail`), where `tail` is min(u, 1 − u). This number is the argument of the two approximations for the
/// tails, [`outer`] and [`far`].
#[inline(always)]
fn depth(tail: f64) -> f64 {
    (-ln(tail)).sqrt()
}

/// The largest [`depth`] for which [`outer`] is used. For larger depths, [`far`] is used. A larger depth occurs in
/// about one of 4·10¹⁰ draws.
const OUTER: f64 = 5.0;

/// The absolute value of the normal quantile at a number u in the tails. `depth` is √(−ln min(u, 1 − u)) and must be at
/// most [`OUTER`].
#[inline(always)]
fn outer(depth: f64) -> f64 {
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    let r = depth - 1.6;
    polynomial(&C, r) / polynomial(&D, r)
}

/// The absolute value of the normal quantile at a number u in the tails. `depth` is √(−ln min(u, 1 − u)) and must be
/// greater than [`OUTER`].
#[cold]
fn far(depth: f64) -> f64 {
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let r = depth - OUTER;
    polynomial(&E, r) / polynomial(&F, r)
}

/// The standard normal quantile Φ⁻¹(u). `u` must lie strictly between 0 and 1.
pub fn quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= CENTRAL {
        return central(q);
    }
    let depth = depth(at_most(u, 1.0 - u));
    (if depth > OUTER { far(depth) } else { outer(depth) }).copysign(q)
}

/// Returns the standard normal [`quantile`] at each of [`LANES`] uniform numbers.
pub fn quantiles(uniforms: &Lanes) -> Lanes {
    let mut out = [0.0; LANES];
    quantiles_of(uniforms, &mut out);
    out
}

/// Writes to `out` the standard normal [`quantile`] at each number in `uniforms`. There can be at most [`LANES`]
/// numbers.
///
/// The first loop computes `central` for all numbers. This result is wrong for the numbers in the tails (about one in
/// seven). The second loop copies these numbers to the start of an array. The third loop computes `outer` for them,
/// and the last loop writes their quantiles to `out`.
///
/// The second loop has no branch, because the processor would often predict the branch wrongly. The loops that call
/// `central` and `outer` have no branch either, so that the compiler can vectorise them.
pub fn quantiles_of(uniforms: &[f64], out: &mut [f64]) {
    let (mut at, mut tails, mut count) = ([0_u8; LANES], [0.0; LANES], 0);
    for (out, u) in out.iter_mut().zip(uniforms) {
        *out = central(u - 0.5);
    }
    for (i, &u) in uniforms.iter().enumerate() {
        at[count] = i as u8;
        tails[count] = u;
        count += usize::from((u - 0.5).abs() > CENTRAL);
    }
    let mut distances = [0.0; LANES];
    for (distance, tail) in distances.iter_mut().zip(&mut tails[..count]) {
        // The minimum of u and 1 − u could also be computed in the loop above. But the compiler cannot vectorise that
        // loop. In WebAssembly, the minimum would become a branch there, and the processor would often predict this
        // branch wrongly. This loop is vectorised, so the minimum needs no branch.
        *tail = depth(at_most(*tail, 1.0 - *tail));
        *distance = outer(*tail);
    }
    for ((&i, &depth), &distance) in at[..count].iter().zip(&tails).zip(&distances) {
        let i = usize::from(i);
        out[i] = (if depth > OUTER { far(depth) } else { distance }).copysign(uniforms[i] - 0.5);
    }
}

const _: () = assert!(LANES <= 256, "the index of a lane fits in a byte");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values() {
        // These test values are from Wichura's article.
        for (u, z) in
            [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5), (1e-20, -9.262_340_089_798_408)]
        {
            assert!((quantile(u) / z - 1.0).abs() < 4e-16, "{u}: {}", quantile(u));
        }
    }

    #[test]
    fn inverts_the_distribution_function() {
        for exponent in 1..160 {
            let u = 10f64.powf(-f64::from(exponent) / 10.0) * 0.62;
            let z = quantile(u);
            let back = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            assert!((back / u - 1.0).abs() < 2e-15 * (1.0 + z * z), "{u} {back}");
            if u > 1e-10 {
                assert!((quantile(1.0 - u) + z).abs() < 1e-5 * z.abs(), "{u}");
            }
        }
    }

    #[test]
    fn arrays_equal_single_values() {
        let lane: Lanes = std::array::from_fn(|at| (at as f64 + 0.5) / LANES as f64);
        assert_eq!(quantiles(&lane), lane.map(quantile));
        let deep: Lanes = std::array::from_fn(|at| libm::exp2(-0.4 * (at + 1) as f64));
        assert_eq!(quantiles(&deep), deep.map(quantile));
    }
}

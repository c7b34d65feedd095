//! The functions exp, ln, minimum and maximum, written without branches. So the compiler can vectorise loops over the
//! runs of a block.
//!
//! exp and ln are valid only in the ranges that the engine needs. They use the formulas and coefficients of the C
//! library fdlibm by Sun (`e_exp.c`, `e_log.c`, `s_log1p.c`). The crate `libm` uses the same formulas. The error is
//! below 1 ulp (unit in the last place). The branches of fdlibm are omitted, because they handle arguments that do not
//! occur here. The functions use only bit operations, addition, subtraction, multiplication and division, so their
//! results have the same bits on every machine.

const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The larger of `x` and `least`. `f64::max` is not used because it has a special rule for NaN. In WebAssembly it would
/// compile to a function call, and a loop with a function call would not be vectorised. This function has no such rule
/// and compiles to one or two instructions.
#[inline(always)]
pub fn at_least(x: f64, least: f64) -> f64 {
    if x < least { least } else { x }
}

/// The smaller of `x` and `most`. Like [`at_least`], it has no special rule for NaN, so that loops can be vectorised.
#[inline(always)]
pub fn at_most(x: f64, most: f64) -> f64 {
    if x > most { most } else { x }
}

/// eˣ for |x| ≤ 700.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    // The number 1.5·2⁵². It is used to round y = x/ln 2 to the nearest whole number n. The last bits of y + 1.5·2⁵²
    // are n. Subtracting 1.5·2⁵² from this sum gives n as a floating-point number.
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let twos = shifted - SHIFT;
    let high = x - twos * LN_2_HIGH;
    let low = twos * LN_2_LOW;
    let r = high - low;
    let r2 = r * r;
    let c = r - r2 * (P[0] + r2 * (P[1] + r2 * (P[2] + r2 * (P[3] + r2 * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    // Multiplies `y` by 2ⁿ, where n is the whole number in the last bits of `shifted`. The floating-point number 2ⁿ has
    // n + 1023 in its exponent bits and 0 in its other bits. The shift by 52 moves n + 1023 to the exponent bits.
    y * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// ln(1 + f) + twos·ln 2. `f` must satisfy √½ ≤ 1 + f < √2, and `twos` must be a whole number.
#[inline(always)]
fn logarithm(f: f64, twos: f64) -> f64 {
    const LG: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (LG[1] + w * (LG[3] + w * LG[5]));
    let odd = z * (LG[0] + w * (LG[2] + w * (LG[4] + w * LG[6])));
    s * (half_square + (odd + even)) + twos * LN_2_LOW - half_square + f + twos * LN_2_HIGH
}

/// 1 − √½, the largest argument of [`ln_one_minus_small`].
pub const SMALL_MAX: f64 = 0.292_893_218_813_452_4;

/// ln(1 − p) for 0 ≤ p ≤ ½.
#[inline(always)]
pub fn ln_one_minus(p: f64) -> f64 {
    // `logarithm` needs 1 + f ≥ √½. If 1 − p is smaller than √½, the code uses 2·(1 − p) = 1 + (1 − 2p) instead. The
    // computation of 1 − 2p has no rounding error. `twos` = −1 subtracts ln 2 to compensate for the factor 2.
    let (f, twos) = if p > SMALL_MAX { (1.0 - 2.0 * p, -1.0) } else { (-p, 0.0) };
    logarithm(f, twos)
}

/// ln(1 − p) for 0 ≤ p ≤ [`SMALL_MAX`]. The result has the same bits as the result of [`ln_one_minus`]. This function
/// is faster because it does not compare p with [`SMALL_MAX`].
#[inline(always)]
pub fn ln_one_minus_small(p: f64) -> f64 {
    logarithm(-p, 0.0)
}

/// ln x. `x` must be positive, finite and not subnormal.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    // The number 1.5·2⁵². It is used to convert a whole number n to a floating-point number. Adding n to the bits of
    // 1.5·2⁵² gives the bits of the number 1.5·2⁵² + n. Subtracting 1.5·2⁵² from this number gives n.
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    // The upper 32 bits of √½, followed by zeros, as in fdlibm.
    const ROOT_HALF: u64 = 0x3fe6_a09e << 32;
    // Writes x as m·2ᵉ, where e is a whole number and √½ ≤ m < √2. The upper 12 bits of `past` are e, with its sign.
    let past = x.to_bits().wrapping_sub(ROOT_HALF);
    // Converts e to a floating-point number. First e + 1024, which is not negative, is added to the bits of SHIFT. Then
    // SHIFT + 1024 is subtracted. The conversion `as f64` would not be vectorised, because most vector instruction sets
    // cannot convert 64-bit integers.
    let power = f64::from_bits(SHIFT.to_bits() + (past.wrapping_add(1024 << 52) >> 52)) - (SHIFT + 1024.0);
    let m = f64::from_bits((past & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    logarithm(m - 1.0, power)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance between two numbers in ulps (units in the last place).
    fn ulps(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn exp_agrees_with_libm() {
        for at in 0..=2_000_000 {
            let x = f64::from(at - 1_000_000) * 7e-4;
            assert!(ulps(exp(x), libm::exp(x)) <= 1, "{x}: {} {}", exp(x), libm::exp(x));
            let x = x * 1.2e-2;
            assert!(ulps(exp(x), libm::exp(x)) <= 1, "{x}: {} {}", exp(x), libm::exp(x));
        }
        for x in [0.0, -0.0, 1e-300, -1e-300, -1e-17, f64::MIN_POSITIVE] {
            assert_eq!(exp(x), 1.0, "{x}");
        }
    }

    #[test]
    fn ln_agrees_with_libm_log() {
        for step in -70_000..=70_000 {
            let x = f64::from(step) * 0.009_97;
            let y = libm::exp(x);
            assert_eq!(ln(y), libm::log(y), "{x}");
        }
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn ln_one_minus_agrees_with_libm() {
        for at in 0..=1_000_000 {
            let p = f64::from(at) / 2e6;
            for p in [p, p * 1e-3, p * 1e-9, p * 1e-100] {
                let (own, oracle) = (ln_one_minus(p), libm::log1p(-p));
                assert!(own <= 0.0 && ulps(own, oracle) <= 2 || own == oracle, "{p}: {own} {oracle}");
                assert!(p > SMALL_MAX || ln_one_minus_small(p) == own, "{p}");
            }
        }
        assert_eq!(ln_one_minus(0.0), 0.0);
        assert_eq!(ln_one_minus(0.5), -std::f64::consts::LN_2);
    }
}

//! exp and ln without a branch, call or table, so that a loop over lanes becomes vector instructions; the same bits on
//! every machine, since they only add, multiply and divide.

use super::super::stream::{at_least, at_most};

/// 1.5·2⁵²: added and taken off, it rounds to a whole number, which stands in the low bits of the sum.
const SHIFT: f64 = 6_755_399_441_055_744.0;
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// eˣ, to two units in the last place; for x outside −700 … 700, the value at the nearer end.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = at_most(at_least(x, -700.0), 700.0);
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let power = shifted - SHIFT;
    let r = (x - power * LN_2_HIGH) - power * LN_2_LOW;
    // Taylor's series for |r| ≤ ln(2)/2: the first omitted term is 1.7·10⁻¹⁶.
    const INVERSE: [f64; 13] = inverse_factorials();
    let mut sum = INVERSE[12];
    for &coefficient in INVERSE[..12].iter().rev() {
        sum = sum * r + coefficient;
    }
    f64::from_bits(sum.to_bits().wrapping_add(shifted.to_bits() << 52))
}

const fn inverse_factorials() -> [f64; 13] {
    let mut out = [1.0; 13];
    let (mut at, mut factorial) = (1, 1.0);
    while at < 13 {
        factorial *= at as f64;
        out[at] = 1.0 / factorial;
        at += 1;
    }
    out
}

/// ln x to 10⁻¹⁴, for normal x > 0.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    // x = m·2ᵉ with √½ ≤ m < √2.
    let past = x.to_bits().wrapping_sub(ROOT_HALF);
    // e + 1024 as the low bits of SHIFT's fraction, and so without a conversion, which vectors lack.
    let power = f64::from_bits(SHIFT.to_bits() + (past.wrapping_add(1024 << 52) >> 52)) - (SHIFT + 1024.0);
    let m = f64::from_bits((past & 0x000f_ffff_ffff_ffff) + ROOT_HALF);
    // 2 artanh s with |s| ≤ 0.172: the first omitted term is 4·10⁻¹⁶.
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let mut sum = 1.0 / 17.0;
    for odd in [15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        sum = sum * square + 1.0 / odd;
    }
    power * std::f64::consts::LN_2 + 2.0 * s * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_libm() {
        for step in -70_000..=70_000 {
            let x = f64::from(step) * 0.009_97;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 5e-16, "{x}");
            let y = libm::exp(x);
            assert!((ln(y) - libm::log(y)).abs() < 3e-16 * (1.0 + x.abs()), "{x} {} {}", ln(y), libm::log(y));
        }
        assert_eq!((exp(0.0), ln(1.0)), (1.0, 0.0));
        assert_eq!((exp(-1e9), exp(1e9)), (exp(-700.0), exp(700.0)));
    }
}

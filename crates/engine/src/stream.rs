//! Random number streams. Each uniform random number depends only on the seed, the key (the kind of random decision),
//! the month, the bucket (for example, a plan and an age) and the run.
//!
//! The generator is Xoshiro256++ (Blackman and Vigna, 2021). Each combination of seed, key, month, bucket and block of
//! runs has its own stream. The initial state of the generator is computed with SplitMix64, as the authors of
//! Xoshiro256++ recommend. Run `r` of a block uses the number with index `r` in the stream. So two scenarios get the
//! same numbers for the same key, month and bucket, even if they use different numbers elsewhere.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// The number of runs in a block. The runs of a block are simulated at the same time. If this constant is changed, each
/// seed gives different random numbers than before.
pub const LANES: usize = 128;
/// One number for each run of a block.
pub type Lanes = [f64; LANES];

/// The kind of random decision for which a uniform number is used. The key is the hash of a name and not a serial
/// number. So a new kind of decision can be added, and the random numbers of the existing kinds stay the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrawKey(u64);

impl DrawKey {
    /// The key for the random factor of a month. The mean number of trials in the month is multiplied by this factor.
    pub const TRIAL_RATE: Self = Self::named("trial rate");
    /// The key for the number of customers who join a plan from the trials that began in one month.
    pub const JOINING: Self = Self::named("joining");
    /// The key for the number of customers of one plan and age who ask to cancel and are not saved.
    pub const LEAVING: Self = Self::named("leaving");
    /// The key for the random hazard of a month. The mean of the random hazard is the configured hazard.
    pub const HAZARD: Self = Self::named("hazard");
    /// The key for the number of customers who asked to cancel but pause instead.
    pub const PAUSING: Self = Self::named("pausing");
    /// The key for the number of customers who leave because a payment fails and is not recovered. These are
    /// customers who did not ask to cancel, or who asked and were saved.
    pub const FAILING: Self = Self::named("failing");
    /// The key for the number of paused customers who become active again.
    pub const RESUMING: Self = Self::named("resuming");
    /// The key for the number of paused customers who leave.
    pub const LEAVING_PAUSED: Self = Self::named("leaving paused");
    /// The key for the number of former customers who return. Customers who left in different months have separate
    /// draws.
    pub const RETURNING: Self = Self::named("returning");
    /// The key for the amount of an event, if the amount is a range. The bucket is the draw index of the event.
    pub const AMOUNT: Self = Self::named("amount");

    /// The key for the kind of decision called `name`. It is the 64-bit FNV-1a hash of the bytes of `name`.
    pub const fn named(name: &str) -> Self {
        let bytes = name.as_bytes();
        let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        Self(hash)
    }
}

/// Advances the generator SplitMix64 (Steele, Lea and Flood, 2014) by one step and returns its next number.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The uniform random numbers of one key, month and bucket. There is one number for each run of `block`.
///
/// The interval [0, 1] is divided into 2⁵² equal cells, and each number is the midpoint of a cell. So a number is never
/// 0, 1 or a simple fraction such as ½ or ¼. This matters because the values of a distribution function are sometimes
/// simple fractions. With midpoints, a random number almost never equals a value of the distribution function.
pub fn uniforms(seed: u64, key: DrawKey, month: u32, bucket: u32, block: u32) -> Lanes {
    let mut state = seed;
    for part in [key.0, u64::from(month) << 32 | u64::from(bucket), u64::from(block)] {
        state = split_mix(&mut state) ^ part;
    }
    let mut bytes = [0; 32];
    for word in bytes.chunks_exact_mut(8) {
        word.copy_from_slice(&split_mix(&mut state).to_le_bytes());
    }
    let mut generator = Xoshiro256PlusPlus::from_seed(bytes);
    // This is a plain loop and not an iterator with a closure, so it is fast even if the compiler does not inline
    // closures.
    let mut out = [0.0; LANES];
    for uniform in &mut out {
        // The upper 52 of the 64 random bits become the fraction bits of a floating-point number in [1, 2). This is
        // exact, and it is faster than converting an integer to a floating-point number.
        let one_to_two = f64::from_bits(0x3ff0_0000_0000_0000 | generator.next_u64() >> 12);
        *uniform = one_to_two - (1.0 - f64::EPSILON / 2.0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_of_a_seed_never_change() {
        let lane = uniforms(1, DrawKey::JOINING, 1, 0, 0);
        let expected = [0.258_074_456_722_353_3, 0.309_629_620_642_926_9, 0.220_080_364_743_038_16];
        assert_eq!(lane[..3], expected);
    }

    #[test]
    fn uniforms_lie_strictly_between_0_and_1() {
        for block in 0..1000 {
            assert!(uniforms(7, DrawKey::LEAVING, 3, 0, block).iter().all(|&u| u > 0.0 && u < 1.0));
        }
    }

    #[test]
    fn every_argument_changes_all_numbers() {
        let base = uniforms(1, DrawKey::JOINING, 1, 0, 0);
        for other in [
            uniforms(2, DrawKey::JOINING, 1, 0, 0),
            uniforms(1, DrawKey::LEAVING, 1, 0, 0),
            uniforms(1, DrawKey::JOINING, 2, 0, 0),
            uniforms(1, DrawKey::JOINING, 1, 1, 0),
            uniforms(1, DrawKey::JOINING, 1, 0, 1),
        ] {
            assert!(base.iter().zip(&other).all(|(a, b)| a != b));
        }
    }

    /// Two streams must not be correlated if only one of their arguments differs, for example the month by 1. The test
    /// computes the correlation of about 10⁶ pairs of numbers and divides it by its standard error. The absolute value
    /// of this ratio must be below 4.9. If the streams are independent, the absolute value is 4.9 or more with a
    /// probability of one in a million.
    #[test]
    fn neighbouring_streams_are_uncorrelated() {
        let blocks = 1_000_000 / LANES as u32;
        let correlation = |other: fn(u32) -> Lanes| {
            let (mut sum, mut count) = (0.0, 0.0);
            for block in 0..blocks {
                for (a, b) in uniforms(9, DrawKey::JOINING, 5, 0, block).iter().zip(&other(block)) {
                    sum += (a - 0.5) * (b - 0.5) * 12.0;
                    count += 1.0;
                }
            }
            sum / f64::sqrt(count)
        };
        for z in [
            correlation(|block| uniforms(9, DrawKey::LEAVING, 5, 0, block)),
            correlation(|block| uniforms(9, DrawKey::JOINING, 6, 0, block)),
            correlation(|block| uniforms(9, DrawKey::JOINING, 5, 1, block)),
            correlation(|block| uniforms(10, DrawKey::JOINING, 5, 0, block)),
        ] {
            assert!(z.abs() < 4.9, "{z}");
        }
    }
}

//! Random number streams: uniform numbers that are a function of (seed, key, month, bucket, run) alone.
//!
//! The generator is Xoshiro256++ (Blackman and Vigna, 2021). Each (seed, key, month, bucket, block of runs) has its own
//! stream, seeded through SplitMix64 as the generator's authors recommend. Run `r` of a block takes the `r`-th number
//! of the stream. So scenarios that use the same key get the same numbers, whatever else they draw.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// The number of runs that are simulated side by side (a block). It is part of the meaning of a seed: with another
/// number of lanes, the same seed would give other random numbers.
pub const LANES: usize = 128;
/// One number for each run of a block.
pub type Lanes = [f64; LANES];

/// The name of a random decision: what a uniform number is used for. It is a hash of a text, so that a new kind of
/// decision does not change the random numbers of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrawKey(u64);

impl DrawKey {
    /// The deviation of the month's rate of trials from its mean.
    pub const TRIAL_RATE: Self = Self::named("trial rate");
    /// New customers of a plan from the trials that began in one month.
    pub const JOINING: Self = Self::named("joining");
    /// Customers of one plan and age bucket who ask to cancel and are not saved.
    pub const LEAVING: Self = Self::named("leaving");
    /// The deviation of the month's hazard from the configured one.
    pub const HAZARD: Self = Self::named("hazard");
    /// Customers who pause instead of leaving.
    pub const PAUSING: Self = Self::named("pausing");
    /// Customers who stay and whose payment fails for good.
    pub const FAILING: Self = Self::named("failing");
    /// Paused customers who become active again.
    pub const RESUMING: Self = Self::named("resuming");
    /// Paused customers who leave.
    pub const LEAVING_PAUSED: Self = Self::named("leaving paused");
    /// Customers won back, by the number of months since they left.
    pub const RETURNING: Self = Self::named("returning");
    /// The amount of an event, if it is a range; the bucket is the event's draw index.
    pub const AMOUNT: Self = Self::named("amount");

    /// The key with this name (64-bit FNV-1a hash).
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

/// One step of SplitMix64 (Steele, Lea and Flood, 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The uniforms of one key for one block of runs. Each is the middle of one of 2⁵² equal cells of [0, 1]: it is never 0
/// or 1 and never a short binary fraction, so it never equals a step of a distribution function.
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
    // A plain loop over the lanes: the compiler vectorises it without inlining a closure first.
    let mut out = [0.0; LANES];
    for uniform in &mut out {
        // 52 random bits become the fraction of a number in [1, 2). This is exact, and faster than an integer
        // conversion.
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
    fn every_coordinate_matters() {
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

    /// Neighbouring streams must not be correlated: the correlation of 10⁶ pairs is within 4.9 standard errors. A
    /// correct generator fails each of the four comparisons once in a million times.
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

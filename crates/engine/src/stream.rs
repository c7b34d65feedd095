//! Random number streams. A uniform random number depends only on the seed, the key, the month, the bucket and the run.
//!
//! The generator is Xoshiro256++ (Blackman and Vigna, 2021). Each combination of seed, key, month, bucket and block of
//! runs has its own stream. The start of the stream is computed by SplitMix64, as the authors of the generator
//! recommend. Run `r` of a block takes the number with index `r` in the stream. So two scenarios that ask for the same
//! key, month and bucket get the same numbers, no matter which other numbers they ask for.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// The number of runs in a block. These runs are simulated side by side. If this number were changed, the same seed
/// would give other random numbers.
pub const LANES: usize = 128;
/// One number for each run of a block.
pub type Lanes = [f64; LANES];

/// The kind of random decision for which a uniform number is used. The key is a hash of a text. So a new kind of
/// decision can be added without changing the random numbers of the existing kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrawKey(u64);

impl DrawKey {
    /// The random factor by which the month's mean number of trials is multiplied.
    pub const TRIAL_RATE: Self = Self::named("trial rate");
    /// How many customers join a plan from the trials that began in one month.
    pub const JOINING: Self = Self::named("joining");
    /// How many customers of one plan and age ask to cancel and are not saved.
    pub const LEAVING: Self = Self::named("leaving");
    /// The random hazard of a month, whose mean is the configured hazard.
    pub const HAZARD: Self = Self::named("hazard");
    /// How many of the customers who would leave pause instead.
    pub const PAUSING: Self = Self::named("pausing");
    /// How many of the customers who did not ask to cancel leave because a payment fails and is not recovered.
    pub const FAILING: Self = Self::named("failing");
    /// How many paused customers become active again.
    pub const RESUMING: Self = Self::named("resuming");
    /// How many paused customers leave.
    pub const LEAVING_PAUSED: Self = Self::named("leaving paused");
    /// How many former customers return. There is one draw for each number of months since they left.
    pub const RETURNING: Self = Self::named("returning");
    /// The amount of an event that is a range. The bucket is the event's draw index.
    pub const AMOUNT: Self = Self::named("amount");

    /// The key for `name`: the 64-bit FNV-1a hash of its bytes.
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

/// The uniform numbers of one key, month and bucket, one for each run of `block`. The interval [0, 1] is divided into
/// 2⁵² equal cells, and each number is the middle of a cell. So it is never 0, 1 or a simple fraction such as ½ or ¼.
/// The values of a distribution function can be such fractions, so a number practically never equals one of these
/// values.
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
    // A plain loop instead of an iterator with a closure: it is fast even if the compiler does not inline closures.
    let mut out = [0.0; LANES];
    for uniform in &mut out {
        // The upper 52 of 64 random bits become the fraction bits of a number in [1, 2). This has no rounding error,
        // and it is faster than a conversion from an integer.
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

    /// Streams with neighbouring arguments must not be correlated. The test computes the correlation of 10⁶ pairs of
    /// numbers, divided by its standard error. The absolute value must be below 4.9. For a correct generator, each of
    /// the four comparisons fails with a probability of one in a million.
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

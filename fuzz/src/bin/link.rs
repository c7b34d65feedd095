//! The fuzz target for links. Its checks are in [`holdfast_fuzz::link`].

#![no_main]

use holdfast_fuzz::{link, mutate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| link::check(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::link(data, size, max_size, seed, fuzzer_mutate).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

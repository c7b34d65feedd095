//! The fuzz target for command lines. Its checks are in [`holdfast_fuzz::arguments`].

#![no_main]

use holdfast_fuzz::{arguments, mutate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| arguments::check(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::arguments(data, size, max_size, seed).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

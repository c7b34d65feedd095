//! Clocks of processor time. If other programs use the machine too, elapsed time says little about the cost of code.

/// The processor time of this thread, in seconds.
pub fn thread_seconds() -> f64 {
    seconds(3)
}

/// The processor time of all threads of this process, in seconds.
pub fn process_seconds() -> f64 {
    seconds(2)
}

/// The value in seconds of a Linux clock: number 2 counts the processor time of the process, number 3 that of the
/// thread.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn seconds(clock: std::ffi::c_int) -> f64 {
    #[repr(C)]
    struct Time {
        seconds: std::ffi::c_long,
        nanoseconds: std::ffi::c_long,
    }
    unsafe extern "C" {
        fn clock_gettime(clock: std::ffi::c_int, time: *mut Time) -> std::ffi::c_int;
    }
    let mut time = Time { seconds: 0, nanoseconds: 0 };
    // SAFETY: `clock_gettime` is a function of the C library. It writes one `timespec`, which consists of two longs on
    // 64-bit Linux, as `Time` does.
    let code = unsafe { clock_gettime(clock, &mut time) };
    assert_eq!(code, 0);
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

/// The elapsed time in seconds. Other systems than 64-bit Linux use it in place of processor time.
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn seconds(_: std::ffi::c_int) -> f64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0.0, |time| time.as_secs_f64())
}

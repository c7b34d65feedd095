//! Clocks of processor time. On a machine that other programs use too, elapsed time says little about the cost of code.

/// The processor time of this thread, in seconds.
pub fn thread_seconds() -> f64 {
    seconds(3)
}

/// The processor time of all threads of this process, in seconds.
pub fn process_seconds() -> f64 {
    seconds(2)
}

/// The value of one of Linux's clocks, in seconds.
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
    // SAFETY: a function of the C library. It writes one `timespec`, which is two longs on 64-bit Linux.
    let code = unsafe { clock_gettime(clock, &mut time) };
    assert_eq!(code, 0);
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

/// On other systems, elapsed time is used instead.
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn seconds(_: std::ffi::c_int) -> f64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0.0, |time| time.as_secs_f64())
}

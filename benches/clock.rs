//! The time that processors have computed for. On a machine that others use too the time on the wall says little of it.

/// Seconds that this thread has taken.
pub fn thread_seconds() -> f64 {
    seconds(3)
}

/// Seconds that all threads of this process have taken.
pub fn process_seconds() -> f64 {
    seconds(2)
}

/// What one of Linux's clocks says.
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
    // SAFETY: the C library's own function; it writes one `timespec`, which is two longs on 64-bit Linux.
    let code = unsafe { clock_gettime(clock, &mut time) };
    assert_eq!(code, 0);
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

/// Elsewhere the time on the wall has to do.
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn seconds(_: std::ffi::c_int) -> f64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0.0, |time| time.as_secs_f64())
}

//! The page. In a worker the same module has no window, and waits for `serve_worker` instead.

fn main() {
    #[cfg(target_family = "wasm")]
    if web_sys::window().is_some() {
        holdfast::ui::start();
    }
}

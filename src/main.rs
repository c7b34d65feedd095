//! Starts the page. Outside a browser it is an empty program, so that `cargo test` compiles no Leptos.

fn main() {
    // In a worker the same module has no window, and waits for `serve_worker`.
    #[cfg(target_family = "wasm")]
    if web_sys::window().is_some() {
        holdfast::start();
    }
}

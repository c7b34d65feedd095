//! Values that follow from signals. Leptos makes code of every closure that is handed to it; here there is one piece of
//! code for all that give the same type.

use leptos::prelude::*;

/// A value that is computed anew when something that it reads has changed, and tells those who read it only when it
/// differs from the one before, which it is given.
pub fn memo<T>(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    memo_of(Box::new(value))
}

type Compute<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

#[inline(never)]
fn memo_of<T>(value: Compute<T>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(value)
}

/// A value that is computed whenever it is read.
pub fn derived<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    derived_of(Box::new(value))
}

#[inline(never)]
fn derived_of<T: Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
    Signal::derive(value)
}

//! The page's state, and what follows from it. Leptos compiles its signals anew for every type of value; here all values
//! are of one type inside, which saves a visitor a thirtieth of the page.

use leptos::prelude::*;
use std::any::Any;
use std::marker::PhantomData;

/// A value of any type.
type Value = Box<dyn Any + Send + Sync>;

fn of<T: 'static>(value: &Value) -> &T {
    value.downcast_ref().unwrap_or_else(|| unreachable!("only a value of this type was ever put in"))
}

fn of_mut<T: 'static>(value: &mut Value) -> &mut T {
    value.downcast_mut().unwrap_or_else(|| unreachable!("only a value of this type was ever put in"))
}

/// A value that can be set, and tells those who read it: Leptos' `RwSignal`, and `StoredValue` where nobody does.
pub struct Live<T>(RwSignal<Value>, PhantomData<fn() -> T>);

impl<T: Default + Send + Sync + 'static> Default for Live<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> Live<T> {
    /// Holds a value.
    pub fn new(value: T) -> Self {
        Self(new(Box::new(value)), PhantomData)
    }

    /// Reads it only to be run again when it changes.
    pub fn track(self) {
        self.0.track();
    }

    /// Whether what it belongs to is gone.
    pub fn is_disposed(self) -> bool {
        self.0.is_disposed()
    }

    /// Puts another value in, if whatever this belongs to is still there.
    pub fn set(self, value: T) {
        set(self.0, Box::new(value));
    }

    /// Changes the value, if whatever this belongs to is still there.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(mut value) = self.0.try_write() {
            change(of_mut(&mut value));
        }
    }
}

#[inline(never)]
fn new(value: Value) -> RwSignal<Value> {
    RwSignal::new(value)
}

#[inline(never)]
fn set(signal: RwSignal<Value>, value: Value) {
    signal.set(value);
}

/// A value that follows from others: Leptos' `Memo` and `Signal`.
pub struct Derived<T>(Signal<Value>, PhantomData<fn() -> T>);

impl<T: Send + Sync + 'static> Derived<T> {
    /// A value that stays.
    pub fn fixed(value: T) -> Self {
        Self(Signal::stored(Box::new(value)), PhantomData)
    }
}

/// What both can: be handed on, and be read.
macro_rules! readable {
    ($Type:ident) => {
        impl<T> Clone for $Type<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $Type<T> {}

        impl<T: Send + Sync + 'static> $Type<T> {
            /// Reads the value; who does so in a view, a derived value or [`super::listen::whenever`] is run again when
            /// it changes.
            pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
                read(of(&self.0.read()))
            }

            /// Reads the value once.
            pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
                read(of(&self.0.read_untracked()))
            }

            /// A copy, as by [`Self::with`].
            #[inline(never)]
            pub fn get(self) -> T
            where
                T: Clone,
            {
                self.with(T::clone)
            }

            /// A copy, once.
            #[inline(never)]
            pub fn get_untracked(self) -> T
            where
                T: Clone,
            {
                self.with_untracked(T::clone)
            }
        }
    };
}

readable!(Live);
readable!(Derived);

/// A value that is computed whenever it is read.
pub fn derived<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Derived<T> {
    Derived(derive(Box::new(move || Box::new(value()))), PhantomData)
}

#[inline(never)]
fn derive(value: Box<dyn Fn() -> Value + Send + Sync>) -> Signal<Value> {
    Signal::derive(value)
}

/// A value that is computed anew when something that it reads has changed, and tells those who read it only when it
/// differs from the one before, which it is given.
pub fn memo<T>(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Derived<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    let differs = |before: Option<&Value>, now: Option<&Value>| before.map(of::<T>) != now.map(of::<T>);
    memo_by(Box::new(value), differs)
}

/// Whether something has been so at any time until now.
pub fn ever(is_so: impl Fn() -> bool + Send + Sync + 'static) -> Derived<bool> {
    memo(move |before: Option<&bool>| before == Some(&true) || is_so())
}

/// A value that is computed anew when something that it reads has changed, and that is always another one.
pub fn renewed<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Derived<T> {
    memo_by(Box::new(move |_| value()), |_, _| true)
}

type Compute<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;
type Differs = fn(Option<&Value>, Option<&Value>) -> bool;

#[inline(never)]
fn memo_by<T: Send + Sync + 'static>(value: Compute<T>, differs: Differs) -> Derived<T> {
    let value = move |before: Option<&Value>| Box::new(value(before.map(of))) as Value;
    Derived(memo_of(Box::new(value), differs), PhantomData)
}

#[inline(never)]
fn memo_of(value: Compute<Value>, differs: Differs) -> Signal<Value> {
    Memo::new_with_compare(value, differs).into()
}

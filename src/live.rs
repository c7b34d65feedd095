//! The page's state, and what follows from it. Leptos compiles its signals anew for every type of value; here all values
//! are of one type inside, which saves a visitor a thirtieth of the page.

use leptos::prelude::*;
use leptos::reactive::computed::ArcMemo;
use leptos::reactive::graph::{AnySource, Observer, Source, ToAnySource};
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
        track(&self.0.to_any_source());
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

/// A value that follows from others: Leptos' `Memo`, or a function that is called at every reading.
pub struct Derived<T>(Origin, PhantomData<fn() -> T>);

#[derive(Clone, Copy)]
enum Origin {
    Memo(Memo<Value>),
    Function(StoredValue<Box<dyn Fn() -> Value + Send + Sync>>),
}

impl<T: Clone + Send + Sync + 'static> Derived<T> {
    /// A value that stays.
    pub fn fixed(value: T) -> Self {
        derived(move || value.clone())
    }
}

/// Runs whoever reads now again when this changes, for as long as that reader is there. Leptos (reactive_graph 0.2.16)
/// leaves readers that are gone in the list of what they read, until it changes and, where it is a memo, for good: each
/// view that comes and goes would leave some kilobytes.
#[inline(never)]
fn track(source: &AnySource) {
    source.track();
    if let Some(reader) = Observer::get() {
        let source = source.clone();
        on_cleanup(move || source.remove_subscriber(&reader));
    }
}

/// A value while it is read.
enum Reading {
    Live(<RwSignal<Value> as ReadUntracked>::Value),
    Memo(<Memo<Value> as ReadUntracked>::Value),
    Computed(Value),
}

impl Reading {
    fn value(&self) -> &Value {
        match self {
            Self::Live(guard) => guard,
            Self::Memo(guard) => guard,
            Self::Computed(value) => value,
        }
    }
}

#[inline(never)]
fn read_live(signal: RwSignal<Value>, is_tracked: bool) -> Reading {
    if is_tracked {
        track(&signal.to_any_source());
    }
    Reading::Live(signal.read_untracked())
}

#[inline(never)]
fn read_derived(origin: Origin, is_tracked: bool) -> Reading {
    match origin {
        Origin::Memo(memo) => {
            if is_tracked {
                track(&ArcMemo::from(memo).to_any_source());
            }
            Reading::Memo(memo.read_untracked())
        }
        Origin::Function(function) if is_tracked => Reading::Computed(function.with_value(|compute| compute())),
        Origin::Function(function) => Reading::Computed(untrack(|| function.with_value(|compute| compute()))),
    }
}

/// What both can: be handed on, and be read.
macro_rules! readable {
    ($Type:ident, $reading:ident) => {
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
                read(of($reading(self.0, true).value()))
            }

            /// Reads the value once.
            pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
                read(of($reading(self.0, false).value()))
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

readable!(Live, read_live);
readable!(Derived, read_derived);

/// A value that is computed whenever it is read.
pub fn derived<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Derived<T> {
    Derived(derive(Box::new(move || Box::new(value()))), PhantomData)
}

#[inline(never)]
fn derive(value: Box<dyn Fn() -> Value + Send + Sync>) -> Origin {
    Origin::Function(StoredValue::new(value))
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
fn memo_of(value: Compute<Value>, differs: Differs) -> Origin {
    Origin::Memo(Memo::new_with_compare(value, differs))
}

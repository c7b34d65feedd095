//! Elements, built one attribute and child at a time. `view!` makes code of every attribute; here each is a call, which
//! in forms, with many controls that are much alike, comes to a fraction of the size.
//!
//! What depends on signals is a closure, as in `view!`. An element that such a closure gives again is made anew: what
//! must not lose its state or the focus waits for a memo to change.

use super::html::Html;
use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use leptos::tachys::html::class::class;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use leptos::tachys::view::iterators::StaticVec;
use leptos::{__as_shared_reactive_fn as shared, ev};
use std::sync::{Arc, Mutex};
use wasm_bindgen::{JsCast, JsValue};

/// A closure of one type for all that give the same.
type Shared<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// An element in the making. Boxed: it goes from hand to hand with every attribute and child.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element by its tag, with its classes apart by points: `button.quiet`.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    let (tag, classes) = tag.split_once('.').unwrap_or((tag, ""));
    let element = El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }));
    if classes.is_empty() { element } else { element.attr("class", classes.replace('.', " ")) }
}

/// A button with a text.
pub fn button(tag: &'static str, label: impl Into<String>, press: impl FnMut(web_sys::Event) + 'static) -> El {
    el(tag).attr("type", "button").acts("click", Box::new(press)).text(label)
}

/// A text that is heard but not seen.
#[inline(never)]
pub fn unseen(text: String) -> AnyView {
    el("span.visually-hidden").text(text).view()
}

/// The mark of something that must be corrected.
pub fn wrong_mark(title: String) -> AnyView {
    el("span.wrong-mark").attr("title", title).text(" !").view()
}

impl El {
    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.fixed(name, value.into())
    }

    #[inline(never)]
    fn fixed(self, name: &'static str, value: String) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// An attribute that changes; it is there while there is a value.
    pub fn live(self, name: &'static str, value: impl Fn() -> Option<String> + Send + 'static) -> Self {
        self.changing(name, shared(value))
    }

    #[inline(never)]
    fn changing(self, name: &'static str, value: Shared<Option<String>>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// An attribute without a value, which is there while the condition holds: `disabled`.
    pub fn when(self, name: &'static str, is: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || is().then(String::new))
    }

    /// An attribute that says "true" or "false": `aria-pressed`.
    pub fn state(self, name: &'static str, is: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || Some(is().to_string()))
    }

    /// A class that the element has while the condition holds.
    pub fn class(self, name: &'static str, is: impl Fn() -> bool + Send + 'static) -> Self {
        self.changing_class(name, shared(is))
    }

    #[inline(never)]
    fn changing_class(self, name: &'static str, is: Shared<bool>) -> Self {
        self.with(class((name, is)).into_any_attr())
    }

    /// A property of the style.
    pub fn style(self, name: &'static str, value: impl Fn() -> String + Send + 'static) -> Self {
        self.changing_style(name, shared(value))
    }

    #[inline(never)]
    fn changing_style(self, name: &'static str, value: Shared<String>) -> Self {
        self.with(style((name, value)).into_any_attr())
    }

    /// A property of the element itself, which it may change by itself: `value`, `checked`, `open`.
    pub fn prop<T: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> T + Send + 'static) -> Self {
        self.changing_prop(name, shared(move || value().into()))
    }

    #[inline(never)]
    fn changing_prop(self, name: &'static str, value: Shared<JsValue>) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    /// What is in it, as markup that is written anew whenever it changes: what is only read.
    pub fn markup(self, html: impl Fn() -> Html + Send + 'static) -> Self {
        self.prop("innerHTML", move || html().into_string())
    }

    /// What happens on an event, which comes as the kind that it is of.
    pub fn on<E: JsCast + 'static>(self, event: &'static str, mut act: impl FnMut(E) + 'static) -> Self {
        self.acts(event, Box::new(move |event| act(event.unchecked_into())))
    }

    #[inline(never)]
    fn acts(self, event: &'static str, act: Box<dyn FnMut(web_sys::Event)>) -> Self {
        self.with(on(ev::Custom::new(event), act).into_any_attr())
    }

    /// A child.
    #[inline(never)]
    pub fn child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// An element as child.
    pub fn el(self, child: Self) -> Self {
        self.child(child.view())
    }

    /// Children.
    pub fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// A text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.fixed_text(text.into())
    }

    #[inline(never)]
    fn fixed_text(self, text: String) -> Self {
        self.child(text.into_any())
    }

    /// A text that changes.
    pub fn says(self, text: impl Fn() -> String + Send + 'static) -> Self {
        self.changing_text(shared(text))
    }

    #[inline(never)]
    fn changing_text(self, text: Shared<String>) -> Self {
        self.child(text.into_any())
    }

    /// A child that comes and goes.
    pub fn shows(self, child: impl Fn() -> Option<AnyView> + Send + 'static) -> Self {
        self.changing_child(shared(child))
    }

    #[inline(never)]
    fn changing_child(self, child: Shared<Option<AnyView>>) -> Self {
        self.child(child.into_any())
    }

    /// Children that come and go.
    pub fn lists(self, children: impl Fn() -> Vec<AnyView> + Send + 'static) -> Self {
        self.changing_children(shared(children))
    }

    #[inline(never)]
    fn changing_children(self, children: Shared<Vec<AnyView>>) -> Self {
        self.child(children.into_any())
    }

    /// The element as it is now.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(StaticVec::from(children)).into_any()
    }
}

//! One input of a scenario: its estimate, exact or a range, by the month or by the year.

use super::super::context::{Context, context};
use super::super::el::{button, el, unseen};
use super::super::field::{Field, forget};
use super::super::html::Html;
use super::super::live::{Derived, Live, derived, memo};
use super::super::words::words;
use super::about::{about, help_id};
use super::estimate_of;
use holdfast_chart::DensityCurve;
use holdfast_scenario::input::Support;
use holdfast_scenario::{End, ErrorKind, Estimate, FieldPath, Key, RatePeriod, Scenario, Section, Unit, parse_decimal};
use holdfast_text::{args, format_number, parse_estimate};
use leptos::prelude::*;

/// Its name, its numbers, and what they come to.
pub fn input_row(index: usize, key: Key) -> AnyView {
    let Context { app, yearly, toggled, .. } = context();
    let input = key.input();
    let unit = memo(move |_| app.study.with(|study| words().unit(input.unit, &study.currency)));
    let name = words().input_label(input);
    let estimate = memo(move |_| estimate_of(app, index, key));
    let is_range = memo(move |_| matches!(estimate.get(), Estimate::Range { .. }));
    let place = FieldPath::scenario_field(index, input.name);
    let toggle = move |_| {
        forget(app, &place);
        let toggled = toggled.toggle(input, &place, estimate.get_untracked());
        app.edit_scenario(index, &place, |scenario| scenario.inputs[key] = toggled);
        app.seal();
    };
    let switch = (input.support != Support::Whole).then(|| {
        button("button.range-switch", words().range_switch(), toggle)
            .state("aria-pressed", move || is_range.get())
            .attr("title", words().range_help())
            .child(unseen(name.clone()))
            .view()
    });
    let ends = move || {
        let ends: &[End] = if is_range.get() { &[End::Low, End::High] } else { &[End::Exact] };
        ends.iter().map(|&end| end_row(index, key, end, estimate, unit)).collect()
    };
    // What the estimate is in the other way of speaking; nothing is nothing in both, and what cannot be has none.
    let other_way = move || {
        let is_yearly = yearly.has(key);
        let other = RatePeriod::new(input, !is_yearly);
        if other.unit() == RatePeriod::new(input, is_yearly).unit()
            || estimate.get() == Estimate::Exact(0.0)
            || estimate.get().prior(input).is_none()
        {
            return String::new();
        }
        let short = |value| words().locale().short(other.to_displayed(value), Unit::Share, "");
        let rate = match estimate.get() {
            Estimate::Exact(value) => short(value),
            Estimate::Range { low, high } => {
                words().range_shown(args::RangeShown { low: &short(low), high: &short(high) })
            }
        };
        if is_yearly { words().rate_a_month(&rate) } else { words().rate_a_year(&rate) }
    };
    let help = Derived::fixed(words().input_help(input) + " " + &words().input_source(input));
    let [head, help] = about(index, Section::Input(key), name, help, derived(other_way), switch);
    el("div.input")
        .attr("data-input", input.name)
        .child(head)
        .lists(ends)
        .shows(move || is_range.get().then(|| picture(estimate, key, unit)))
        .child(help)
        .view()
}

/// A number field and a slider for one number of an estimate.
fn end_row(index: usize, key: Key, end: End, estimate: Derived<Estimate>, unit: Derived<String>) -> AnyView {
    let Context { app, yearly, .. } = context();
    let input = key.input();
    let period = move || RatePeriod::new(input, yearly.has(key));
    // The estimate may have another shape already when this end is about to go.
    let value = move || estimate.get().end(end).unwrap_or(input.default);
    let place = FieldPath::input(index, key, end);
    let name = words().input_label(input);
    let label = match end {
        End::Exact => name,
        End::Low => words().range_low(&name),
        End::High => words().range_high(&name),
    };
    let at = Live::new(place.clone());
    let set = move |number| {
        let change = |scenario: &mut Scenario| scenario.inputs[key] = scenario.inputs[key].with_end(end, number);
        at.with_untracked(|at| app.edit_scenario(index, at, change));
    };
    let commit = move |typed: String| {
        let period = untrack(period);
        let number = match parse_estimate(&typed, period.unit())? {
            Estimate::Exact(number) => number,
            // The switch is beside this field, and not beside those of a range.
            Estimate::Range { .. } if end != End::Exact => return Err(ErrorKind::NotFinite.into()),
            Estimate::Range { .. } if input.support == Support::Whole => return Err(ErrorKind::NoRange.into()),
            Estimate::Range { .. } => return Err(ErrorKind::NeedsSwitch.into()),
        };
        set(period.to_stored(number)?);
        Ok(())
    };
    let on_slide = move |event: web_sys::Event| {
        if let Some(position) = parse_decimal(&event_target_value(&event)) {
            at.with_untracked(|at| forget(app, at));
            let number = untrack(period).slider_value(position);
            set(estimate.get_untracked().clamp_to_other_end(end, number, input.slider_step));
        }
    };
    // What the slider's place means, to who does not see it.
    let slider_text = move || Some(told(Estimate::Exact(value()), key, period(), unit));
    let slider = el("input")
        .attr("type", "range")
        .attr("aria-label", words().slider(&label))
        .live("aria-valuetext", slider_text)
        .attr("min", "0")
        .live("max", move || Some(period().slider_steps().to_string()))
        .attr("step", "1")
        .prop("value", move || period().slider_position(value()))
        .on("input", on_slide)
        .on("change", move |_: web_sys::Event| app.seal());
    let shown = derived(move || {
        let period = period();
        format_number(period.to_displayed(value()), period.unit())
    });
    let is_whole = input.support == Support::Whole || input.unit == Unit::Customers;
    let is_rate = input.unit.yearly(0.0).is_some();
    let field = Field {
        unit: if is_rate {
            Some(yearly.switch(index, key))
        } else {
            Some(el("span.unit").says(move || unit.get()).view())
        },
        input_mode: if is_whole { "numeric" } else { "decimal" },
        hides_label: true,
        help: help_id(index, Section::Input(key)),
        ..Field::new(place, label, shown, commit)
    };
    el("div.end").child(field.view()).el(slider).view()
}

/// How likely the values of a range are, and what its ends mean.
fn picture(estimate: Derived<Estimate>, key: Key, unit: Derived<String>) -> AnyView {
    let yearly = context().yearly;
    let input = key.input();
    let hill = move || {
        let hill = estimate.get().prior(input).and_then(|prior| DensityCurve::of(&prior));
        hill.map(|hill| Html::own(hill.svg())).unwrap_or_default()
    };
    // What is wrong is said beside the ends.
    let meaning = move || match estimate.get().prior(input) {
        Some(_) => words().range_meaning(&told(estimate.get(), key, RatePeriod::new(input, yearly.has(key)), unit)),
        None => String::new(),
    };
    el("div.hill").el(el("span").markup(hill)).el(el("p").says(meaning)).view()
}

/// "4% a month", "40 to 62.5 USD a month": an estimate in the period in which its input is shown.
fn told(estimate: Estimate, key: Key, period: RatePeriod, unit: Derived<String>) -> String {
    let own = key.input().unit;
    let amount = words().estimate_amount(estimate.map(|value| period.to_displayed(value)), period.unit());
    match () {
        () if period.unit() != own => words().rate_a_year(&amount),
        () if own.yearly(0.0).is_some() => words().rate_a_month(&amount),
        () if own.is_share() || unit.with(String::is_empty) => amount,
        () => amount + " " + &unit.get(),
    }
}

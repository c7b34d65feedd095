//! What one point of each lever is worth, and how levers trade against each other.

use super::super::charts::fold;
use super::super::download;
use super::super::el::{button, el};
use super::super::field::{Field, forget};
use super::super::html::{Html, Part::Text};
use super::super::live::memo;
use super::super::model::App;
use super::super::view::View;
use super::super::words::words;
use super::alone;
use super::asking::Topic;
use super::goal::choice;
use super::wish::Want;
use super::wish_field::{place_of, wish_field};
use holdfast_advice::{Answer, Lever, LeverValue, Question};
use holdfast_chart::Table;
use holdfast_engine::Quantity;
use holdfast_scenario::{Action, CheckedStudy, Key, Unit, round_to_digits};
use holdfast_summary::Series;
use holdfast_text::args;
use leptos::prelude::*;
use std::sync::Arc;

/// What levers are worth, and the study of one scenario that it is of.
type Found = Option<(Arc<CheckedStudy>, Vec<LeverValue>)>;

/// The fold, filled while it is open.
pub fn worth(app: App, view: View) -> AnyView {
    let (worths, rates) = (Topic::new(), Topic::new());
    let is_open = view.has_worth;
    worths.follow(app, move || is_open.get().then(|| (alone(app), vec![Question::LeverValues])));
    rates.follow(app, move || {
        let (lever, part) = traded(view, worths).filter(|_| is_open.get())?;
        Some((alone(app), vec![Question::ExchangeRates(lever, amount(lever, part))]))
    });
    // Where no lever does anything there is nothing to save and nothing to trade.
    let is_any = memo(move |_| !levers(worths).is_empty());
    let inside = move || match (is_open.get(), is_any.get()) {
        (false, _) => Vec::new(),
        (_, false) => told(worths),
        (_, true) => told(worths).into_iter().chain(traded_for(app, view, worths, rates)).collect(),
    };
    fold(words().worth_title(), is_open, el("div.advice").lists(inside))
}

fn found(worths: Topic) -> Found {
    match worths.only()? {
        (study, Answer::LeverValues(values)) => Some((study, values)),
        _ => None,
    }
}

/// The table.
fn told(worths: Topic) -> Vec<AnyView> {
    let shown = move || match found(worths) {
        Some((study, worths)) => html(&table_of(&study, &worths), &worths, &study),
        None => Html::fill("<p>{}</p>", &[Text(&words().advice_pending())]),
    };
    let about = move || found(worths).map(|(study, _)| words().worth_about(&study.source().scenarios[0].name));
    let region =
        el("div.scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", words().worth_title());
    vec![el("p.help").says(move || about().unwrap_or_default()).view(), region.markup(shown).view()]
}

/// What may be done with it: it is saved, and one lever is traded for others.
fn traded_for(app: App, view: View, worths: Topic, rates: Topic) -> Vec<AnyView> {
    let save = move |_| {
        if let Some((study, worths)) = untrack(|| found(worths)) {
            download::table(&study.source().title, &words().worth_title(), &table_of(&study, &worths));
        }
    };
    let names = memo(move |_| levers(worths).into_iter().map(|at| label(Lever::ALL[at])).collect::<Vec<String>>());
    // Beyond all of them, none.
    let traded_at = memo(move |_| {
        let place = |(lever, _)| Lever::ALL.iter().position(|&known| known == lever);
        traded(view, worths).and_then(place).unwrap_or(Lever::ALL.len())
    });
    let lever = move || {
        let (names, places) = (names.get(), untrack(|| levers(worths)));
        let known = places.clone();
        let chosen = move || known.iter().position(|&place| place == traded_at.get()).unwrap_or(0);
        let choose = move |at: usize| {
            // So much of another is another thing.
            forget(app, &place_of(Want::TradeAmount));
            view.wishes.set(Want::TradeAmount, f64::NAN);
            view.wishes.set(Want::TradeLever, places[at] as f64);
        };
        Some(choice(Want::TradeLever, names, chosen, choose))
    };
    let part = move || Lever::ALL.get(traded_at.get()).map(|&lever| part_field(app, view, lever, worths));
    vec![
        button("button.quiet", words().worth_save(), save).view(),
        el("h3").text(words().worth_rates()).view(),
        el("div.wishes").shows(lever).shows(part).view(),
        el("div.said").attr("role", "status").markup(move || exchanged(rates)).view(),
    ]
}

/// How much of the lever that is traded: points or a part, in the direction that helps.
fn part_field(app: App, view: View, lever: Lever, worths: Topic) -> AnyView {
    let most = if lever.action() == Action::Multiply { 10.0 } else { 1.0 };
    let now = move || traded(view, worths).map_or(f64::NAN, |(_, part)| part);
    let unit = match (lever.action(), lever.step() < lever.neutral()) {
        (Action::Multiply, _) => words().worth_percent_more(),
        (_, false) => words().worth_points_more(),
        (_, true) => words().worth_points_less(),
    };
    let field = wish_field(app, view, Want::TradeAmount, Unit::Share, (1e-4, most), now);
    Field { unit: Some(el("span.unit").text(unit).view()), ..field }.view()
}

/// The levers that do something by their places among all, in the order of the form.
fn levers(worths: Topic) -> Vec<usize> {
    let found = found(worths).map(|(_, worths)| worths).unwrap_or_default();
    let does = |at: &usize| found.iter().any(|worth| worth.lever == Lever::ALL[*at]);
    (0..Lever::ALL.len()).filter(does).collect()
}

/// The lever that others are compared with, and how much of it: half of what the table has, as long as nothing is wished.
fn traded(view: View, worths: Topic) -> Option<(Lever, f64)> {
    let (_, worths) = found(worths)?;
    let wished = Lever::ALL.get(view.wishes.get(Want::TradeLever) as usize);
    let is_wished = |worth: &&LeverValue| Some(&worth.lever) == wished;
    let LeverValue { lever, step, .. } = *worths.iter().find(is_wished).or(worths.first())?;
    let half = 0.5 * (lever.step() - lever.neutral()).abs();
    // Of little there is to lose, all of it.
    Some((lever, view.wishes.get_or(Want::TradeAmount, || half.min((step - lever.neutral()).abs()))))
}

/// A part in the direction that helps as an amount.
fn amount(lever: Lever, part: f64) -> f64 {
    lever.neutral() + part.copysign(lever.step() - lever.neutral())
}

/// What a lever is called.
fn label(lever: Lever) -> String {
    if lever == Lever::Trials { words().worth_trials() } else { words().input_label(lever.keys()[0].input()) }
}

/// With a plus where it is one.
fn signed(value: f64, text: String) -> String {
    if value > 0.0 { "+".to_string() + &text } else { text }
}

/// An amount of a lever: "−0.5 points", "+14.2%".
fn change(lever: Lever, amount: f64) -> String {
    let part = round_to_digits(amount - lever.neutral(), 3);
    let text = match lever.action() {
        Action::Multiply => words().locale().tick(part, Unit::Share, ""),
        _ => words().worth_points(round_to_digits(100.0 * part, 3)),
    };
    signed(part, text)
}

/// The same, of a price as money where customers have one price.
fn change_in(study: &CheckedStudy, lever: Lever, amount: f64) -> String {
    let (scenario, checked) = (&study.source().scenarios[0], &study.scenarios()[0]);
    let price = checked[Key::Price].median();
    if lever != Lever::Price || price <= 0.0 || scenario.plans.iter().any(|plan| plan.own[0].is_some()) {
        return change(lever, amount);
    }
    let more = price * (amount - lever.neutral());
    signed(more, words().locale().short(more, Unit::Money, &study.source().currency))
}

/// The numbers, to be saved.
fn table_of(study: &CheckedStudy, worths: &[LeverValue]) -> Table {
    let month = study.horizon_months().to_string();
    let at = |quantity: Quantity| {
        let series = words().series(Series::Of(quantity).name());
        (words().worth_at(args::WorthAt { series: &series, month: &month }), Unit::Money)
    };
    let row = |worth: &LeverValue| {
        (
            [&label(worth.lever), " ", &change(worth.lever, worth.step)].concat(),
            vec![worth.mrr_gain, worth.revenue_gain],
        )
    };
    Table {
        corner: words().worth_lever(),
        groups: Vec::new(),
        columns: vec![at(Quantity::Mrr), at(Quantity::CumulativeRevenue)],
        rows: worths.iter().map(row).collect(),
    }
}

/// The same, to be read.
fn html(table: &Table, worths: &[LeverValue], study: &CheckedStudy) -> Html {
    if worths.is_empty() {
        return Html::fill("<p>{}</p>", &[Text(&words().worth_none())]);
    }
    let mut out = Html::fill(
        "<table><thead><tr><th scope=col>{}</th><th scope=col>{}</th>",
        &[Text(&table.corner), Text(&words().worth_change())],
    );
    for (name, _) in &table.columns {
        out.add("<th scope=col>{}</th>", &[Text(name)]);
    }
    out.add("</tr></thead><tbody>", &[]);
    let money = |value: f64| signed(value, words().locale().short(value, Unit::Money, &study.source().currency));
    for worth in worths {
        out.add(
            "<tr><th scope=row>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            &[
                Text(&label(worth.lever)),
                Text(&change(worth.lever, worth.step)),
                Text(&money(worth.mrr_gain)),
                Text(&money(worth.revenue_gain)),
            ],
        );
    }
    out.add("</tbody></table>", &[]);
    out
}

/// What is worth as much: "Monthly churn −0.5 points = Trials +14.2% = …".
fn exchanged(rates: Topic) -> Html {
    let Some(answers) = rates.answers.get() else { return Html::default() };
    let (Some(Question::ExchangeRates(lever, amount)), Some(Answer::ExchangeRates(rates))) =
        (answers.questions.first(), answers.first())
    else {
        return Html::default();
    };
    let of = |lever: Lever, amount: f64| [&label(lever), " ", &change_in(&answers.study, lever, amount)].concat();
    let mut out = Html::fill("<p><strong>{}</strong>", &[Text(&of(*lever, *amount))]);
    let mut same = rates.iter().filter_map(|(lever, amount)| Some(of(*lever, (*amount)?))).peekable();
    if same.peek().is_none() {
        let none = if rates.is_empty() { words().worth_impossible() } else { words().worth_no_match() };
        out.add(" {}", &[Text(&none)]);
    }
    for same in same {
        out.add(" = <span>{}</span>", &[Text(&same)]);
    }
    out.add("</p>", &[]);
    out
}

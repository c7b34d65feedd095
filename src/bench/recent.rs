//! The studies that the browser keeps: to open, to delete, and where one cannot be read, to save as a file.

use super::super::download;
use super::super::html::{
    Html,
    Part::{Own, Text},
};
use super::super::locale::day;
use super::super::notice::{Notice, Offer};
use super::super::opening::{is_untouched, readable, reopen};
use super::super::store;
use super::super::words::words;
use super::{Bench, Dialog, dialog};
use holdfast_scenario::{Study, read_decimal};

/// The list, the study that was used last first; above it what was deleted, as long as it can be put back.
pub fn list(bench: Bench) -> Html {
    let own = bench.app.slot.get_untracked();
    let mut rows = Html::default();
    for slot in store::slots() {
        let text = store::read(&slot).unwrap_or_default();
        let study = readable(&text).ok();
        let is_open = slot == own;
        // A preset that nobody has changed is found among the presets.
        if is_open || !study.as_ref().is_some_and(is_untouched) {
            add_row(&mut rows, &slot, study.as_ref(), is_open);
        }
    }
    Html::fill("{}<ul class=recent>{}</ul>", &[Own(deleted(bench)), Own(rows)])
}

fn deleted(bench: Bench) -> Html {
    let notice = bench.app.notice.get_untracked();
    let can_be_put_back = |notice: &Notice| matches!(notice.offers.first(), Some(Offer::PutBack(_)));
    let Some(notice) = notice.filter(can_be_put_back) else { return Html::default() };
    let mut buttons = Html::default();
    buttons.add("<button type=button data-do=put-back>{}</button>", &[Text(&words().notice_put_back())]);
    if notice.offers.iter().any(|offer| matches!(offer, Offer::Save(_))) {
        buttons.add("<button type=button data-do=offer data-of=1>{}</button>", &[Text(&words().notice_save())]);
    }
    Html::fill("<div class=notice role=status><p class=notice-body>{}</p>{}</div>", &[Text(&notice.text), Own(buttons)])
}

/// The title, or what stands for it.
fn title_of(study: Option<&Study>) -> String {
    let title = study.map_or("", |study| study.title.trim());
    if title.is_empty() { words().header_untitled() } else { title.to_string() }
}

fn add_row(rows: &mut Html, slot: &str, study: Option<&Study>, is_open: bool) {
    let title = title_of(study);
    // A slot is named by the time at which it was begun.
    let mut about = read_decimal(slot).map_or(String::new(), |begun| words().recent_begun(&day(begun)));
    for scenario in study.iter().flat_map(|study| &study.scenarios) {
        about += if about.is_empty() { "" } else { " · " };
        about += &scenario.name;
    }
    let (open, broken, save) = (words().recent_open(), words().recent_broken(), words().notice_save());
    let (delete_of, delete) = (words().recent_delete_of(&title), words().recent_delete());
    rows.add("<li><div>", &[]);
    match (study.is_some(), is_open) {
        (true, true) => rows.add("<strong>{}</strong><span class=mark-open>{}</span>", &[Text(&title), Text(&open)]),
        (true, false) => rows.add(
            "<button type=button class=quiet data-do=reopen data-of=\"{}\">{}</button>",
            &[Text(slot), Text(&title)],
        ),
        (false, _) => rows.add("<strong>{}</strong>", &[Text(&broken)]),
    }
    rows.add("<p class=help>{}</p></div>", &[Text(&about)]);
    if study.is_none() {
        rows.add("<button type=button data-do=save-text data-of=\"{}\">{}</button>", &[Text(slot), Text(&save)]);
    }
    if !is_open {
        rows.add(
            "<button type=button data-do=delete data-of=\"{}\" aria-label=\"{}\">{}</button>",
            &[Text(slot), Text(&delete_of), Text(&delete)],
        );
    }
    rows.add("</li>", &[]);
}

/// Opens what a slot holds.
pub fn open(bench: Bench, slot: &str) {
    dialog::close();
    reopen(bench.app, slot);
}

/// Gives what a slot holds as a file, whatever it is.
pub fn save(slot: &str) {
    download::text("holdfast-study.json", "application/json", &store::read(slot).unwrap_or_default());
}

/// Deletes what a slot holds, and offers to put it back.
pub fn delete(bench: Bench, slot: &str) {
    let text = store::read(slot).unwrap_or_default();
    let title = title_of(readable(&text).ok().as_ref());
    store::remove(slot);
    let told = words().notice_deleted(&title);
    bench.app.notice.set(Some(Notice::offering(told, Offer::PutBack(text))));
    // There may be room now for what was not kept.
    bench.app.study.update(|_| {});
    dialog::open(bench, Dialog::Recent);
}

/// Takes up the offer to put back what was deleted.
pub fn put_back(bench: Bench) {
    let notice = bench.app.notice.get_untracked();
    if let Some(offer) = notice.and_then(|notice| notice.offers.into_iter().next()) {
        offer.take(bench);
        dialog::open(bench, Dialog::Recent);
    }
}

//! Keeps the study in the browser as it is typed, and up with other tabs that have it open.
//!
//! A slot is written only over what this page knows to be in it. What another tab has put there is taken over as soon as
//! this page hears of it or comes back; should it hear too late, undo still leads to it.

use super::bench::Bench;
use super::listen::{listen, listen_last, whenever};
use super::live::Live;
use super::model::App;
use super::notice::{Notice, Offer};
use super::opening::{self, readable};
use super::store;
use super::typed::Typed;
use super::words::words;
use holdfast_scenario::{FieldPath, Study, file};
use leptos::prelude::*;
use std::time::Duration;

/// How much later the address holds a study that the store does not take.
const ADDRESS_REST: Duration = Duration::from_millis(500);

/// What this page knows its slot to hold: what it wrote there, or took over from there.
#[derive(Default)]
struct Known {
    slot: String,
    text: String,
    /// Whether another tab wrote it.
    is_theirs: bool,
}

/// Follows the study and the store from now on.
pub fn follow(bench: Bench) {
    let known = Live::new(Known::default());
    // Whether the address is to be brought up.
    let is_due = Live::new(false);
    let app = bench.app;
    whenever(move || {
        let is_kept = keep(bench, known, app.slot.get(), app.study.get());
        // Once: a notice at every keystroke would be worse than the fault.
        match (bench.is_kept.get_untracked(), is_kept) {
            (true, false) => tell(app),
            (false, true) => opening::clear_address(),
            _ => {}
        }
        bench.is_kept.set(is_kept);
        if !is_kept && !is_due.get_untracked() {
            is_due.set(true);
            let keep = move || {
                is_due.set(false);
                if !bench.is_kept.get_untracked() {
                    app.study.with_untracked(opening::keep_in_address);
                }
            };
            // Not at every move of a slider: browsers stop listening to a page that changes its address so often.
            set_timeout(keep, ADDRESS_REST);
        }
    });
    if let Some(lines) = store::typed(&app.slot.get_untracked()) {
        app.typed.set(Typed::from_lines(&lines.split('\n').collect::<Vec<_>>()));
    }
    whenever(move || store::keep_typed(&app.slot.get(), &app.typed.with(Typed::lines)));
    // A tab that slept hears of nothing until it is shown again.
    for name in ["storage", "pageshow", "visibilitychange"] {
        listen(name, move |_| look(bench, known));
    }
    // After the field itself.
    listen_last("change", move |_| look(bench, known));
    listen("beforeunload", move |event| {
        if !bench.is_kept.get_untracked() && app.reach.get_untracked().0 {
            event.prevent_default();
        }
    });
}

/// Tells that the browser does not keep the study, and what can be done.
pub fn tell(app: App) {
    let offers = vec![Offer::SaveStudy, Offer::Recent];
    app.notice.set(Some(Notice { offers, ..Notice::new(words().notice_not_kept()) }));
}

fn keep(bench: Bench, known: Live<Known>, slot: String, study: Study) -> bool {
    let (mut text, stored) = (file::write_compact(&study), store::read(&slot));
    let is_known = |stored: &String| known.with_untracked(|known| known.slot == slot && known.text == *stored);
    if let Some(stored) = stored.filter(|stored| *stored != text && !is_known(stored)) {
        match readable(&stored) {
            // The same in other words, such as an older version's.
            Ok(theirs) if theirs == study => text = stored,
            Ok(theirs) => {
                known.set(Known { slot, text: stored, is_theirs: true });
                step_over(bench, theirs, study);
                return true;
            }
            // Whatever that is, it is not ours to overwrite.
            Err(_) => {
                bench.app.slot.set(store::new_slot());
                return true;
            }
        }
    }
    let is_kept = store::read(&slot).is_some_and(|stored| stored == text) || store::write(&slot, &text);
    let is_touched = store::touch(&slot);
    if is_kept && known.with_untracked(|known| known.slot != slot || known.text != text) {
        known.set(Known { slot, text, is_theirs: false });
    }
    is_kept && is_touched
}

/// Makes `theirs` the step before `ours`.
fn step_over(bench: Bench, theirs: Study, ours: Study) {
    let (app, place) = (bench.app, FieldPath::file());
    for state in [theirs, ours] {
        app.seal();
        app.edit(&place, |study| *study = state);
    }
    app.seal();
    app.notice.set(Some(Notice::new(words().notice_other_tab_kept())));
}

/// Takes over what another tab has kept, as a step that can be undone.
fn look(bench: Bench, known: Live<Known>) {
    let app = bench.app;
    let slot = app.slot.get_untracked();
    let Some(text) = store::read(&slot) else { return };
    // Nothing changes under the fingers: what is typed here comes after theirs, to which undo then leads.
    if app.typed.with_untracked(Typed::is_being_typed) {
        return;
    }
    if known.with_untracked(|known| known.slot == slot && known.text == text) {
        return;
    }
    // What cannot be read stays where it is: the next change goes to another slot.
    let Ok(theirs) = readable(&text) else { return };
    let is_next = known.with_untracked(|known| known.is_theirs);
    known.set(Known { slot, text, is_theirs: true });
    if app.study.with_untracked(|study| *study == theirs) {
        return;
    }
    app.typed.update(|typed| typed.keep_unreadable());
    // What was here before the first of the changes that the other tab makes in a row.
    let offered = app.notice.get_untracked().filter(|_| is_next).and_then(|notice| notice.offers.into_iter().next());
    let mine = match offered {
        Some(Offer::Back(mine)) => mine,
        _ => Box::new(app.study.get_untracked()),
    };
    // One step for all that the other tab does in a row.
    app.edit(&FieldPath::file(), |study| *study = theirs);
    app.notice.set(Some(Notice::offering(words().notice_other_tab(), Offer::Back(mine))));
}
